"""What `back_populates` leads to, for the relationships whose other side is not a relationship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.mapping.mappers import (
    Attribute,
    ColumnAttribute,
    Mapper,
    OtherAttribute,
    PlainAttribute,
)
from mapperlint.model.relationships.arguments import Given
from mapperlint.model.relationships.join_search import JoinFound, UnknownJoin
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import ClassAttribute, Closure, Function, Known
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.versions.sqlalchemy_version import SqlalchemyVersion


class NamedReverse(Struct, frozen=True):
    """A relationship, the class it leads to, and the name it gives to its other side there.

    `lacks` says in words what is missing or what stands there instead, `place` where to look.
    `candidates` are the relationships of the target that lead back.
    """

    relationship: Relationship
    target: Mapper
    name: str
    where: Location
    lacks: str
    place: Location

    @property
    def candidates(self) -> tuple[str, ...]:
        """The names of the target's relationships that lead back to the owner."""
        return tuple(
            name
            for name, attribute in self.target.all_attributes.items()
            if isinstance(attribute, Relationship)
            and attribute.target_mapper is not None
            and attribute.target_mapper.base is self.relationship.owner.base
        )


def named_reverses(relationships: Iterable[Relationship]) -> Iterator[NamedReverse]:
    """All relationships whose other side is certainly absent or no relationship."""
    for relationship in relationships:
        name, target = relationship.back_populates, relationship.target_mapper
        if not isinstance(name, Given) or target is None:
            continue
        if any(not isinstance(each, JoinFound | UnknownJoin) for each in relationship.search):
            continue
        found = target.attribute(name.value)
        lacks = LATER if _comes_later(found, relationship) else _lacks(target, found)
        if lacks is not None:
            place = found.where if found is not None else target.cls.location
            yield NamedReverse(relationship, target, name.value, name.where, lacks, place)


ABSENT = "relationship"
A_METHOD = "mapped attribute"
LATER = "relationship yet"


def _comes_later(found: Attribute | None, relationship: Relationship) -> bool:
    """Whether the other side is the backref of one that is configured after this one.

    Classes are configured in the order of their statements, each with its relationships in order.
    """
    match found:
        case Relationship(generated_by=Relationship() as maker):
            one, other = relationship.where, maker.where
            both = (relationship.owner.cls, maker.owner.cls)
            if not all(cls.module.path == one.path == other.path for cls in both):
                return False
            if any(relationship.name in cls.attached or maker.name in cls.attached for cls in both):
                return False
            places = [
                (cls.location.span.line, each.where.span.line, each.where.span.column)
                for cls, each in zip(both, (relationship, maker), strict=True)
            ]
            return maker is not relationship and places[0] < places[1]
    return False


def _lacks(target: Mapper, found: Attribute | None) -> str | None:
    match found:
        case None:
            return None if target.hierarchy_open_reason else ABSENT
        case PlainAttribute():
            return A_METHOD
        case OtherAttribute(_, "descriptor"):
            return A_METHOD
        case ColumnAttribute():
            return "a column"
        case OtherAttribute(_, kind):
            return f"a {kind}"
    return None


def absent(reverse: NamedReverse) -> bool:
    """Whether the mapper has no property of the name at all."""
    return reverse.lacks in {ABSENT, A_METHOD, LATER}


def unusable_reverse(relationship: Relationship, version: SqlalchemyVersion) -> Given[str] | None:
    """A `back_populates` that is no name, with what it is in words.

    From 2.1 on a relationship of the other class, or a function that returns it, is one too.
    """
    if relationship.read is None:
        return None
    match relationship.keyword("back_populates"):
        case Given(Known(str()), _):
            return None
        case Given(Known(value), where) if value:
            return Given(f"`{value!r}`", where)
        case Given(ClassAttribute(owner, name), where) if version.before("2.1"):
            return Given(f"the attribute `{owner.name}.{name}`", where)
        case Given(Closure() | Function(), where) if version.before("2.1"):
            return Given("a function", where)
        case Given(Class() as cls, where):
            return Given(f"the class `{cls.name}`", where)
    return None
