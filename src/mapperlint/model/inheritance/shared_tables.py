"""Single-table inheritance: what a subclass without a table gives to the table it shares.

Its columns go into the table of its parent, where those of its parent and of its siblings are
already. A primary key and arguments for a table have no place there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.mapping.mappers import ColumnAttribute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import Column
    from mapperlint.places import Location


class GivenColumn(Struct, frozen=True):
    """A column that a subclass gives to the table of its parent."""

    mapper: Mapper
    attribute: str
    where: Location
    column: Column


class TakenColumn(Struct, frozen=True):
    """A column given to a table that has one of this name already, by another class."""

    given: GivenColumn
    present: GivenColumn


def shares_table(mapper: Mapper) -> bool:
    """Whether a mapper surely has no table but that of its parent."""
    return (
        mapper.single_table
        and mapper.parent is not None
        and mapper.table is not None
        and mapper.table_reason is None
        and mapper.open_reason is None
    )


def primary_keys(mapper: Mapper) -> Iterator[GivenColumn]:
    """The primary key columns that a subclass without a table declares."""
    if shares_table(mapper):
        yield from (given for given in _given(mapper) if given.column.primary_key is True)


def taken_columns(mapper: Mapper) -> Iterator[TakenColumn]:
    """The columns of a subclass whose names are taken in the table it shares."""
    if not shares_table(mapper) or any(primary_keys(mapper)):
        return
    earlier = [each for each in _earlier(mapper) if each.column.table is mapper.table]
    for given in _given(mapper):
        for present in earlier:
            if present.column.key == given.column.name and present.column is not given.column:
                yield TakenColumn(given, present)
                break
        earlier.append(given)


def _given(mapper: Mapper) -> Iterator[GivenColumn]:
    for name, attribute in mapper.attributes.items():
        if isinstance(attribute, ColumnAttribute) and attribute.columns[0].table is mapper.table:
            where = attribute.where if mapper.cls.own(name) is not None else mapper.cls.location
            yield GivenColumn(mapper, name, where, attribute.columns[0])


def _earlier(mapper: Mapper) -> Iterator[GivenColumn]:
    """The columns of the classes that are mapped before, its parents first."""
    for parent in mapper.lineage[1:]:
        yield from _given(parent)
    for other in mapper.base.descendants:
        is_relative = other in mapper.lineage or mapper in other.lineage
        if not is_relative and other.cls.location < mapper.cls.location and shares_table(other):
            yield from _given(other)
