"""Which relationships claim one other side, and what follows when it cannot answer all of them.

`back_populates` of several relationships may name the same attribute, but that can name only one of
them back. The others then write what the right ones write as well. That is no second mistake.
"""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.relationships.arguments import Absent, Given
from mapperlint.model.relationships.overlaps import Overlap, silences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.relationships.pairs import TwoSided
    from mapperlint.model.relationships.relationships import Relationship


class Claimed(Struct, frozen=True):
    """A relationship that names no other side, and those that name it as theirs, in order."""

    back: Relationship
    claims: tuple[TwoSided, ...]

    @property
    def is_shared_knowingly(self) -> bool:
        """Whether several claim it, and `overlaps` says of each two that they do."""
        sides = [claim.forward for claim in self.claims]
        return len(sides) > 1 and all(
            silences(one, other) or silences(other, one) for one, other in combinations(sides, 2)
        )


class Claims:
    """The relationships that name a written one as their other side, by that."""

    def __init__(self, pairs: Iterable[TwoSided]) -> None:
        self._of: dict[Relationship, list[TwoSided]] = {}
        self._naming: set[Relationship] = set()
        for pair in pairs:
            # What is refused for the side it names has not chosen another.
            if pair.meets and not pair.is_refused:
                self._naming.add(pair.forward)
            if pair.meets and pair.writes and not pair.is_refused:
                self._of.setdefault(pair.back, []).append(pair)

    def crossed(self) -> Iterator[TwoSided]:
        """The pairs whose other side names another relationship."""
        for claims in self._of.values():
            for pair in claims:
                answer = pair.back.back_populates
                if not isinstance(answer, Given) or answer.value == pair.forward.name:
                    continue
                if pair.back in self._naming:
                    yield pair

    @cached_property
    def _crossing(self) -> frozenset[Relationship]:
        return frozenset(pair.forward for pair in self.crossed())

    def unanswered(self) -> Iterator[Claimed]:
        """The relationships that are named as another side, and name none themselves."""
        for back, claims in self._of.items():
            if isinstance(back.back_populates, Absent) and isinstance(back.backref, Absent):
                yield Claimed(back, tuple(claims))

    def explains(self, overlap: Overlap) -> bool:
        """Whether two write one column because one of them claims a side that is not its own."""
        one, other = overlap.one, overlap.other
        if not self._crossing.isdisjoint((one, other)) and overlap.ends_of_one_link:
            return True
        return any(
            {one, other} <= {claim.forward for claim in claims} for claims in self._of.values()
        )
