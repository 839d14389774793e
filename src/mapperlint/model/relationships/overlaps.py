"""Relationships that write the same columns without knowing of each other.

SQLAlchemy keeps, for each column that a relationship fills in at a flush, the relationships that
fill it. It warns of each two that are neither the two sides of one pair, nor name each other in
`overlaps`, nor belong to branches of a hierarchy that exclude each other.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import When
from mapperlint.model.relationships.arguments import Absent, Given, Unreadable, text_argument
from mapperlint.model.relationships.pairs import backref_options
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.values.vocabulary import Direction

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import Column

ANY = "__*"
"""What extensions of SQLAlchemy put into `overlaps` to silence every warning."""


class Overlap(Struct, frozen=True):
    """Two relationships that both write some columns."""

    one: Relationship
    other: Relationship
    columns: tuple[Column, ...]

    @property
    def opposite(self) -> bool:
        """Whether they are the two ends of one link, which nothing has paired yet."""
        if self.one.reverse or self.other.reverse or self.one is self.other:
            return False
        if _names_other_side(self.one) or _names_other_side(self.other):
            return False
        return self.ends_of_one_link

    @property
    def ends_of_one_link(self) -> bool:
        """Whether they follow the same columns, one there and the other back."""
        return ends_of_one_link(self.one, self.other)


class Overlapping(Struct, frozen=True):
    """A relationship that writes what others write: changing it alone would settle them all."""

    relationship: Relationship
    overlaps: tuple[Overlap, ...]

    @property
    def others(self) -> tuple[Relationship, ...]:
        """The others, in order."""
        return tuple(dict.fromkeys(each.other for each in self.overlaps))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns they all write."""
        return tuple(dict.fromkeys(column for each in self.overlaps for column in each.columns))


def overlapping(found: Iterable[Overlap]) -> Iterator[Overlapping]:
    """The fewest relationships to change so that no two write the same column unawares.

    The one in most overlaps is taken first; among equals one through a secondary table, one that
    has no other side, and the later one. A backref goes with the relationship that makes it.
    """
    left = list(found)
    while left:
        counts: dict[Relationship, int] = {}
        for each in left:
            for side in (each.one, each.other):
                counts[_written(side)] = counts.get(_written(side), 0) + 1
        chosen = max(counts, key=lambda side: (counts[side], *_preference(side)))
        mine = [each for each in left if chosen in {_written(each.one), _written(each.other)}]
        left = [each for each in left if each not in mine]
        yield Overlapping(chosen, tuple(_seen_from(chosen, each) for each in mine))


def _preference(relationship: Relationship) -> tuple[bool, bool, str, int, int]:
    where = relationship.where
    return (
        relationship.direction is Direction.MANYTOMANY,
        not relationship.reverse,
        where.path,
        where.span.line,
        where.span.column,
    )


def _written(relationship: Relationship) -> Relationship:
    return relationship.generated_by or relationship


def _seen_from(chosen: Relationship, overlap: Overlap) -> Overlap:
    if _written(overlap.one) is chosen:
        return overlap
    return Overlap(overlap.other, overlap.one, overlap.columns)


def overlaps(relationships: Iterable[Relationship]) -> Iterator[Overlap]:
    """Each two of some relationships that SQLAlchemy warns of, with all columns they share."""
    writers: dict[Hashable, list[tuple[Relationship, Column]]] = {}
    for relationship in relationships:
        for column in _written_columns(relationship):
            writers.setdefault(identity(column), []).append((relationship, column))
    shared: dict[tuple[Relationship, Relationship], list[Column]] = {}
    for sides in writers.values():
        for (one, column), (other, same) in combinations(sides, 2):
            if column is same or column.table.extends or same.table.extends:
                shared.setdefault((one, other), []).append(column)
    for (one, other), columns in shared.items():
        if _conflict(one, other):
            yield Overlap(one, other, tuple(columns))


def identity(column: Column) -> Hashable:
    """What statements have in common that write of one column, where one extends a table."""
    table = column.table
    return column if table.key is None else (table.metadata.identity, table.key, column.key)


def _written_columns(relationship: Relationship) -> tuple[Column, ...]:
    """The columns a relationship certainly writes."""
    join = relationship.join
    if join is None or relationship.viewonly is not False or not _certain(relationship):
        return ()
    return tuple(dict.fromkeys(to for _, to in join.synchronized))


def _certain(relationship: Relationship) -> bool:
    """Whether it is surely there, and nothing fails before SQLAlchemy comes to compare it."""
    cls = relationship.owner.cls
    if cls.facts.when is not When.ALWAYS or cls.in_function:
        return False
    maker = relationship.generated_by
    if "reverse" in relationship.unknown or (maker is not None and not _certain(maker)):
        return False
    names = (relationship.back_populates, relationship.backref)
    given = sum(isinstance(each, Given) for each in names)
    if given > 1 or (given and not relationship.reverse):
        return False
    return all(_fits(relationship, other) for other in relationship.reverse)


def _fits(relationship: Relationship, other: Relationship) -> bool:
    """Whether SQLAlchemy can link the two: the other leads back, in another direction."""
    target = other.target_mapper
    if target is None or target.base is not relationship.owner.base:
        return False
    if other in relationship.uncompared or relationship in other.uncompared:
        return True
    many = relationship.direction is Direction.MANYTOMANY
    return many or relationship.direction is not other.direction


def _conflict(one: Relationship, other: Relationship) -> bool:
    if other in one.reverse or one in other.reverse:
        return False
    if one.name == other.name and one.owner.base is other.owner.base:
        return False
    ones, others = (one.owner, one.target_mapper), (other.owner, other.target_mapper)
    if any(_siblings(a, b) for a in ones for b in others):
        return False
    return not (silences(one, other) or silences(other, one))


def _siblings(one: Mapper | None, other: Mapper | None) -> bool:
    """Whether two classes stand in different branches of one hierarchy."""
    if one is None or other is None or one.base is not other.base:
        return False
    return one not in other.lineage and other not in one.lineage


def silences(one: Relationship, other: Relationship) -> bool:
    """Whether `overlaps` of one names the other, or cannot be read."""
    match overlaps_argument(one):
        case Absent():
            return False
        case Given(text):
            names = re.split(r"\s*,\s*", text)
            return other.name in names or ANY in names
        case Unreadable():
            return True


def overlaps_argument(relationship: Relationship) -> Given[str] | Absent | Unreadable:
    """What `overlaps` of a relationship says; a backref has its own."""
    maker = relationship.generated_by
    if maker is not None and maker.read is not None:
        return text_argument(backref_options(maker.read.made), "overlaps")
    if relationship.read is None:
        return Absent()
    return text_argument(relationship.read.made, "overlaps")


def _names_other_side(relationship: Relationship) -> bool:
    names = (relationship.back_populates, relationship.backref)
    return not all(isinstance(each, Absent) for each in names)


def ends_of_one_link(one: Relationship, other: Relationship) -> bool:
    """Whether two relationships follow the same columns, one there and the other back."""
    join, back = one.join, other.join
    if join is None or back is None or one.target_mapper is None or other.target_mapper is None:
        return False
    if one.target_mapper.base is not other.owner.base:
        return False
    if other.target_mapper.base is not one.owner.base:
        return False
    if set(join.synchronized) != set(back.synchronized):
        return False
    if join.direction is Direction.MANYTOMANY:
        return join.synchronized != back.synchronized or one.owner.base is not other.owner.base
    return join.direction is not back.direction
