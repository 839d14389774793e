"""Backrefs whose name is not free: SQLAlchemy refuses them, or they replace what stands there.

A backref is an attribute that another class gets. SQLAlchemy looks for its name in the whole
hierarchy of that class, among all that is mapped there, other backrefs included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Constant, Expression
from mapperlint.facts.shapes import Assign, FunctionFacts, When
from mapperlint.model.mapping.mappers import (
    Attribute,
    ColumnAttribute,
    Mapper,
    OtherAttribute,
    PlainAttribute,
)
from mapperlint.model.relationships.arguments import Absent, Given
from mapperlint.model.relationships.join_search import JoinFound, UnknownJoin
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNMAPPED = frozenset({"descriptor", "concrete"})


class NamedBackref(Struct, frozen=True):
    """A relationship, the class that gets its backref, and the name it gets there."""

    relationship: Relationship
    target: Mapper
    name: str
    where: Location


class TakenName(Struct, frozen=True):
    """A backref whose name is mapped already, as `attribute` of `holder`."""

    backref: NamedBackref
    holder: Mapper
    attribute: Attribute

    @property
    def makers(self) -> tuple[Mapper, ...]:
        """The classes whose statements must meet for the two to collide."""
        made_by = _maker(self.attribute)
        other = self.holder if made_by is None else made_by.owner
        return self.backref.relationship.owner, other


class ReplacedAttribute(Struct, frozen=True):
    """A backref that takes the place of a method, a property or a constant of the class."""

    backref: NamedBackref
    place: Location


def taken_names(relationships: Iterable[Relationship]) -> Iterator[TakenName]:
    """The backrefs that SQLAlchemy refuses; of two of one name it is the later one."""
    known: dict[Relationship, int] = {}
    said: set[tuple[Relationship, Relationship]] = set()
    for backref in _named_backrefs(relationships):
        relationship = backref.relationship
        known[relationship] = len(known)
        taken = _taken(backref, known)
        if taken is None:
            continue
        other = taken.attribute
        if isinstance(other, Relationship):
            if (other, relationship) in said:
                continue
            said.add((relationship, other))
        yield taken


def replaced_attributes(relationships: Iterable[Relationship]) -> Iterator[ReplacedAttribute]:
    """The backrefs that replace something that is not mapped, in the class itself."""
    for backref in _named_backrefs(relationships):
        member = backref.target.cls.own(backref.name)
        if member is None or _mapped(backref.target.attributes.get(backref.name), backref):
            continue
        match member.statement:
            case FunctionFacts(when=When.ALWAYS):
                yield ReplacedAttribute(backref, member.location)
            case Assign(value=value, when=When.ALWAYS) if _is_something(value):
                yield ReplacedAttribute(backref, member.location)


def _is_something(value: Expression | None) -> bool:
    """Whether a statement gives a value other than None, which SQLAlchemy replaces unasked."""
    return value is not None and not (isinstance(value, Constant) and value.value is None)


def _mapped(attribute: Attribute | None, backref: NamedBackref) -> bool:
    """Whether a name of a class is, or may be, mapped by something else than the backref."""
    if attribute is None or isinstance(attribute, PlainAttribute):
        return False
    if isinstance(attribute, Relationship):
        return attribute.generated_by is not backref.relationship
    return not (isinstance(attribute, OtherAttribute) and attribute.kind == "descriptor")


def _named_backrefs(relationships: Iterable[Relationship]) -> Iterator[NamedBackref]:
    for relationship in relationships:
        name, target = relationship.backref, relationship.target_mapper
        if not isinstance(name, Given) or target is None or not certain(relationship.owner):
            continue
        if isinstance(relationship.back_populates, Absent) and not _fails(relationship):
            yield NamedBackref(relationship, target, name.value, name.where)


def _fails(relationship: Relationship) -> bool:
    """Whether SQLAlchemy refuses its join, and never comes to the backref."""
    if relationship.broken or relationship.refused is not None:
        return True
    return any(not isinstance(each, JoinFound | UnknownJoin) for each in relationship.search)


def _taken(backref: NamedBackref, known: dict[Relationship, int]) -> TakenName | None:
    if backref.target.concrete:
        return None
    for mapper in (*backref.target.lineage, *backref.target.descendants):
        found = mapper.attributes.get(backref.name)
        if found is None or mapper.concrete or not certain(mapper):
            continue
        if _blocks(found, backref.relationship, known):
            return TakenName(backref, mapper, found)
    return None


def _blocks(found: Attribute, relationship: Relationship, known: dict[Relationship, int]) -> bool:
    """Whether an attribute is a property of its mapper before the backref is made."""
    match found:
        case Relationship(generated_by=Relationship() as maker):
            return maker is not relationship and maker in known and certain(maker.owner)
        case Relationship() | ColumnAttribute():
            return True
        case OtherAttribute(kind=kind):
            return kind not in _UNMAPPED
    return False


def _maker(attribute: Attribute) -> Relationship | None:
    return attribute.generated_by if isinstance(attribute, Relationship) else None


def certain(mapper: Mapper) -> bool:
    """Whether the class is defined whenever its module is imported."""
    return mapper.cls.facts.when is When.ALWAYS and not mapper.cls.in_function
