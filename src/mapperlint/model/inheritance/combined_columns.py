"""Columns that a subclass has in common with its parent, in name only.

A joined subclass with a column that its parent has as well maps both by one attribute. That is
meant for the key that joins the two; for any other it hides one of the columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import Assign
from mapperlint.model.inheritance.mapper_argument import mapper_argument
from mapperlint.model.inheritance.parent_joins import is_joined, parent_join
from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.relationships.arguments import Absent
from mapperlint.model.relationships.join_search import JoinFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.tables.tables import Column
    from mapperlint.places import Location


class CombinedColumns(Struct, frozen=True):
    """An attribute of a subclass that maps `own`, and the `inherited` column as well."""

    mapper: Mapper
    attribute: str
    where: Location
    own: Column
    inherited: Column


def combined_columns(mapper: Mapper, tables: MetadataTables) -> Iterator[CombinedColumns]:
    """The columns of a joined subclass that hide columns of its parent."""
    join = parent_join(mapper, tables)
    parent = mapper.parent
    if parent is None or not isinstance(join, JoinFound) or _has_versions(mapper):
        return
    for name, attribute in mapper.attributes.items():
        if not isinstance(attribute, ColumnAttribute):
            continue
        own, inherited = attribute.columns[0], parent.attribute(name)
        if own.table is not mapper.table or not isinstance(inherited, ColumnAttribute):
            continue
        first = inherited.columns[0]
        if (first, own) not in join.pairs and _by_name_only(mapper, name, own):
            yield CombinedColumns(mapper, name, _place(mapper, attribute), own, first)


def columns_of_siblings(mapper: Mapper, tables: MetadataTables) -> Iterator[CombinedColumns]:
    """The columns of a joined subclass that a sibling has put into its parent's table before."""
    parent = mapper.parent
    if parent is None or not is_joined(mapper) or _has_versions(mapper):
        return
    later = tables.later(mapper)
    mapped = {
        column
        for attribute in parent.all_attributes.values()
        if isinstance(attribute, ColumnAttribute)
        for column in attribute.columns
    }
    for name, attribute in mapper.attributes.items():
        if not isinstance(attribute, ColumnAttribute) or parent.attribute(name) is not None:
            continue
        own = attribute.columns[0]
        if own.table is not mapper.table or not _by_name_only(mapper, name, own):
            continue
        for table in parent.tables:
            there = table.columns.get(name)
            if there is not None and there not in mapped | later.surely | later.perhaps:
                yield CombinedColumns(mapper, name, _place(mapper, attribute), own, there)


def _place(mapper: Mapper, attribute: ColumnAttribute) -> Location:
    """Where a class says its attribute; the class itself where a mixin says it."""
    written = mapper.cls.own(attribute.name) or mapper.cls.annotations.get(attribute.name)
    return attribute.where if written is not None else mapper.cls.location


def _by_name_only(mapper: Mapper, name: str, column: Column) -> bool:
    """Whether the column stands there plainly, not in a `column_property(...)`."""
    if column.key != name or column.name != name:
        return False
    member = mapper.cls.own(name)
    if member is None or column.made is None:
        return True
    statement = member.statement
    if not isinstance(statement, Assign) or statement.value is None:
        return isinstance(statement, Assign)
    return statement.value.span == column.made.where.span


def _has_versions(mapper: Mapper) -> bool:
    """Whether a version counter may be among the columns; it is combined without a word."""
    return any(
        not isinstance(mapper_argument(each, "version_id_col"), Absent) for each in mapper.lineage
    )
