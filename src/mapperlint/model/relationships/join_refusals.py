"""Joins that SQLAlchemy refuses although every column of them is known.

SQLAlchemy's `JoinCondition` checks its condition when the columns are marked: there must be a
foreign column, compared with `==` unless the relationship is only read; the foreign columns must
lie on one side; and one column must be local where another is remote.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.names.resolution import Resolved
from mapperlint.model.relationships.arguments import Absent, Given, relationship_argument
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.relationships.conditions import Comparison, Occurrence
    from mapperlint.model.relationships.joins import Join
    from mapperlint.model.tables.tables import Column
    from mapperlint.model.values.values import Made


class Lack(Enum):
    """What SQLAlchemy misses in a condition."""

    FOREIGN = "no column refers to another"
    EQUALITY = "no foreign column is compared with `==`"
    ONE_SIDE = "the foreign columns stand on both sides"
    ANY_SIDE = "the foreign columns stand on neither side"
    REMOTE = "no column is local where another is remote"


class RefusedJoin(Struct, frozen=True):
    """Why a join is refused, and the place of the argument that says it or of the whole call.

    `argument` is what has the condition, `columns` stand in it. `chosen` is true where
    `foreign_keys` or `remote_side` choose among them.
    """

    lack: Lack
    argument: str
    columns: tuple[Column, ...]
    where: Location
    chosen: bool


def refused_join(
    join: Join, made: Made, tables: MetadataTables, *, viewonly: bool | None
) -> RefusedJoin | None:
    """Why SQLAlchemy refuses a join whose columns are marked; None if it does not."""
    conditions = [("primaryjoin", join.primary), ("secondaryjoin", join.second or [])]
    columns = [each.column for _, one in conditions for each in _occurrences(one)]
    if viewonly is None or not all(_certain(column, tables) for column in columns):
        return None
    for argument, comparisons in conditions:
        if argument == "secondaryjoin" and join.second is None:
            continue
        lack = _lack(join, comparisons, viewonly=viewonly)
        if lack is not None:
            return _refused(lack, argument, comparisons, made)
    lack = _lack_of_sides(join)
    return None if lack is None else _refused(lack, "primaryjoin", join.primary, made)


def _refused(lack: Lack, argument: str, comparisons: list[Comparison], made: Made) -> RefusedJoin:
    """The refusal, at `foreign_keys` or `remote_side` if they are to blame, else the condition."""
    chooses = {Lack.FOREIGN: "foreign_keys", Lack.REMOTE: "remote_side"}.get(lack)
    chosen = relationship_argument(made, chooses) if chooses else Absent()
    given = chosen if isinstance(chosen, Given) else relationship_argument(made, argument)
    where = given.where if isinstance(given, Given) else made.where
    columns = dict.fromkeys(each.column for each in _occurrences(comparisons))
    return RefusedJoin(lack, argument, tuple(columns), where, isinstance(chosen, Given))


def _certain(column: Column, tables: MetadataTables) -> bool:
    """Whether all foreign keys of a column are seen, and lead somewhere."""
    if column.open_reason or column.table.keys_open_reason:
        return False
    return all(isinstance(tables.referred(key), Resolved) for key in column.foreign_keys)


def _lack(join: Join, comparisons: list[Comparison], *, viewonly: bool) -> Lack | None:
    """What one condition lacks; a relationship that is only read needs no equality."""
    if not comparisons or any(not list(_occurrences([each])) for each in comparisons):
        return None
    if not any(each.foreign for each in _occurrences(comparisons)):
        return Lack.FOREIGN
    if viewonly or any(_synchronizes(join, comparison) for comparison in comparisons):
        return None
    return Lack.EQUALITY


def _synchronizes(join: Join, comparison: Comparison) -> bool:
    mapped = join.parent | join.target | join.secondary
    return comparison.operator == "==" and any(
        (left.foreign or right.foreign) and {left.column, right.column} <= mapped
        for left in comparison.left.occurrences
        for right in comparison.right.occurrences
    )


def _lack_of_sides(join: Join) -> Lack | None:
    if join.direction is None:
        foreign = {each.column for each in _occurrences(join.primary) if each.foreign}
        return Lack.ONE_SIDE if foreign & (join.target | join.parent) else Lack.ANY_SIDE
    return None if join.pairs else Lack.REMOTE


def _occurrences(comparisons: list[Comparison]) -> Iterator[Occurrence]:
    for comparison in comparisons:
        yield from comparison.left.occurrences
        yield from comparison.right.occurrences
