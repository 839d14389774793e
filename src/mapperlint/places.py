"""Where something stands in a source file.

One unit everywhere: lines count from 1, columns count code points from 0, ends are exclusive.
`ast` counts UTF-8 bytes, editors count UTF-16 units, reports count from 1: whoever speaks to them
converts at that door (`facts/extract.py`, the reporters), and nowhere else.
"""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text: lines from 1, columns in code points from 0, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def within(self, other: Span) -> bool:
        """Whether this stretch lies in another one."""
        starts = (other.line, other.column) <= (self.line, self.column)
        return starts and (self.end_line, self.end_column) <= (other.end_line, other.end_column)


START_OF_FILE = Span(1, 0, 1, 0)


class Location(NamedTuple):
    """A span in a file. `path` is relative to the project root, with forward slashes."""

    path: str
    span: Span
