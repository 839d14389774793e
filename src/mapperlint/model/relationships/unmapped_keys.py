"""Relationships whose key the class leaves out of its mapping, so that nothing can write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.values.values import Entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.tables.tables import Column

_SELECTING = ("include_properties", "exclude_properties")


class UnmappedKey(Struct, frozen=True, eq=False):
    """A relationship that writes a column which the mapper does not map."""

    relationship: Relationship
    column: Column
    mapper: Mapper


def unmapped_keys(relationships: Iterable[Relationship]) -> Iterator[UnmappedKey]:
    """The relationships that have to write a column left out of the mapping."""
    for relationship in relationships:
        join, target = relationship.join, relationship.target_mapper
        if join is None or target is None or relationship.viewonly is not False:
            continue
        for _, column in join.synchronized:
            for mapper in (relationship.owner, target):
                if column in _left_out(mapper):
                    yield UnmappedKey(relationship, column, mapper)
                    break
            else:
                continue
            break


def _left_out(mapper: Mapper) -> frozenset[Column]:
    """The columns of a mapper's table that it surely does not map, for it says so."""
    arguments = mapper.arguments
    if arguments is None or not isinstance(arguments.given, Entries) or mapper.parent is not None:
        return frozenset()
    if all(arguments.given.get(name) is None for name in _SELECTING) or mapper.table is None:
        return frozenset()
    if mapper.open_reason or mapper.table.open_reason or mapper.children:
        return frozenset()
    attributes = mapper.attributes.values()
    mapped = {
        column
        for each in attributes
        if isinstance(each, ColumnAttribute)
        for column in each.columns
    }
    named = {each.name for each in attributes}
    columns = mapper.table.columns.values()
    return frozenset(each for each in columns if each not in mapped and each.key not in named)
