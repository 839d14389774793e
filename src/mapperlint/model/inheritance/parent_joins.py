"""How the table of a subclass is joined to that of its parent.

Joined inheritance: a foreign key leads from one of the two tables to the other, and only one does,
unless `inherit_condition` says how to join them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.inheritance.mapper_argument import mapper_argument
from mapperlint.model.names.resolution import Resolved
from mapperlint.model.relationships.arguments import Absent
from mapperlint.model.relationships.join_search import JoinSearch, find_join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.tables.tables import ForeignKey, Table


def is_joined(mapper: Mapper) -> bool:
    """Whether a mapper surely has a table of its own beside that of its parent."""
    parent = mapper.parent
    return (
        parent is not None
        and not mapper.single_table
        and not mapper.concrete
        and mapper.table is not None
        and parent.table is not None
        and mapper.table is not parent.table
        and mapper.table_reason is None
        and parent.table_reason is None
    )


def parent_join(mapper: Mapper, tables: MetadataTables) -> JoinSearch | None:
    """The search for the join to the parent's table; None where there is no search."""
    parent = mapper.parent
    if not is_joined(mapper) or not isinstance(mapper_argument(mapper, "concrete"), Absent):
        return None
    if not isinstance(mapper_argument(mapper, "inherit_condition"), Absent):
        return None
    assert parent is not None
    assert parent.table is not None
    assert mapper.table is not None
    later = tables.later(mapper)
    return find_join(tables, [parent.table], [mapper.table], None, None, (later, later))


def keys_to_later_tables(
    mapper: Mapper, tables: MetadataTables
) -> Iterator[tuple[ForeignKey, Table]]:
    """The keys that SQLAlchemy follows to join a subclass, before their table is there.

    It looks for the primary key of the join, and follows each key of a column that is part of it.
    """
    if not is_joined(mapper):
        return
    for table in mapper.tables:
        for key in table.foreign_keys:
            match tables.referred(key):
                case Resolved(target) if key.column.primary_key:
                    there = target.table
                    if there not in mapper.tables and tables.is_made_after(there, mapper):
                        yield key, there
