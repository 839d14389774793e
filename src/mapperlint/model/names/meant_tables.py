"""What a foreign key to no table probably means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mapperlint.diagnostics import Note
from mapperlint.model.near import near

if TYPE_CHECKING:
    from mapperlint.model.names.class_registry import ClassRegistry
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.tables.tables import ForeignKey


class MeantTable(NamedTuple):
    """`target` is the `table.column` that was probably meant, None if there is none.

    `why` says in words what was mistaken for it; `notes` show where that is.
    """

    target: str | None
    why: str = ""
    notes: tuple[Note, ...] = ()


def meant_table(
    key: ForeignKey, name: str, registry: ClassRegistry, tables: MetadataTables
) -> MeantTable:
    """What a key to the unknown table `name` means.

    The table of a class of that name, the same table in a schema, a table of another MetaData, or
    one that is spelled nearly so.
    """
    table = key.column.table
    column = (key.text or "").rpartition(".")[2]
    bare = name.rpartition(".")[2]
    for mapper in registry.all_named(bare):
        if mapper.table is not None and mapper.table.key:
            return MeantTable(
                f"{mapper.table.key}.{column}",
                f"; `{bare}` is a class, its table is `{mapper.table.key}`",
                (Note(mapper.cls.location, f"`{bare}` is defined here"),),
            )
    keys = tables.keys(table.metadata, table.module)
    same = [each for each in keys if each.rpartition(".")[2] == bare]
    if len(same) == 1:
        return MeantTable(f"{same[0]}.{column}", f"; there is a `{same[0]}`")
    for other in tables.elsewhere(name, table.module):
        belongs = Note(other.where, f"this `{name}` belongs to another MetaData")
        return MeantTable(None, " in its MetaData", (belongs,))
    similar = near(name, keys)
    return MeantTable(f"{similar}.{column}" if similar else None)
