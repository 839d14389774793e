"""The relationships of a project that name each other, as rules ask about them.

A pair fails for one reason. What is refused for its join, its cascade or the name of its other side
is not compared any further: one root cause is one finding.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mapperlint.model.relationships.arguments import Absent
from mapperlint.model.relationships.cascades import orphans_of_many_parents
from mapperlint.model.relationships.claims import Claims
from mapperlint.model.relationships.doubtful_joins import DividedPair, divided_pairs
from mapperlint.model.relationships.pairs import synced_with_viewonly
from mapperlint.model.relationships.reverses import NamedReverse, absent, named_reverses
from mapperlint.model.values.vocabulary import Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.relationships.pairs import Pairing, TwoSided
    from mapperlint.model.relationships.relationship_calls import RelationshipCall
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.places import Location


class LinkedPairs:
    """The pairs among the `relationships` that findings may be about."""

    def __init__(
        self,
        pairing: Pairing,
        relationships: tuple[Relationship, ...],
        calls: tuple[RelationshipCall, ...],
        judged: Callable[[Mapper], bool],
    ) -> None:
        self._pairing = pairing
        self._relationships = relationships
        self._calls = calls
        self._judged = judged

    @cached_property
    def all(self) -> tuple[TwoSided, ...]:
        """The pairs whose other side has a known target."""
        return tuple(
            pair
            for pair in self._pairing.pairs
            if self._judged(pair.forward.owner) and pair.back.target_mapper is not None
        )

    @cached_property
    def claims(self) -> Claims:
        """Which relationships name one other side."""
        return Claims(self.all)

    def divided(self) -> Iterator[DividedPair]:
        """The pairs whose two sides follow different columns."""
        return divided_pairs(self.all)

    def synced_with_viewonly(self) -> Iterator[tuple[Relationship, Relationship, Location]]:
        """The sides of pairs that say `sync_backref` of another that is `viewonly`."""
        return synced_with_viewonly(self.all)

    # directions

    def of_one_direction(self) -> Iterator[tuple[Relationship, Relationship]]:
        """The pairs SQLAlchemy refuses for their direction, the side that should change first."""
        seen: set[frozenset[Relationship]] = set()
        for one, other in self._of_one_direction():
            both = frozenset((one, other))
            if both not in seen:
                seen.add(both)
                yield (
                    (other, one)
                    if _is_many_side(one) and not _is_many_side(other)
                    else (one, other)
                )

    def _of_one_direction(self) -> Iterator[tuple[Relationship, Relationship]]:
        for pair in self.all:
            if not pair.is_refused or not self._of_many_parents.isdisjoint(pair.comparing):
                continue
            if pair.is_mutual:
                yield _later_first(pair.forward, pair.back)
            else:
                yield pair.forward, pair.back
        for relationship in self._relationships:
            if not relationship.reverse or not isinstance(relationship.back_populates, Absent):
                continue  # It gives its other side twice, which is refused before.
            if relationship.direction in {None, Direction.MANYTOMANY}:
                continue
            for other in relationship.reverse:
                if other.generated_by is relationship and other.direction is relationship.direction:
                    yield relationship, other

    @cached_property
    def _of_many_parents(self) -> frozenset[Relationship]:
        """The relationships that are refused for their cascade, before they are compared."""
        return frozenset(call.relationship for call in self._calls if orphans_of_many_parents(call))

    # other sides that are not there, or lead elsewhere

    def reverses_absent(self) -> Iterator[NamedReverse]:
        """The `back_populates` that name nothing their target has mapped."""
        for reverse in self._reverses:
            if absent(reverse) and reverse.name not in self._pairing.floating_backrefs:
                yield reverse

    def reverses_of_another_kind(self) -> Iterator[NamedReverse]:
        """The `back_populates` that name a column or another property."""
        for reverse in self._reverses:
            if not absent(reverse):
                yield reverse

    def is_missed(self, mapper: Mapper, name: str) -> bool:
        """Whether a `back_populates` names an attribute of a class in vain, which says it all."""
        return any(
            reverse.name == name and mapper in reverse.target.lineage
            for reverse in self.reverses_absent()
        )

    @cached_property
    def parted(self) -> tuple[TwoSided, ...]:
        """The pairs whose other side leads elsewhere, and is not refused for something else."""
        return tuple(pair for pair in self.all if not pair.meets and not self.is_refused(pair.back))

    # what follows from another mistake

    def is_refused(self, relationship: Relationship) -> bool:
        """Whether SQLAlchemy refuses it: it has no join, or no such other side."""
        return relationship.fails_to_join or relationship in self._without_their_other_side

    def fails(self, relationship: Relationship) -> bool:
        """Whether it is refused, or its pair leads elsewhere."""
        return self.is_refused(relationship) or relationship in self._parted_sides

    @cached_property
    def _reverses(self) -> tuple[NamedReverse, ...]:
        return tuple(named_reverses(self._relationships))

    @cached_property
    def _without_their_other_side(self) -> frozenset[Relationship]:
        return frozenset(each.relationship for each in self._reverses)

    @cached_property
    def _parted_sides(self) -> frozenset[Relationship]:
        return frozenset(side for each in self.parted for side in (each.forward, each.back))


def _is_many_side(relationship: Relationship) -> bool:
    """Whether an annotation says that the attribute is a collection."""
    read = relationship.read
    return read is not None and read.annotation is not None and read.annotation.collection


def _later_first(one: Relationship, other: Relationship) -> tuple[Relationship, Relationship]:
    places = (one.where, other.where)
    return (other, one) if places[1] > places[0] else (one, other)
