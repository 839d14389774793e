"""Columns as readers of reports count them. Ours are code points from 0, with the end exclusive.

reviewdog counts bytes of UTF-8; .NET and JavaScript, in which most readers of SARIF are written,
count units of UTF-16. A column behind the end of its line stays as far behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapperlint.places import Location


def utf8(text: str) -> int:
    """How many bytes a text has in UTF-8."""
    return len(text.encode(errors="surrogatepass"))


def utf16(text: str) -> int:
    """How many units a text has in UTF-16."""
    return len(text) + sum(character > "\uffff" for character in text)


def converted(line: str, column: int, length: Callable[[str], int]) -> int:
    """A column of a line, from 0, in the unit that `length` counts in."""
    before = line[:column]
    return length(before) + column - len(before)


class Columns:
    """The columns of findings in another unit, from 1; each file is read once."""

    def __init__(self, text: Callable[[str], str], length: Callable[[str], int]) -> None:
        self._text = text
        self._length = length
        self._lines: dict[str, list[str]] = {}

    def start(self, location: Location) -> int:
        """The column of the first character of a place."""
        return self._column(location.path, location.span.line, location.span.column)

    def end(self, location: Location) -> int:
        """The column behind the last character of a place."""
        return self._column(location.path, location.span.end_line, location.span.end_column)

    def line(self, path: str, number: int) -> str | None:
        """A line of a file, from 1; None where it has no such line."""
        if path not in self._lines:
            text = self._text(path)
            self._lines[path] = text.removesuffix("\n").split("\n") if text else []
        lines = self._lines[path]
        return lines[number - 1] if number <= len(lines) else None

    def _column(self, path: str, line: int, column: int) -> int:
        return converted(self.line(path, line) or "", column, self._length) + 1
