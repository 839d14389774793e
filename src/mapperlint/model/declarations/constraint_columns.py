"""The columns that constraints and indexes are given: those of the key, and those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.values.constructs import column_word, construct_of
from mapperlint.model.values.values import (
    FALSE,
    TRUE,
    ClassAttribute,
    Expressed,
    Known,
    Made,
    Method,
    TableColumn,
    TableOf,
    Value,
)
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import Column, Table


class TableItems:
    """What stands beside the columns of each table: constraints and indexes."""

    def __init__(self, declarations: Declarations, mappers: Iterable[Mapper]) -> None:
        self._declarations = declarations
        self._calls = {table: made for made, table in declarations.calls()}
        self._mappers = {mapper.cls: mapper for mapper in mappers}

    def of(self, table: Table) -> tuple[Value, ...]:
        """All arguments of its call, or all of `__table_args__`; nothing where not all is read."""
        cls = table.owner
        if table.open_reason or table.extends or table.conditional:
            return ()
        if cls is None:
            made = self._calls.get(table)
            return () if made is None or made.open else made.arguments
        mapper = self._mappers.get(cls)
        if mapper is None or mapper.open_reason or mapper.evident_only:
            return ()
        if cls.open_reason is not None or self._declarations.rewritten(cls):
            return ()
        arguments = self._declarations.table_arguments(cls)
        return () if arguments.open_reason else arguments.items

    # the primary key, said in two ways

    def divided_keys(self, tables: Iterable[Table]) -> Iterator[DividedKey]:
        """The keys that a constraint says in another way than `primary_key=True`."""
        for table in tables:
            items = self.of(table)
            for index, item in enumerate(items):
                if not isinstance(item, Made) or construct_of(item) != "PrimaryKeyConstraint":
                    continue
                named = _named(table, item)
                if not named or any(map(column_word, items[index:])):
                    break  # What follows it may be given another way.
                flagged = [each for each in table.columns.values() if each.primary_key]
                beside = next((each for each in flagged if each not in named), None)
                if beside is not None:
                    yield DividedKey(table, item.where, tuple(named), beside, None)
                else:
                    own = next((each for each in named if _is_flagged(each)), None)
                    other = next((each for each in named if _is_unflagged(each)), None)
                    if own is not None and other is not None:
                        yield DividedKey(table, item.where, tuple(named), own, other)
                break

    # columns of another table

    def strays(self, tables: Iterable[Table]) -> Iterator[Stray]:
        """The indexes and constraints of a table that are given columns of another one."""
        for table in tables:
            for item in self.of(table):
                if isinstance(item, Made) and _is_bound_to_one_table(item):
                    yield from self._stray(table, item)

    def _stray(self, table: Table, item: Made) -> Iterator[Stray]:
        for index, value in enumerate(item.arguments):
            column = self.column(_bare(value))
            if column is not None and column.table is not table:
                yield Stray(table, column, str(construct_of(item)), item.place(str(index)))
                return

    def column(self, value: Value) -> Column | None:
        """The one column that an attribute of a class or of a table stands for."""
        match value:
            case ClassAttribute(owner, name):
                mapper = self._mappers.get(owner)
                found = None if mapper is None else mapper.attribute(name)
                if isinstance(found, ColumnAttribute) and len(found.columns) == 1:
                    return found.columns[0]
            case TableColumn(given, name):
                table = self._table(given)
                return None if table is None else table.columns.get(name)
        return None

    def _table(self, value: Made | TableOf) -> Table | None:
        if isinstance(value, TableOf):
            mapper = self._mappers.get(value.owner)
            return None if mapper is None or mapper.single_table else mapper.table
        return next((table for table, made in self._calls.items() if made == value), None)


class DividedKey(Struct, frozen=True, eq=False):
    """A `PrimaryKeyConstraint` over other columns than those that say `primary_key=True`.

    `flagged` says so, and `unflagged` does not; without an `unflagged` one the constraint leaves
    `flagged` out.
    """

    table: Table
    where: Location
    named: tuple[Column, ...]
    flagged: Column
    unflagged: Column | None


class Stray(Struct, frozen=True, eq=False):
    """A column of another table, in an index or a constraint."""

    table: Table
    column: Column
    construct: str
    where: Location


def _is_bound_to_one_table(item: Made) -> bool:
    """Whether something belongs to the table it stands in: a constraint does by its own columns.

    One over columns of another table alone would silently belong to that.
    """
    word = construct_of(item)
    return word == "Index" or (word == "UniqueConstraint" and any(map(column_word, item.arguments)))


def _named(table: Table, constraint: Made) -> list[Column]:
    """The columns of a key constraint; none where one of them is not read."""
    found = []
    for value in constraint.arguments:
        match value:
            case Known(str(name)):
                column = table.columns.get(name)
            case Made():
                column = next((c for c in table.columns.values() if c.made == value), None)
            case _:
                return []
        if column is None:
            return []
        found.append(column)
    return found


def _is_flagged(column: Column) -> bool:
    return column.made is not None and column.made.keyword("primary_key") == TRUE


def _is_unflagged(column: Column) -> bool:
    """Whether a column surely does not say itself that it is of the key."""
    made = column.made
    if made is None or made.open or construct_of(made) != "Column":
        return False
    return made.keyword("primary_key") in {None, FALSE}


def _bare(value: Value) -> Value:
    """The column inside of `func.lower(...)`, `.desc()` and the like."""
    match value:
        case Expressed(_, (first, *_)):
            return _bare(first)
        case Method(inner, _):
            return _bare(inner)
        case Made(_, (first, *_)) if construct_of(value) not in {"Column", "mapped_column"}:
            return _bare(first)
    return value
