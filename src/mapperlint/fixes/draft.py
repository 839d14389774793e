"""A file that is being changed: its text as facts read it, and which of it is still the author's.

Facts count lines of the decoded text, with one kind of line break. A draft keeps for each stretch
of that text where it came from, so that what was not changed is never written again: only the gaps
between become edits, with the line breaks and the encoding used around them.
"""

from __future__ import annotations

import bisect
import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mapperlint.facts.blocks import Stretch, statements
from mapperlint.facts.decode import MARK, DecodingError, declared_encoding, decoded
from mapperlint.fixes.edits import CannotRealise, Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.places import Span

_BREAK = re.compile(r"\r\n|\r|\n")


class _Piece(NamedTuple):
    """Text of the draft: the author's from `start` on, or new where `start` is None.

    New text stands in for what it replaces, or, `added`, between what was there.
    """

    text: str
    start: int | None
    added: bool = False

    def part(self, first: int, last: int) -> _Piece:
        start = None if self.start is None else self.start + first
        return self._replace(text=self.text[first:last], start=start)

    @property
    def end(self) -> int:
        assert self.start is not None
        return self.start + len(self.text)


class Draft:
    """The text of a file with the changes made so far. Positions are indices into `text`."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self._original = _Original(content)
        self.text = self._original.text
        self._pieces = [_Piece(self.text, 0)]
        self._tree: tuple[Stretch, ...] | None = None
        self._starts: list[int] | None = None

    # Places

    @property
    def tree(self) -> tuple[Stretch, ...]:
        """The statements at the margin of the text as it is now."""
        if self._tree is None:
            found = _statements(self.text)
            if found is None:
                raise CannotRealise(f"{self.path} would not be Python any more")
            self._tree = found
        return self._tree

    def index(self, line: int, column: int) -> int:
        """The position of a line and column in the text as it is now."""
        return self._line_starts[line - 1] + column

    def range(self, span: Span) -> tuple[int, int]:
        """The positions of a span in the text as it is now."""
        return self.index(span.line, span.column), self.index(span.end_line, span.end_column)

    def code(self, span: Span) -> str:
        start, end = self.range(span)
        return self.text[start:end]

    def line_start(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def line_end(self, position: int) -> int:
        """Where the line break of the line is, or the end of the text."""
        found = self.text.find("\n", position)
        return len(self.text) if found < 0 else found

    def margin(self, position: int) -> str:
        """The white space a line begins with, up to the position."""
        line = self.text[self.line_start(position) : position]
        return line[: len(line) - len(line.lstrip())]

    def begins_line(self, position: int) -> bool:
        """Whether there is only white space before the position in its line."""
        return not self.text[self.line_start(position) : position].strip()

    def ends_line(self, position: int) -> bool:
        """Whether at most a comment comes after the position in its line."""
        rest = self.text[position : self.line_end(position)].strip()
        return not rest or rest.startswith("#")

    def now(self, span: Span) -> tuple[int, int]:
        """Where a span of the original text is now. Raises CannotRealise where it went."""
        lines = self._original.line_starts
        if span.line > len(lines) or span.end_line > len(lines):
            raise CannotRealise(f"{self.path} is not the file any more that was checked")
        first = lines[span.line - 1] + span.column
        last = lines[span.end_line - 1] + span.end_column
        start = end = -1
        position = 0
        changed = False
        for piece in self._pieces:
            size = len(piece.text)
            if piece.start is None:
                # What replaces the end of the span belongs to it, what is added behind does not.
                changed = changed and not piece.added
                end = position + size if changed else end
            else:
                if piece.start <= first <= piece.end:
                    start = position + first - piece.start
                changed = piece.start < last
                if changed:
                    end = position + min(last, piece.end) - piece.start
                changed = changed and piece.end < last
            position += size
        if not 0 <= start <= end:
            raise CannotRealise("another change of the fix replaces it")
        return start, end

    # Changes

    def replace(self, start: int, end: int, text: str) -> None:
        """The text from `start` to `end` becomes `text`, as far as it is not that already."""
        old = self.text[start:end]
        added = not old
        head = _common(old, text)
        tail = _common(old[head:][::-1], text[head:][::-1])
        start, end, text = start + head, end - tail, text[head : len(text) - tail]
        if start == end and not text:
            return
        before, after = self._between(0, start), self._between(end, len(self.text))
        self._pieces = [*before, _Piece(text, None, added), *after]
        self.text = self.text[:start] + text + self.text[end:]
        self._tree = self._starts = None

    def insert(self, position: int, text: str) -> None:
        self.replace(position, position, text)

    def rewrite(self, start: int, end: int, text: str) -> None:
        """As `replace`, line by line, so that equal lines in between stay the author's."""
        old, new = self.text[start:end].splitlines(keepends=True), text.splitlines(keepends=True)
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        position = end
        for tag, i, j, k, m in reversed(matcher.get_opcodes()):
            size = sum(map(len, old[i:j]))
            if tag != "equal":
                self.replace(position - size, position, "".join(new[k:m]))
            position -= size

    def edits(self) -> Iterator[Edit]:
        """What turns the bytes of the file into this draft."""
        position, new = 0, ""
        for piece in (*self._pieces, _Piece("", len(self._original.text))):
            if piece.start is None:
                new += piece.text
                continue
            if new or position < piece.start:
                yield self._original.edit(self.path, position, piece.start, new)
            position, new = piece.end, ""

    def _between(self, start: int, end: int) -> Iterator[_Piece]:
        position = 0
        for piece in self._pieces:
            first, last = max(start - position, 0), min(end - position, len(piece.text))
            if first < last:
                yield piece.part(first, last)
            position += len(piece.text)

    @property
    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = _line_starts(self.text)
        return self._starts


class _Original:
    """The bytes of a file, its text, and where each character of the text is in the bytes."""

    def __init__(self, content: bytes) -> None:
        try:
            self.text = decoded(content)
        except DecodingError as error:
            raise CannotRealise(str(error)) from None
        self.line_starts = _line_starts(self.text)
        self._mark = len(MARK) if content.startswith(MARK) else 0
        body = content[self._mark :]
        self._encoding = declared_encoding(body)
        self._written = body.decode(self._encoding)
        breaks = list(_BREAK.finditer(self._written))
        self._breaks = [found[0] for found in breaks]
        # Each `\r\n` before a position moves it one further than in the text.
        self._pairs = [
            found.start() - number
            for number, found in enumerate(each for each in breaks if each[0] == "\r\n")
        ]
        if self._encoded(self._written) != body:
            raise CannotRealise(f"its encoding, {self._encoding}, cannot be written back")

    def edit(self, path: str, start: int, end: int, text: str) -> Edit:
        new = self._encoded(text.replace("\n", self._break_at(start)))
        return Edit(path, self._offset(start), self._offset(end), new)

    def _offset(self, position: int) -> int:
        written = position + bisect.bisect_left(self._pairs, position)
        if self._written.isascii():
            return self._mark + written
        return self._mark + len(self._encoded(self._written[:written]))

    def _break_at(self, position: int) -> str:
        """The line break of the line, of the one before at its start or where it has none."""
        if not self._breaks:
            return "\n"
        line = max(bisect.bisect_left(self.line_starts, position) - 1, 0)
        return self._breaks[min(line, len(self._breaks) - 1)]

    def _encoded(self, text: str) -> bytes:
        try:
            return text.encode(self._encoding)
        except UnicodeEncodeError:
            reason = f"what is to be written does not exist in {self._encoding}"
            raise CannotRealise(reason) from None


@lru_cache(maxsize=32)
def _statements(text: str) -> tuple[Stretch, ...] | None:
    return statements(text)


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    size = min(len(one), len(other))
    return next((n for n in range(size) if one[n] != other[n]), size)
