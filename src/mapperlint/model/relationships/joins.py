"""The join of a relationship: which columns are foreign and remote, its pairs, its direction.

SQLAlchemy's `JoinCondition`, step by step: foreign marks, remote marks, local marks, local/remote
pairs, direction. A `Join` is only made when every column of the condition is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from mapperlint.model.names.resolution import Missing, Resolved, Unknowable
from mapperlint.model.relationships.conditions import Comparison, Occurrence, Side
from mapperlint.model.tables.tables import Column, Table
from mapperlint.model.values.vocabulary import Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mapperlint.model.names.metadata_tables import MetadataTables


class UndeterminedDirection(Exception):
    """The foreign columns lie on both sides, or on neither."""


class UnknownReference(Exception):
    """Whether one column refers to another is not known."""


class BrokenReference(UnknownReference):
    """A foreign key of a column leads nowhere, and SQLAlchemy fails when it follows it."""


class Join(Struct, eq=False):
    """A join condition with all its marks.

    `parent`, `target` are the columns of the two persist selectables, `secondary` those of the
    secondary table. `primary` and `second` are the conditions.
    """

    parent: frozenset[Column]
    target: frozenset[Column]
    parent_local: frozenset[Column]
    target_local: frozenset[Column]
    secondary: frozenset[Column]
    primary: list[Comparison]
    second: list[Comparison] | None
    foreign_keys: frozenset[Column] | None
    remote_side: frozenset[Column] | None
    pairs: list[tuple[Column, Column]] = field(default_factory=list)
    synchronized: list[tuple[Column, Column]] = field(default_factory=list)
    direction: Direction | None = None
    written_foreign: bool = False
    written_remote: bool = False

    def determine(self, tables: MetadataTables) -> None:
        """Mark the columns, collect the pairs, find the direction.

        Raises UndeterminedDirection and UnknownReference.
        """
        self.written_foreign = any(each.foreign for each in self._occurrences(self.primary))
        self.written_remote = any(each.remote for each in self._occurrences(self.primary))
        self._mark_foreign(tables)
        self._mark_remote()
        self._mark_local()
        self._collect_pairs()
        self.direction = self._find_direction()

    def reversed_for_backref(self) -> tuple[list[Comparison], list[Comparison] | None]:
        """The conditions SQLAlchemy hands to the relationship a backref makes.

        Marks that were written into the condition are kept, `remote()` turned round; marks that
        were only derived are dropped and derived anew for the other side.
        """
        if self.second is not None:
            return _copied(self.second, _same), _copied(self.primary, _same)
        if self.written_remote:
            return _copied(self.primary, _turned), None
        return _copied(self.primary, _foreign_only if self.written_foreign else _bare), None

    def _occurrences(self, comparisons: list[Comparison] | None) -> Iterator[Occurrence]:
        for comparison in comparisons or []:
            yield from comparison.left.occurrences
            yield from comparison.right.occurrences

    # foreign

    def _mark_foreign(self, tables: MetadataTables) -> None:
        if self.written_foreign:
            return
        for comparisons in (self.primary, self.second):
            if self.foreign_keys is not None:
                for each in self._occurrences(comparisons):
                    each.foreign = each.column in self.foreign_keys
            else:
                for comparison in comparisons or []:
                    self._mark_referring(comparison, tables)

    def _mark_referring(self, comparison: Comparison, tables: MetadataTables) -> None:
        left, right = _simple(comparison)
        if left is None or right is None or left.foreign or right.foreign:
            return
        if references(tables, left.column, right.column):
            left.foreign = True
        elif references(tables, right.column, left.column):
            right.foreign = True
        elif (left.column in self.secondary) != (right.column in self.secondary):
            (left if left.column in self.secondary else right).foreign = True

    # remote

    def _mark_remote(self) -> None:
        if self.written_remote:
            return
        if self.second is not None:
            for comparisons in (self.primary, self.second):
                for each in self._occurrences(comparisons):
                    each.remote = each.column in self.secondary
        elif self.remote_side is not None:
            self._mark_remote_side(self.remote_side)
        elif self.self_comparing:
            self._mark_selfref()
        elif self.parent & self.target:
            self._mark_overlap()
        else:
            for each in self._occurrences(self.primary):
                each.remote = each.column in self.target and (
                    each.column not in self.parent_local or each.column in self.target_local
                )

    def _mark_remote_side(self, remote_side: frozenset[Column]) -> None:
        if self.self_comparing:
            for comparison in self.primary:
                left, right = _simple(comparison)
                if left is None or right is None:
                    continue
                left.remote = left.column in remote_side
                right.remote = right.column in remote_side and left.column is not right.column
        else:
            for each in self._occurrences(self.primary):
                each.remote = each.column in remote_side

    @property
    def self_comparing(self) -> bool:
        """Whether a comparison has both its columns in both sides' tables."""
        both = _tables(self.parent) & _tables(self.target)
        return any(
            left is not None
            and right is not None
            and left.column.table in both
            and right.column.table in both
            for left, right in map(_simple, self.primary)
        )

    def _mark_selfref(self) -> None:
        for comparison in self.primary:
            left, right = _simple(comparison)
            if left is None or right is None:
                continue
            left.remote = left.foreign
            right.remote = right.foreign and left.column is not right.column

    def _mark_overlap(self) -> None:
        for comparison in self.primary:
            left, right = _simple(comparison)
            if left is None or right is None:
                continue
            for one, other in ((left, right), (right, left)):
                if other.column in self.target and one.column in self.parent:
                    other.remote = True

    # local, pairs, direction

    def _mark_local(self) -> None:
        if any(each.local for each in self._occurrences(self.primary)):
            return
        for each in self._occurrences(self.primary):
            each.local = not each.remote and each.column in self.parent

    def _collect_pairs(self) -> None:
        mapped = self.parent | self.target | self.secondary
        for comparisons in (self.primary, self.second):
            for comparison in comparisons or []:
                for left in comparison.left.occurrences:
                    for right in comparison.right.occurrences:
                        self._pair(comparison.operator, left, right, mapped)

    def _pair(
        self, operator: str, left: Occurrence, right: Occurrence, mapped: frozenset[Column]
    ) -> None:
        if right.remote and not left.remote and left.column in mapped:
            self._add(self.pairs, left.column, right.column)
        elif left.remote and not right.remote and right.column in mapped:
            self._add(self.pairs, right.column, left.column)
        if operator == "==" and left.column in mapped and right.column in mapped:
            if right.foreign:
                self._add(self.synchronized, left.column, right.column)
            elif left.foreign:
                self._add(self.synchronized, right.column, left.column)

    def _add(self, pairs: list[tuple[Column, Column]], local: Column, remote: Column) -> None:
        if (local, remote) not in pairs:
            pairs.append((local, remote))

    def _find_direction(self) -> Direction:
        if self.second is not None:
            return Direction.MANYTOMANY
        foreign = {each.column for each in self._occurrences(self.primary) if each.foreign}
        to_many = bool(foreign & self.target)
        to_one = bool(foreign & self.parent)
        if to_many and to_one:
            return self._self_referential_direction()
        if to_many:
            return Direction.ONETOMANY
        if to_one:
            return Direction.MANYTOONE
        raise UndeterminedDirection

    def _self_referential_direction(self) -> Direction:
        foreign = [each for each in self._occurrences(self.primary) if each.foreign]
        to_many = {each.column for each in foreign if each.remote}
        # SQLAlchemy collects them in a set, where a column that equals itself is there once.
        first = {each.column: each for each in reversed(foreign)}
        to_one = {column for column, each in first.items() if not each.remote}
        if to_many and to_one:
            remote = {each.column for each in self._occurrences(self.primary) if each.remote}
            local = {each.column for each in self._occurrences(self.primary) if each.local}
            to_many -= remote & local
            to_one -= remote & local
        if bool(to_many) == bool(to_one):
            raise UndeterminedDirection
        return Direction.ONETOMANY if to_many else Direction.MANYTOONE


def references(tables: MetadataTables, column: Column, other: Column) -> bool:
    """Whether a foreign key of `column` refers to `other`. Raises UnknownReference."""
    unknown = broken = False
    for key in column.foreign_keys:
        match tables.referred(key):
            case Resolved(found) if found is other:
                return True
            case Unknowable():
                unknown = True
            case Missing():
                broken = True
    if broken:
        raise BrokenReference
    if unknown or (column.open_reason and other.primary_key):
        raise UnknownReference
    return False


def columns_of(tables: list[Table]) -> frozenset[Column]:
    """All columns of some tables."""
    return frozenset().union(*(table.columns.values() for table in tables))


def _simple(comparison: Comparison) -> tuple[Occurrence | None, Occurrence | None]:
    """The two columns of a comparison of nothing but two columns."""
    if comparison.left.simple and comparison.right.simple:
        return comparison.left.occurrences[0], comparison.right.occurrences[0]
    return None, None


def _tables(columns: frozenset[Column]) -> set[Table]:
    return {column.table for column in columns}


def _copied(
    comparisons: list[Comparison], copy: Callable[[Occurrence], Occurrence]
) -> list[Comparison]:
    """The same condition over copies of its occurrences."""

    def side(original: Side) -> Side:
        return Side([copy(each) for each in original.occurrences], original.simple)

    return [Comparison(c.operator, side(c.left), side(c.right)) for c in comparisons]


def _same(each: Occurrence) -> Occurrence:
    return Occurrence(each.column, each.foreign, each.remote)


def _turned(each: Occurrence) -> Occurrence:
    return Occurrence(each.column, each.foreign, remote=each.local, local=each.remote)


def _foreign_only(each: Occurrence) -> Occurrence:
    return Occurrence(each.column, each.foreign)


def _bare(each: Occurrence) -> Occurrence:
    return Occurrence(each.column)
