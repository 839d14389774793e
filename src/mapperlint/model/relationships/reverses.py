"""What `back_populates` leads to, for the relationships whose other side is not a relationship."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class NamedReverse:
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
        lacks = _lacks(target, found)
        if lacks is not None:
            place = found.where if found is not None else target.cls.location
            yield NamedReverse(relationship, target, name.value, name.where, lacks, place)


ABSENT = "relationship"
A_METHOD = "mapped attribute"


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
    return reverse.lacks in {ABSENT, A_METHOD}
