"""The search for a join between two selectables by their foreign keys.

SQLAlchemy's `Join._join_condition`: the constraints of either side that refer to the other are
collected, first against the parent's own table, then against all tables of its hierarchy. One
constraint is the join; none and several are errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from mapperlint.model.mapping.later_columns import NO_COLUMNS, LaterColumns
from mapperlint.model.names.resolution import Missing, Resolved, Unknowable
from mapperlint.model.tables.tables import Column, Constraint, ForeignKey, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapperlint.model.names.metadata_tables import MetadataTables


class JoinFound(Struct, frozen=True):
    """The pairs (referred column, foreign key column) of the one constraint that joins."""

    pairs: tuple[tuple[Column, Column], ...]


class NoJoin(Struct, frozen=True):
    """No foreign key links the two. `dangling` are keys of theirs that lead to no table at all."""

    left: tuple[Table, ...]
    right: tuple[Table, ...]
    dangling: tuple[ForeignKey, ...] = ()


class AmbiguousJoin(Struct, frozen=True):
    """More than one constraint links the two."""

    constraints: tuple[Constraint, ...]


class BrokenKey(Struct, frozen=True):
    """A foreign key between the two refers to a column that does not exist."""

    key: ForeignKey


class UnknownJoin(Struct, frozen=True):
    """Only the running program knows."""

    reason: str


JoinSearch: TypeAlias = JoinFound | NoJoin | AmbiguousJoin | BrokenKey | UnknownJoin

_Found = dict[Constraint, list[tuple[Column, Column]]]


def find_join(
    tables: MetadataTables,
    a: list[Table],
    b: list[Table],
    a_subset: Table | None,
    foreign_keys: frozenset[Column] | None,
    later: tuple[LaterColumns, LaterColumns] = (NO_COLUMNS, NO_COLUMNS),
) -> JoinSearch:
    """The join from `a` to `b`, where `foreign_keys` may narrow the keys that count.

    `later` are columns that are in the tables of `a` and of `b`, but not in what is joined.
    """
    search = _Search(tables, foreign_keys)
    found: _Found = {}
    own = [a_subset] if a_subset is not None else []
    for left, left_later in ((own, NO_COLUMNS), (a, later[0])):
        if not left:
            continue
        found = {}
        broken = search.towards(b, left, found, later[1])
        if broken is None and set(left) != set(b):
            broken = search.towards(left, b, found, left_later)
        if broken is not None:
            return BrokenKey(broken)
        if found:
            break
    return search.verdict(found, a, b)


class _Search:
    def __init__(self, tables: MetadataTables, foreign_keys: frozenset[Column] | None) -> None:
        self._tables = tables
        self._foreign_keys = foreign_keys
        self._unknown: str | None = None
        self._doubtful = False
        self._dangling: list[ForeignKey] = []

    def towards(
        self,
        referring: Iterable[Table],
        referred: list[Table],
        found: _Found,
        later: LaterColumns,
    ) -> ForeignKey | None:
        """Collect the keys of `referring` that lead into `referred`; a broken one is the answer."""
        for table in referring:
            if table.keys_open_reason:
                self._unknown = self._unknown or table.keys_open_reason
            for key in table.foreign_keys:
                if self._foreign_keys is not None and key.column not in self._foreign_keys:
                    continue
                if key.column in later.surely:
                    continue
                match self._tables.referred(key):
                    case Resolved(column) if column.table in referred:
                        found.setdefault(key.constraint, []).append((column, key.column))
                        self._doubtful = self._doubtful or key.column in later.perhaps
                    case Missing(within=within) if within in referred:
                        return key
                    case Missing(within=None):
                        self._dangling.append(key)
                    case Unknowable(reason) if _may_lead_into(key, referred):
                        self._unknown = self._unknown or reason
        return None

    def verdict(self, found: _Found, a: list[Table], b: list[Table]) -> JoinSearch:
        if self._doubtful:
            return UnknownJoin("which of its classes is mapped first is not known")
        constraints = list(found)
        if len(constraints) > 1:
            constraints = self._narrowed(found, constraints)
        if len(constraints) == 1:
            return JoinFound(tuple(found[constraints[0]]))
        if found:
            return AmbiguousJoin(tuple(found))
        if self._unknown is not None:
            return UnknownJoin(self._unknown)
        return NoJoin(tuple(a), tuple(b), tuple(dict.fromkeys(self._dangling)))

    def _narrowed(self, found: _Found, constraints: list[Constraint]) -> list[Constraint]:
        if self._foreign_keys is not None:
            constraints = [
                constraint
                for constraint in constraints
                if {key.column for key in constraint.keys} == self._foreign_keys
            ]
        if len(constraints) > 1:
            pairs = {tuple(found[constraint]) for constraint in constraints}
            if len(pairs) == 1:
                return constraints[:1]
        return constraints


def _may_lead_into(key: ForeignKey, tables: list[Table]) -> bool:
    """Whether a key that is not followed could lead to one of some tables, going by its name."""
    if key.text is None:
        return True
    parts = key.text.split(".")
    name = parts[-2] if len(parts) > 1 else parts[0]
    return any(table.name is None or table.name == name for table in tables)
