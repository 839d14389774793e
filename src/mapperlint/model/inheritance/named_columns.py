"""Columns that the arguments of a mapper give by name: `"polymorphic_on": "kind"`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.inheritance.mapper_argument import mapper_argument, texts
from mapperlint.model.mapping.mappers import ColumnAttribute, OtherAttribute, PlainAttribute
from mapperlint.model.relationships.arguments import Given
from mapperlint.model.relationships.relationships import Relationship

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.mapping.mappers import Attribute, Mapper
    from mapperlint.places import Location

_ARGUMENTS = ("polymorphic_on", "primary_key")


class NotAColumn(Struct, frozen=True):
    """A name in the arguments of a mapper that stands for no column.

    `found` says in words what it stands for; None if for nothing.
    """

    mapper: Mapper
    argument: str
    name: str
    where: Location
    found: str | None

    @property
    def candidates(self) -> list[str]:
        """The names of the columns there are."""
        attributes = self.mapper.all_attributes.items()
        return [name for name, each in attributes if isinstance(each, ColumnAttribute)]


def not_columns(mapper: Mapper) -> Iterator[NotAColumn]:
    """The names in the arguments of a mapper that surely stand for no column."""
    for argument in _ARGUMENTS:
        given = mapper_argument(mapper, argument)
        if not isinstance(given, Given):
            continue
        for name in texts(given):
            attribute = mapper.attribute(name)
            found = _found(attribute)
            absent = attribute is None and mapper.hierarchy_open_reason is None
            if found is not None or absent:
                yield NotAColumn(mapper, argument, name, given.where, found)


def _found(attribute: Attribute | None) -> str | None:
    match attribute:
        case Relationship():
            return "a relationship"
        case PlainAttribute() | OtherAttribute(_, "descriptor"):
            return "an attribute that is not mapped"
        case OtherAttribute(_, "composite" | "synonym" as kind):
            return f"a {kind}"
    return None
