"""Edits: bytes of a file replaced by others, and the file after several of them.

And why there may be none.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Edit(NamedTuple):
    """The bytes of the file at `path` from `start` to `end`, exclusive, become `text`."""

    path: str
    start: int
    end: int
    text: bytes

    def touches(self, other: Edit) -> bool:
        """Whether both change the same place, or places side by side.

        What is written between two arguments depends on whether both are there, so edits that only
        meet cannot be made together either. The same edit wanted twice is one edit.
        """
        if self == other or self.path != other.path:
            return False
        return self.start <= other.end and other.start <= self.end


class CannotRealise(Exception):
    """Why a fix cannot be written into the text as it stands."""


class Conflict(Exception):
    """Two edits touch the same place of a file, so that they cannot be made together."""

    def __init__(self, first: Edit, second: Edit) -> None:
        super().__init__(f"two changes of {first.path} touch the same place")
        self.first = first
        self.second = second


def spliced(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The content of one file after all edits. Raises Conflict where two of them touch."""
    ordered = sorted(set(edits), key=lambda edit: (edit.start, edit.end))
    for first, second in pairwise(ordered):
        if first.touches(second):
            raise Conflict(first, second)
    pieces: list[bytes] = []
    position = 0
    for edit in ordered:
        pieces += (content[position : edit.start], edit.text)
        position = edit.end
    return b"".join((*pieces, content[position:]))
