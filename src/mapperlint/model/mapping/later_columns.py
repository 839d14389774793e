"""Columns that come into the table of a parent after another of its children was joined to it.

What a joined mapper selects from is a join, and SQLAlchemy takes down the columns of both tables
when the class statement runs. A child without a table of its own that is mapped afterwards gives
its columns to the table, but no longer to that join.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.mapping.mappers import ColumnAttribute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.modules.load_order import LoadOrder
    from mapperlint.model.tables.tables import Column


class LaterColumns(Struct, frozen=True):
    """The columns of a joined mapper's tables that it surely, and that it perhaps, has not."""

    surely: frozenset[Column] = frozenset()
    perhaps: frozenset[Column] = frozenset()


NO_COLUMNS = LaterColumns()


def later_columns(mapper: Mapper, order: LoadOrder) -> LaterColumns:
    """The columns that other classes give to the tables of a mapper, after it was mapped."""
    if len(mapper.tables) < 2:
        return NO_COLUMNS
    surely: list[Column] = []
    perhaps: list[Column] = []
    for other in mapper.base.descendants:
        if other.single_table and other not in mapper.lineage:
            after = _mapped_after(other, mapper, order)
            if after is not False:
                (surely if after else perhaps).extend(_own_columns(other))
    return LaterColumns(frozenset(surely), frozenset(perhaps))


def _mapped_after(one: Mapper, other: Mapper, order: LoadOrder) -> bool | None:
    if other in one.lineage:
        return True
    first, second = other.cls.location, one.cls.location
    if first.path == second.path:
        return first < second
    return order.runs_before(other.module, one.module)


def _own_columns(mapper: Mapper) -> Iterator[Column]:
    """The columns of a class that its parent does not have."""
    for name, attribute in mapper.attributes.items():
        if not isinstance(attribute, ColumnAttribute):
            continue
        inherited = mapper.parent.attribute(name) if mapper.parent is not None else None
        there = inherited.columns if isinstance(inherited, ColumnAttribute) else []
        yield from (column for column in attribute.columns if column not in there)
