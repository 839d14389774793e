"""Joins that SQLAlchemy takes in silence, and that cannot be what was meant.

The two sides of a pair that follow different columns; a parent that became a collection of children
for want of `remote_side`; an object of a subclass related to its own row in the parent's table; a
many-to-many whose two halves are the same; one object where the key allows several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.names.plurals import plain
from mapperlint.model.relationships.arguments import Absent, Given
from mapperlint.model.relationships.conditions import COMPARISONS
from mapperlint.model.values.values import TRUE, Known
from mapperlint.model.values.vocabulary import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.relationships.joins import Join
    from mapperlint.model.relationships.pairs import TwoSided
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.tables.tables import Column


COMPARING = COMPARISONS | {
    *("in_", "not_in", "notin_", "is_", "is_not", "isnot"),
    *("like", "ilike", "startswith", "endswith", "contains"),
}
"""The operators, and the methods of a column, that make a comparison of two."""


class DividedPair(Struct, frozen=True):
    """A pair whose sides write different columns, or the same columns the same way round.

    `same_way` is true where both read the secondary table from the same end.
    """

    pair: TwoSided
    forward: tuple[Column, ...]
    back: tuple[Column, ...]
    same_way: bool = False


def divided_pairs(pairs: Iterable[TwoSided]) -> Iterator[DividedPair]:
    """The pairs that name each other and do not belong together."""
    seen: set[frozenset[Relationship]] = set()
    for pair in pairs:
        both = frozenset((pair.forward, pair.back))
        if both in seen or len(both) == 1 or not _is_mutual(pair):
            continue
        seen.add(both)
        one, other = pair.forward.join, pair.back.join
        if one is None or other is None:
            continue
        first, second = written_columns(one), written_columns(other)
        if first and second and not set(first) & set(second):
            yield DividedPair(pair, first, second)
        elif _same_way(one, other):
            yield DividedPair(pair, first, second, same_way=True)


def _is_mutual(pair: TwoSided) -> bool:
    """Whether each side is written, and names the other one."""
    forward, back = pair.forward, pair.back
    answer = back.back_populates
    if forward.generated_by is not None or back.generated_by is not None:
        return False
    if not isinstance(answer, Given) or answer.value != forward.name:
        return False
    return pair.meets and pair.writes and not pair.same_direction


def _same_way(one: Join, other: Join) -> bool:
    if one.second is None or other.second is None:
        return False
    here, there = halves(one), halves(other)
    return bool(here[0]) and here == there and here[0] != here[1]


def written_columns(join: Join) -> tuple[Column, ...]:
    """The columns a flush fills in, in order."""
    return tuple(dict.fromkeys(to for _, to in join.synchronized))


def halves(join: Join) -> tuple[frozenset[Column], frozenset[Column]]:
    """The columns of the secondary table in the primary and in the secondary condition."""
    primary = (
        each for one in join.primary for each in (*one.left.occurrences, *one.right.occurrences)
    )
    second = (
        each
        for one in join.second or []
        for each in (*one.left.occurrences, *one.right.occurrences)
    )
    return (
        frozenset(each.column for each in primary if each.foreign),
        frozenset(each.column for each in second if each.foreign),
    )


def has_identical_halves(relationship: Relationship) -> bool:
    """Whether both conditions of a many-to-many compare the same column of its table."""
    join = relationship.join
    if join is None or join.second is None:
        return False
    primary, second = halves(join)
    return bool(primary) and primary == second


def lacks_remote_side(relationship: Relationship) -> bool:
    """Whether it should lead from a row to its parent, and leads to the children.

    A table that refers to itself is one-to-many by default. That the parent is meant shows in a
    name like that of the key (`parent`, `parent_id`), or in an annotation of one object where there
    is no other side.
    """
    join, read = relationship.join, relationship.read
    if join is None or read is None or join.direction is not Direction.ONETOMANY:
        return False
    if not relationship.search:
        return False  # A condition that is written may turn the key round.
    if not isinstance(relationship.keyword("remote_side"), Absent):
        return False
    owner, target = relationship.owner, relationship.target_mapper
    columns = written_columns(join)
    if target is None or target.base is not owner.base:
        return False
    if not columns or any(column not in join.parent for column in columns):
        return False
    if any(other.direction is join.direction for other in relationship.reverse):
        return False
    if any(is_named_like(relationship, column) for column in columns):
        return True
    annotation = read.annotation
    single = annotation is not None and annotation.known and not annotation.collection
    return single and not relationship.reverse


def is_named_like(relationship: Relationship, column: Column, name: str | None = None) -> bool:
    """Whether a relationship, or what is called `name`, has the name of a key: `author_id`."""
    said = plain(name or relationship.name)
    key = plain(column.key)
    return key.startswith(said) and key.removeprefix(said) in _ENDINGS


_ENDINGS = frozenset({"id", "fk", "pk", "key", "uuid", "guid", "pkey", "fkey"})
"""What names of keys end with, after that of what they lead to."""


def compares_more_than_columns(relationship: Relationship) -> bool:
    """Whether a table is compared with itself, and with other things, and no side is marked.

    SQLAlchemy then has to guess which columns are remote, and warns.
    """
    join, read = relationship.join, relationship.read
    if join is None or read is None or join.second is not None or join.written_remote:
        return False
    if join.remote_side is not None or not join.self_comparing:
        return False
    return any(
        each.operator in COMPARING and not (each.left.simple and each.right.simple)
        for each in join.primary
    )


def follows_parent_key(relationship: Relationship) -> bool:
    """Whether it leads from a class to its own parent class over the key that makes it a child."""
    join, target = relationship.join, relationship.target_mapper
    if join is None or target is None or join.second is not None or not relationship.search:
        return False
    owner = relationship.owner
    if owner is target or not (owner in target.lineage or target in owner.lineage):
        return False
    child = owner if target in owner.lineage else target
    if child.single_table or child.concrete or child.table is None:
        return False
    columns = written_columns(join)
    return bool(columns) and all(
        column.table is child.table and column.primary_key is True for column in columns
    )


def shared_key(relationship: Relationship) -> Column | None:
    """The key behind an attribute of one object that several rows may have, for want of `unique`.

    None where the table may have a constraint or an index that is not seen.
    """
    join, target = relationship.join, relationship.target_mapper
    if join is None or target is None or join.direction is not Direction.ONETOMANY:
        return None
    columns = written_columns(join)
    if relationship.uselist is not False or relationship.viewonly is not False:
        return None
    searched = relationship.generated_by or relationship
    if len(columns) != 1 or not searched.search:
        return None
    column = columns[0]
    owner, made = column.table.owner, column.made
    if owner is None or made is None or owner.member("__table_args__") is not None:
        return None
    if column.table.open_reason or column.primary_key is not False or made.open:
        return None
    unique = made.keyword("unique")
    return column if unique is None or unique == Known(value=False) else None


def are_one_row(columns: tuple[Column, ...]) -> bool:
    """Whether at most one row has the same values in some columns: its key, or a unique one."""
    if not columns:
        return False
    table = columns[0].table
    key = {column for column in table.columns.values() if column.primary_key is not False}
    return (bool(key) and key <= set(columns)) or any(
        column.made is not None and column.made.keyword("unique") == TRUE for column in columns
    )
