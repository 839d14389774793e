"""How the table of a subclass is joined to that of its parent.

Joined inheritance: a foreign key leads from one of the two tables to the other, and only one does,
unless `inherit_condition` says how to join them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.inheritance.mapper_argument import mapper_argument
from mapperlint.model.relationships.arguments import Absent
from mapperlint.model.relationships.join_search import JoinSearch, find_join

if TYPE_CHECKING:
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.names.metadata_tables import MetadataTables


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
    return find_join(tables, [parent.table], [mapper.table], None, None)
