"""From the columns of `ast` (UTF-8 bytes) to ours (code points)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.places import Span

if TYPE_CHECKING:
    import ast


class Columns:
    """Converts positions of one file. Lines of pure ASCII, nearly all, need no work."""

    __slots__ = ("_lines", "_wide")

    def __init__(self, source: str) -> None:
        self._wide = not source.isascii()
        self._lines = source.split("\n") if self._wide else []

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg | ast.alias) -> Span:
        """The span of a node, in code points."""
        end_line = node.end_lineno or node.lineno
        end_column = node.end_col_offset or node.col_offset
        if not self._wide:
            return Span(node.lineno, node.col_offset, end_line, end_column)
        return Span(
            node.lineno,
            self._code_points(node.lineno, node.col_offset),
            end_line,
            self._code_points(end_line, end_column),
        )

    def _code_points(self, line: int, offset: int) -> int:
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        if text.isascii():
            return offset
        return len(text.encode()[:offset].decode(errors="replace"))
