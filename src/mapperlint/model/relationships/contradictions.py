"""Annotations and arguments of a relationship that say different things, and types that mislead.

SQLAlchemy asks no type checker: the class in `relationship()` wins over the one in the annotation,
the annotation over `uselist`, and of a union the first member is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.diagnostics import Note
from mapperlint.model.mapping.mappers import Mapper
from mapperlint.model.names.plurals import plain, plurals
from mapperlint.model.names.resolution import Resolved
from mapperlint.model.relationships.annotated_types import whole_type
from mapperlint.model.relationships.arguments import (
    Absent,
    Given,
    value_argument,
)
from mapperlint.model.relationships.doubtful_joins import are_one_row, written_columns
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import External, Generic, Known, Value
from mapperlint.model.values.vocabulary import Direction, construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.declarative.annotations import Annotation
    from mapperlint.model.declarative.reads import RelationshipRead
    from mapperlint.model.relationships.configuration import Configuration
    from mapperlint.model.relationships.relationships import Relationship


class Contradiction(Struct, frozen=True):
    """A relationship whose annotation, at `where`, says something else than what it is."""

    relationship: Relationship
    where: Location
    said: str
    other: Mapper | None = None


def typed(relationship: Relationship) -> tuple[RelationshipRead, Annotation] | None:
    """The annotation of a relationship, if SQLAlchemy takes its type and all of it is known."""
    read = relationship.read
    if read is None or read.annotation is None or read.annotation_where is None:
        return None
    sqlmodel = construct_of(read.made) == "sqlmodel.Relationship"
    if read.annotation.wrapper != "Mapped" and not (sqlmodel and read.annotation.wrapper is None):
        return None
    if not read.annotation.known or whole_type(read) is not None:
        return None
    return read, read.annotation


class Contradictions:
    """Compares the annotations of relationships with what they are."""

    def __init__(self, configuration: Configuration) -> None:
        self._targets = configuration.targets
        self._types = configuration.annotated_types
        self._version = configuration.version
        self._typed: dict[Relationship, tuple[RelationshipRead, Annotation] | None] = {}

    def _read(self, relationship: Relationship) -> tuple[RelationshipRead, Annotation] | None:
        found = None if relationship.poisoned else self._of(relationship)
        return None if found is not None and self._version.before("2.0") else found

    def _of(self, relationship: Relationship) -> tuple[RelationshipRead, Annotation] | None:
        """The annotation of a relationship, kept for the next question about it."""
        if relationship not in self._typed:
            self._typed[relationship] = typed(relationship)
        return self._typed[relationship]

    def of_another_class(self, relationship: Relationship) -> Contradiction | None:
        """An annotation that names another class than the argument."""
        found, target = self._read(relationship), relationship.target_mapper
        if found is None or target is None:
            return None
        read, annotation = found
        argument = value_argument(read.made, "argument", 0)
        if annotation.target is None or not isinstance(argument, Given):
            return None
        if self._targets.is_called(read, target.name):
            return None
        named = self._targets.annotated(relationship.owner, read)
        if not isinstance(named, Resolved) or not isinstance(relationship.target, Resolved):
            return None
        other = named.value
        if other in target.lineage or target in other.lineage or other.name == target.name:
            return None
        assert read.annotation_where is not None
        return Contradiction(relationship, read.annotation_where, other.name, other)

    def annotated_class(self, relationship: Relationship) -> Mapper | None:
        """The class that the annotation names, whatever the argument does."""
        found = self._of(relationship)
        if found is None or found[1].target is None:
            return None
        named = self._targets.annotated(relationship.owner, found[0])
        return named.value if isinstance(named, Resolved) else None

    def explanation(self, relationship: Relationship) -> tuple[Note, ...]:
        """Why a relationship may lead to a class it does not fit: its annotation names another."""
        found, target = self.of_another_class(relationship), relationship.target_mapper
        if found is None or target is None:
            return ()
        said = f"`{relationship.label}` is annotated with `{found.said}`, not with `{target.name}`"
        return (Note(found.where, said),)

    def collection_of_one(self, relationship: Relationship) -> Contradiction | None:
        """A collection in the annotation of a relationship that leads to one object."""
        if relationship.direction is not Direction.MANYTOONE:
            return None
        found = self._read(relationship)
        if found is None:
            return None
        read, annotation = found
        if not annotation.collection or relationship.uselist is not False:
            return None
        if _against_its_other_side(relationship):
            return None
        assert read.annotation_where is not None
        return Contradiction(relationship, read.annotation_where, "collection")

    def one_of_many(self, relationship: Relationship) -> Contradiction | None:
        """One object in the annotation of a relationship that leads to many.

        Of one-to-many only where the name is a plural, and the key not that of one row: otherwise
        it may be one-to-one. Whoever says that there may be none has thought of one.
        """
        if relationship.uselist is not False:
            return None
        found = self._read(relationship)
        if found is None:
            return None
        read, annotation = found
        if annotation.collection or annotation.optional or annotation.target is None:
            return None
        types = self._types.of(relationship, read)
        if len(types) != 1 or isinstance(types[0], External | Generic):
            return None
        if not isinstance(relationship.keyword("uselist"), Absent):
            return None
        many = relationship.direction is Direction.MANYTOMANY
        several = (
            relationship.direction is Direction.ONETOMANY
            and relationship.join is not None
            and not are_one_row(written_columns(relationship.join))
            and _is_plural(relationship)
        )
        if (not many and not several) or _against_its_other_side(relationship):
            return None
        assert read.annotation_where is not None
        return Contradiction(relationship, read.annotation_where, "object")

    def uselist(self, relationship: Relationship) -> Contradiction | None:
        """A `uselist` that the annotation contradicts."""
        given = relationship.keyword("uselist")
        found = self._read(relationship) if isinstance(given, Given) else None
        if found is None or not isinstance(given, Given):
            return None
        annotation = found[1]
        collects = not isinstance(relationship.keyword("collection_class"), Absent)
        if annotation.target is None or collects or _queried(relationship):
            return None
        if given.value == Known(not annotation.collection):
            return Contradiction(relationship, given.where, str(not annotation.collection))
        return None

    def bare_collection(self, relationship: Relationship) -> Contradiction | None:
        """`Mapped[list]`, `Mapped[Iterable["Post"]]`: SQLAlchemy takes it for one object."""
        direction = relationship.direction
        if direction is None or direction is Direction.MANYTOONE:
            return None
        found = self._read(relationship)
        if found is None:
            return None
        read, annotation = found
        for name in ("uselist", "collection_class"):
            if not isinstance(relationship.keyword(name), Absent):
                return None
        types = self._types.of(relationship, read)
        if annotation.collection or len(types) != 1 or _queried(relationship):
            return None
        said = _bare(types[0])
        assert read.annotation_where is not None
        return None if said is None else Contradiction(relationship, read.annotation_where, said)

    def union(self, relationship: Relationship) -> Contradiction | None:
        """An annotation with several classes side by side."""
        found = self._of(relationship)
        if found is None or self._version.before("2.0"):
            return None
        types = self._types.of(relationship, found[0])
        if len(types) < 2 or not all(isinstance(each, Class | Known) for each in types):
            return None
        assert found[0].annotation_where is not None
        return Contradiction(relationship, found[0].annotation_where, _type_name(types[0]))


def _queried(relationship: Relationship) -> bool:
    lazy = relationship.keyword("lazy")
    return isinstance(lazy, Given) and lazy.value in {Known("dynamic"), Known("write_only")}


def _against_its_other_side(relationship: Relationship) -> bool:
    """Whether it has the direction of its other side, which is an error of its own."""
    return any(other.direction is relationship.direction for other in relationship.reverse) and (
        relationship.direction is not Direction.MANYTOMANY
    )


_CONTAINERS = frozenset({"list", "set", "dict", "tuple", "frozenset"})
_NO_COLLECTIONS = frozenset({"Iterable", "Iterator", "Generator", "Container", "Reversible"})


def _bare(value: Value) -> str | None:
    match value:
        case External(path) if path.startswith("builtins.") and value.name in _CONTAINERS:
            return value.name
        case Generic(External() as origin) if origin.name in _NO_COLLECTIONS:
            return origin.name if construct(origin) is None else None
    return None


def _type_name(value: Value) -> str:
    match value:
        case Class():
            return value.name
        case Known(name):
            return str(name)
    return "?"


def _is_plural(relationship: Relationship) -> bool:
    """Whether its name is the plural of the class it leads to."""
    target = relationship.target_mapper
    return target is not None and plain(relationship.name) in plurals(target.name)
