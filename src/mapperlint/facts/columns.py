"""From the columns of `ast` (UTF-8 bytes) to ours (code points)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.places import Span

if TYPE_CHECKING:
    import ast


class Columns:
    """Converts positions of one file. Lines of pure ASCII, nearly all, need no work."""

    __slots__ = ("_wide_lines",)

    def __init__(self, source: str) -> None:
        lines = () if source.isascii() else source.split("\n")
        self._wide_lines = {
            number: line for number, line in enumerate(lines, 1) if not line.isascii()
        }

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg | ast.alias) -> Span:
        """The span of a node, in code points."""
        end_line = node.end_lineno or node.lineno
        end_column = node.end_col_offset or node.col_offset
        if not self._wide_lines:
            return Span(node.lineno, node.col_offset, end_line, end_column)
        return Span(
            node.lineno,
            self._code_points(node.lineno, node.col_offset),
            end_line,
            self._code_points(end_line, end_column),
        )

    def _code_points(self, line: int, offset: int) -> int:
        text = self._wide_lines.get(line)
        if text is None:
            return offset
        return len(text.encode()[:offset].decode(errors="replace"))
