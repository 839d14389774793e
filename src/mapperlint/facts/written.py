"""What is written at a place of a file, read once more where something there is to be changed.

Facts keep what an expression says and where it stands; where each of its words stands is asked so
rarely that it is read again: from the bytes of the file, for one place.
"""

from __future__ import annotations

import ast
import re

from mapperlint.facts.columns import Columns
from mapperlint.facts.decode import DecodingError, decoded
from mapperlint.facts.extract import parsed
from mapperlint.facts.fact import Fact
from mapperlint.places import Span


class Mention(Fact, frozen=True):
    """A place that says a name: a literal with its whole `text`, or the name itself (None)."""

    span: Span
    text: str | None

    def instead(self, written: str, right: str) -> str:
        """What stands there once it says another name."""
        return right if self.text is None else _word(written).sub(lambda _: right, self.text)


def mentions(source: bytes, span: Span, written: str) -> tuple[Mention, ...]:
    """Where the expression at a place says a dotted name, in order. Never raises.

    A literal that is put together of several, or has an escape in it, is none that one could
    change by its value.
    """
    piece = _Piece.at(source, span)
    if piece is None:
        return ()
    found = []
    for node in ast.walk(piece.tree):
        match node:
            case ast.Constant(value=str(text)) if _word(written).search(text):
                if not piece.is_plain(node, text):
                    return ()
                found.append(Mention(piece.span(node), text))
            case ast.Name() | ast.Attribute() if _dotted(node) == written:
                found.append(Mention(piece.span(node), None))
            case ast.JoinedStr():
                return ()
    return tuple(sorted(found, key=lambda each: each.span))


def plain_string(source: bytes, span: Span) -> str | None:
    """What the literal at a place says, None where another expression stands there."""
    piece = _Piece.at(source, span)
    match piece and piece.tree:
        case ast.Constant(value=str(text)) as node if piece and piece.is_plain(node, text):
            return text
    return None


def keywords(source: bytes, span: Span) -> tuple[str, ...] | None:
    """The keywords of the call at a place; None where no call stands there, or one with `**`."""
    piece = _Piece.at(source, span)
    match piece and piece.tree:
        case ast.Call(keywords=given):
            names = tuple(each.arg for each in given if each.arg is not None)
            return names if len(names) == len(given) else None
    return None


def parenthesised(source: bytes, span: Span) -> bool:
    """Whether the expression at a place stands in parentheses of its own."""
    try:
        lines = decoded(source).split("\n")
    except DecodingError:
        return False
    before = "\n".join([*lines[: span.line - 1], lines[span.line - 1][: span.column]])
    after = "\n".join([lines[span.end_line - 1][span.end_column :], *lines[span.end_line :]])
    return re.search(_OPENED, before) is not None and re.match(_CLOSED, after) is not None


_OPENED = r"=\s*\((?:\s|#.*\n)*\Z"
_CLOSED = r"(?:\s|#.*\n)*\)"


class _Piece:
    """The expression at a place, parsed, with the way back to the places of the file."""

    def __init__(self, text: str, tree: ast.expr, span: Span) -> None:
        self.tree = tree
        self._lines = text.split("\n")
        self._columns = Columns(text)
        self._origin = span

    @classmethod
    def at(cls, source: bytes, span: Span) -> _Piece | None:
        try:
            lines = decoded(source).split("\n")[span.line - 1 : span.end_line]
        except DecodingError:
            return None
        if len(lines) != span.end_line - span.line + 1:
            return None
        lines[-1] = lines[-1][: span.end_column]
        lines[0] = lines[0][span.column :]
        text = "(" + "\n".join(lines) + "\n)"
        tree = parsed(text, mode="eval")
        return cls(text, tree.body, span) if isinstance(tree, ast.Expression) else None

    def span(self, node: ast.expr) -> Span:
        """The place of a part of it, in the file."""
        found = self._columns.span(node)
        return Span(
            *self._of_file(found.line, found.column),
            *self._of_file(found.end_line, found.end_column),
        )

    def is_plain(self, node: ast.expr, value: str) -> bool:
        """Whether a part of it is one literal that says a value letter by letter."""
        found = self._columns.span(node)
        lines = self._lines[found.line - 1 : found.end_line]
        lines[-1] = lines[-1][: found.end_column]
        lines[0] = lines[0][found.column :]
        written = "\n".join(lines)
        return any(
            re.fullmatch(f"[rRuU]?{quote}{re.escape(value)}{quote}", written)
            for quote in ('"', "'", '"""', "'''")
        )

    def _of_file(self, line: int, column: int) -> tuple[int, int]:
        first = line == 1
        return (
            line + self._origin.line - 1,
            column - len("(") + self._origin.column if first else column,
        )


def _word(written: str) -> re.Pattern[str]:
    """A name where it stands by itself: no part of another, no attribute of something else."""
    return re.compile(rf"(?<![\w.]){re.escape(written)}(?!\w)")


def _dotted(node: ast.expr) -> str | None:
    match node:
        case ast.Name(id):
            return id
        case ast.Attribute(value, attr):
            inner = _dotted(value)
            return None if inner is None else f"{inner}.{attr}"
    return None
