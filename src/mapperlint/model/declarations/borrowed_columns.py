"""Attributes that are given a column of a table which their class is not mapped to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.values.values import Entries, Known, TableColumn, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.constraint_columns import TableItems
    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import Column, Table
    from mapperlint.places import Location


class Borrowed(Struct, frozen=True, eq=False):
    """An attribute of a class that is given a column of another table."""

    mapper: Mapper
    name: str
    column: Column
    where: Location


def borrowed(
    declarations: Declarations, items: TableItems, mappers: Iterable[Mapper]
) -> Iterator[Borrowed]:
    """The attributes of classes with columns of other tables, where all tables are in sight."""
    for mapper in mappers:
        given = list(_given(declarations, mapper))
        if not given or mapper.table is None or mapper.tables_reason is not None:
            continue
        for name, value, where in given:
            column = items.column(value)
            if column is not None and not any(
                _may_be(column.table, each) for each in mapper.tables
            ):
                yield Borrowed(mapper, name, column, where)


def _given(
    declarations: Declarations, mapper: Mapper
) -> Iterator[tuple[str, TableColumn, Location]]:
    """The attributes that are columns of tables, in the body and among the properties."""
    if not declarations.is_declarative(mapper) or mapper.single_table:
        return
    for one in declarations.of(mapper.cls):
        if isinstance(one.value, TableColumn) and one.always and not one.on_mixin:
            yield one.name, one.value, one.where
    member = mapper.cls.own("__mapper_args__")
    arguments = declarations.mapper_arguments(mapper.cls)
    if member is None or not isinstance(arguments, Entries):
        return
    for name, value in _properties(arguments.get("properties")):
        yield name, value, member.location


def _properties(value: Value | None) -> Iterator[tuple[str, TableColumn]]:
    if isinstance(value, Entries):
        for key, each in value.entries:
            if isinstance(key, Known) and isinstance(each, TableColumn):
                yield str(key.value), each


def _may_be(one: Table, other: Table) -> bool:
    """Whether two tables are one, or may turn out to be: by name, or as a selection of it."""
    if one is other or one.extends or other.extends or one.owner is other.owner is not None:
        return True
    return one.key is None or other.key is None or one.key == other.key
