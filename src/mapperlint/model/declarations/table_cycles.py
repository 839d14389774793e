"""Tables that refer to each other in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.names.resolution import Resolved
from mapperlint.model.tables.columns import column_arguments
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import FALSE, Made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.tables.tables import ForeignKey, Table


class TableCycle(Struct, frozen=True, eq=False):
    """Tables in a circle, each with the key to the next: that of the first, and the others."""

    tables: tuple[Table, ...]
    key: ForeignKey
    others: tuple[ForeignKey, ...]


def table_cycles(tables: MetadataTables, keys: Iterable[ForeignKey]) -> Iterator[TableCycle]:
    """The shortest circle of each set of tables that can all be reached from each other."""
    leads: dict[Table, dict[Table, ForeignKey]] = {}
    for key in keys:
        match tables.referred(key):
            case Resolved(column) if column.table is not key.column.table and not _altered(key):
                leads.setdefault(key.column.table, {}).setdefault(column.table, key)
    seen: set[Table] = set()
    for table in leads:
        if table not in seen:
            circle = _circle(leads, table)
            if circle and seen.isdisjoint(circle):
                steps = [
                    leads[one][other]
                    for one, other in zip(circle, (*circle[1:], circle[0]), strict=True)
                ]
                yield TableCycle(tuple(circle), steps[0], tuple(steps[1:]))
            seen.update(circle)


def _circle(leads: dict[Table, dict[Table, ForeignKey]], start: Table) -> list[Table]:
    """The shortest way from a table back to itself; nothing if there is none."""
    ways: dict[Table, list[Table]] = {start: [start]}
    waiting = [start]
    while waiting:
        table = waiting.pop(0)
        for other in leads.get(table, {}):
            if other is start:
                return ways[table]
            if other not in ways:
                ways[other] = [*ways[table], other]
                waiting.append(other)
    return []


def _altered(key: ForeignKey) -> bool:
    """Whether a key is, or may be, made after both of its tables are there."""
    made = key.column.made
    own = [
        each
        for each in (column_arguments(made) if made is not None else ())
        if isinstance(each, Made) and construct_of(each) == "ForeignKey"
    ]
    found = next((each for each in own if each.place("0") == key.where), None)
    if found is None:
        return len(key.constraint.keys) > 1 or not _is_plain(key)
    return found.open or found.keyword("use_alter") not in {None, FALSE}


def _is_plain(key: ForeignKey) -> bool:
    """Whether a key has no options that are out of sight: it is one of SQLModel's `foreign_key`."""
    made = key.column.made
    return made is not None and made.keyword("foreign_key") is not None
