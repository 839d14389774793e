"""Source lines as a terminal shows them.

A caret has to stand under its character: tabs are wider than one column, so are the characters of
East Asian scripts, and combining marks have no width. Control characters are replaced, since a
checked file must not be able to move the cursor or to turn the text around.
"""

from __future__ import annotations

from typing import NamedTuple

TAB = 4
WIDEST = 120
"""Columns of a terminal that a source line may take before it is clipped."""
LEAD = 40
"""Columns shown before the marked part of a clipped line."""
CUT = "..."


class Marked(NamedTuple):
    """A line ready to be shown, and the columns of the terminal its mark covers, from 0."""

    text: str
    start: int
    length: int


def marked(line: str, start: int, end: int) -> Marked:
    """A source line with the code points from `start` to `end` marked, clipped around the mark."""
    # A line may be a megabyte long; what stands far behind the mark is never shown.
    cells = [_cell(character) for character in line[: start + 2 * WIDEST].rstrip()]
    start = min(start, len(cells))
    end = max(min(end, len(cells)), start)
    first, last = _window(cells, start)
    lead, tail = CUT * (first > 0), CUT * (last < len(cells))
    before = len(lead) + _width(cells[first:start])
    length = _width(cells[start : min(end, last)])
    text = "".join(text for text, _ in cells[first:last])
    return Marked(lead + text + tail, before, max(length, 1))


def printable(text: str) -> str:
    """A text without characters that would act on a terminal."""
    return "".join(_cell(character)[0] for character in text)


def _window(cells: list[tuple[str, int]], start: int) -> tuple[int, int]:
    """The part of a line that is shown: all of it, or what stands around the marked part."""
    if _width(cells) <= WIDEST:
        return 0, len(cells)
    first = start if _width(cells[:start]) > WIDEST // 2 else 0
    while first and _width(cells[first - 1 : start]) <= LEAD:
        first -= 1
    last, room = first, WIDEST
    while last < len(cells) and cells[last][1] <= room:
        room -= cells[last][1]
        last += 1
    return first, last


def _width(cells: list[tuple[str, int]]) -> int:
    return sum(width for _, width in cells)


def _cell(character: str) -> tuple[str, int]:
    """What is shown for a character, and how many columns it takes."""
    if " " <= character <= "~":
        return character, 1
    if character == "\t":
        return " " * TAB, TAB
    if character < " " or character == "\x7f":
        return chr(0x2421 if character == "\x7f" else 0x2400 + ord(character)), 1
    return _wide_cell(character)


def _wide_cell(character: str) -> tuple[str, int]:
    import unicodedata

    category = unicodedata.category(character)
    if category in {"Mn", "Me"}:
        return character, 0
    if category in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return "\ufffd", 1
    return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1
