"""Whether the column a foreign key refers to identifies a row, as databases ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.declarations.primary_keys import may_carry_columns
from mapperlint.model.names.resolution import Resolved
from mapperlint.model.values.constructs import column_word, construct_of
from mapperlint.model.values.values import FALSE, NONE, Known, Made, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.tables.tables import Column, ForeignKey, Table


def keys_to_any_row(
    declarations: Declarations, tables: MetadataTables, keys: Iterable[ForeignKey]
) -> Iterator[tuple[ForeignKey, Column]]:
    """The keys to one column that is surely neither a primary key nor unique."""
    for key in keys:
        if len(key.constraint.keys) != 1:
            continue
        match tables.referred(key):
            case Resolved(target) if _is_not_unique(declarations, target):
                yield key, target


def _is_not_unique(declarations: Declarations, column: Column) -> bool:
    table, made = column.table, column.made
    if table.open_reason or column.open_reason or made is None or made.open:
        return False
    keys = [each for each in table.columns.values() if each.primary_key is not False]
    if column.primary_key is not False or any(each.primary_key is None for each in keys):
        return False
    if not column_word(made) or made.keyword("unique") not in {None, FALSE, NONE}:
        return False
    if not keys or any(_may_be_unique(each, column) for each in _items(declarations, table)):
        return False
    return table.owner is None or not _annotated(declarations, table, column)


def _may_be_unique(item: Value, column: Column) -> bool:
    """Whether a constraint or an index says, or may say, that the column is unique."""
    if isinstance(item, Made) and column_word(item):
        return False
    if not isinstance(item, Made) or item.open:
        return True
    word = construct_of(item)
    if word in {"CheckConstraint", "ForeignKeyConstraint"}:
        return False
    if word == "Index" and item.keyword("unique") in {None, FALSE}:
        return False
    return any(
        not isinstance(each, Known) or each.value in {column.key, column.name}
        for each in item.arguments
    )


def _items(declarations: Declarations, table: Table) -> tuple[Value, ...]:
    if table.owner is not None:
        return declarations.table_arguments(table.owner).items
    made = declarations.call_of(table)
    return () if made is None else made.arguments[2:]


def _annotated(declarations: Declarations, table: Table, column: Column) -> bool:
    """Whether a type like `Annotated[str, mapped_column(unique=True)]` may say it."""
    assert table.owner is not None
    for one in declarations.of(table.owner):
        if one.name == column.key and one.annotation is not None:
            scope = one.owner.body_scope
            return may_carry_columns(declarations.evaluator.evaluate(one.annotation, scope, None))
    return False
