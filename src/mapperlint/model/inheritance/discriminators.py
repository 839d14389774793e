"""The column of `polymorphic_on`, where the mapper does not map it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.inheritance.mapper_argument import mapper_argument
from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.relationships.arguments import Absent, Given
from mapperlint.model.values.constructs import column_word
from mapperlint.model.values.values import ClassAttribute, Made, TableColumn, TableOf, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import Column, Table
    from mapperlint.model.values.classes import Class
    from mapperlint.places import Location


class Unmapped(Struct, frozen=True, eq=False):
    """A discriminator that is no column of the mapper, and why it is none."""

    mapper: Mapper
    where: Location
    wrong: str


def unmapped_discriminator(
    declarations: Declarations, mapper: Mapper, mapper_of: Callable[[Class], Mapper | None]
) -> Unmapped | None:
    """The column given as `polymorphic_on` that the mapper surely does not map."""
    given = mapper_argument(mapper, "polymorphic_on")
    if not isinstance(given, Given) or mapper.hierarchy_open_reason or mapper.tables_reason:
        return None
    if any(table.open_reason for table in mapper.tables):
        return None
    if not isinstance(mapper_argument(mapper, "with_polymorphic"), Absent):
        return None
    value = given.value
    if isinstance(value, Made) and column_word(value):
        return _of_made(mapper, value, given.where)
    found = _column(declarations, value, mapper_of)
    if found is None:
        return None
    if found.table not in mapper.tables:
        return Unmapped(mapper, given.where, f"is a column of `{found.table.label}`")
    return None if _is_mapped(mapper, found) else Unmapped(mapper, given.where, _EXCLUDED)


_EXCLUDED = "is left out by `exclude_properties` or `include_properties`"


def _of_made(mapper: Mapper, made: Made, where: Location) -> Unmapped | None:
    columns = [each for table in mapper.tables for each in table.columns.values()]
    own = [column for column in columns if column.made == made]
    if not own:
        return Unmapped(mapper, where, "is a column of no table")
    return None if _is_mapped(mapper, own[0]) else Unmapped(mapper, where, _EXCLUDED)


def _column(
    declarations: Declarations, value: Value, mapper_of: Callable[[Class], Mapper | None]
) -> Column | None:
    match value:
        case ClassAttribute(owner, name):
            other = mapper_of(owner)
            return None if other is None else other.column(name)
        case TableColumn(table, name):
            found = _table(declarations, table, mapper_of)
            return None if found is None or found.open_reason else found.columns.get(name)
    return None


def _table(
    declarations: Declarations,
    value: Made | TableOf,
    mapper_of: Callable[[Class], Mapper | None],
) -> Table | None:
    if isinstance(value, TableOf):
        other = mapper_of(value.owner)
        return None if other is None else other.table
    return next((table for made, table in declarations.calls() if made == value), None)


def _is_mapped(mapper: Mapper, column: Column) -> bool:
    """Whether an attribute maps the column, or its name is left open."""
    for attribute in mapper.all_attributes.values():
        if isinstance(attribute, ColumnAttribute):
            if column in attribute.columns:
                return True
        elif attribute.name == column.key:
            return True
    return False
