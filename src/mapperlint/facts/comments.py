"""The comments of a file, each with the lines it speaks of.

A comment speaks of the statement it stands in, from the first line of a call to the last, and one
that stands alone between statements of the next one. The decorators of a class or function are one
statement with its head.
"""

from __future__ import annotations

import io
import tokenize
from typing import TYPE_CHECKING

from mapperlint.facts.fact import Fact
from mapperlint.places import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


class Comment(Fact, frozen=True):
    """A comment, from its `#` to the end of its line.

    It speaks of the lines from `first` to `last`, its own among them; `statement` is the line on
    which what it speaks of begins. `heads_file` is true where it stands alone on its line and no
    code stands above it, but for the docstring of the module.
    """

    text: str
    span: Span
    first: int
    last: int
    statement: int
    heads_file: bool


class Line(Fact, frozen=True):
    """A statement, or the head of one that holds others, as the lines it takes."""

    first: int
    last: int


def comments(text: str) -> tuple[Comment, ...]:
    """All comments, up to where a text is no Python any more."""
    reader = _Reader()
    for token in _tokens(text):
        reader.take(token)
    reader.close(None)
    return tuple(reader.found)


def lines(text: str) -> tuple[Line, ...]:
    """All statements and heads of a text, in order; decorators belong to what they decorate."""
    reader = _Reader()
    for token in _tokens(text):
        reader.take(token)
    return tuple(reader.lines)


_SPACE = frozenset(
    {tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.ENCODING}
)


class _Reader:
    """Gathers tokens to lines, and comments with the lines they speak of."""

    def __init__(self) -> None:
        self.found: list[Comment] = []
        self.lines: list[Line] = []
        self._waiting: list[tuple[tokenize.TokenInfo, bool]] = []
        self._start: int | None = None
        self._fresh = True
        self._decorator = False
        self._only_strings = True
        self._code_above = False

    def take(self, token: tokenize.TokenInfo) -> None:
        """Read on."""
        if token.type == tokenize.COMMENT:
            alone = not token.line[: token.start[1]].strip()
            heads_file = alone and self._start is None and not self._code_above
            self._waiting.append((token, heads_file))
        elif token.type == tokenize.NEWLINE:
            self._fresh = True
            if not self._decorator:
                self.close(token.start[0])
        elif token.type not in _SPACE:
            self._begin(token)

    def _begin(self, token: tokenize.TokenInfo) -> None:
        if self._start is None:
            self._start = token.start[0]
            self._only_strings = True
        if self._fresh:
            self._decorator = token.string == "@"
            self._fresh = False
        self._only_strings = self._only_strings and token.type == tokenize.STRING

    def close(self, last: int | None) -> None:
        """Say of which lines the comments speak that were waiting for it."""
        for token, heads_file in self._waiting:
            (line, column), (_, end) = token.start, token.end
            start = self._start or line
            span = Span(line, column, line, end)
            first, final = min(line, start), max(line, last or line)
            self.found.append(Comment(token.string, span, first, final, start, heads_file))
        self._waiting.clear()
        if self._start is not None and last is not None:
            self._code_above = bool(self.lines) or not self._only_strings
            self.lines.append(Line(self._start, last))
        self._start = None


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(io.StringIO(text).readline)
    except (tokenize.TokenError, SyntaxError):
        return
