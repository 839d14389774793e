"""Classes whose own table, beside that of their parent, has no primary key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.declarations.primary_keys import without_primary_key
from mapperlint.model.inheritance.mapper_argument import mapper_argument
from mapperlint.model.inheritance.parent_joins import parent_join
from mapperlint.model.relationships.arguments import Absent
from mapperlint.model.relationships.join_search import JoinFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.tables.tables import Column, Table


class KeylessChild(Struct, frozen=True, eq=False):
    """A mapper and its own table; `links` are the columns that lead to its parent's."""

    mapper: Mapper
    parent: Mapper
    table: Table
    links: tuple[Column, ...]


def keyless_children(
    declarations: Declarations, tables: MetadataTables, mappers: Iterable[Mapper]
) -> Iterator[KeylessChild]:
    """The joined children whose table has no primary key, though their parents have one."""
    for mapper in mappers:
        parent, table = mapper.parent, mapper.table
        if parent is None or table is None or not without_primary_key(declarations, mapper):
            continue
        join = parent_join(mapper, tables)
        if isinstance(join, JoinFound) and _parents_have_keys(declarations, mapper):
            links = tuple(column for _, column in join.pairs if column.table is table)
            yield KeylessChild(mapper, parent, table, links)


def _parents_have_keys(declarations: Declarations, mapper: Mapper) -> bool:
    _, *parents = mapper.lineage
    return all(
        isinstance(mapper_argument(each, "primary_key"), Absent)
        and not without_primary_key(declarations, each)
        for each in parents
    )
