"""From the bytes of one file to its facts.

`ast` is read in this package and nowhere above.
"""

from __future__ import annotations

import ast
import warnings
from keyword import iskeyword

from mapperlint.facts.columns import Columns
from mapperlint.facts.convert import Converter
from mapperlint.facts.decode import DecodingError, decoded
from mapperlint.facts.expressions import Attribute, Expression, Name
from mapperlint.facts.newer_syntax import rewritten
from mapperlint.facts.shapes import FileFacts, Problem
from mapperlint.facts.statements import StatementReader
from mapperlint.places import START_OF_FILE, Span


def extract(source: bytes) -> FileFacts:
    """The facts of a file. Never raises: what cannot be read is `FileFacts.problem`."""
    try:
        text = decoded(source)
    except DecodingError as error:
        return FileFacts(problem=Problem(str(error), error.span))
    tree = parsed(text)
    if isinstance(tree, Problem):
        older = rewritten(text)
        again = tree if older is None else parsed(older)
        if older is None or isinstance(again, Problem):
            return FileFacts(problem=tree)
        tree, text = again, older
    assert isinstance(tree, ast.Module)
    reader = StatementReader(Columns(text))
    try:
        body = reader.block(tree.body)
    except RecursionError:
        return FileFacts(problem=Problem("an expression is nested too deeply", START_OF_FILE))
    return FileFacts(body, tuple(reader.imports), _future_annotations(tree))


def undecodable(source: bytes) -> Problem | None:
    """Why some bytes are not the text of a source file; None if they are."""
    if source.isascii():
        return None
    try:
        decoded(source)
    except DecodingError as error:
        return Problem(str(error), error.span)
    return None


def parse_expression(text: str) -> Expression | None:
    """The expression a string holds, as SQLAlchemy would evaluate it; None if it is not Python."""
    return _dotted(text) or _parsed_expression(text)


def _dotted(text: str) -> Expression | None:
    """A name or a dotted one, as most strings are, without asking the parser; None for others."""
    first, *rest = text.split(".")
    parts = (first, *rest)
    if not text.isascii() or not all(each.isidentifier() and not iskeyword(each) for each in parts):
        return None
    end = len(first)
    found: Expression = Name(first, Span(_BELOW, 0, _BELOW, end))
    for each in rest:
        end += len(each) + 1
        found = Attribute(found, each, Span(_BELOW, 0, _BELOW, end))
    return found


_BELOW = 2
"""The line that a string is parsed on, within brackets that let it go on."""


def _parsed_expression(text: str) -> Expression | None:
    tree = parsed(f"(\n{text}\n)", mode="eval")
    if not isinstance(tree, ast.Expression):
        return None
    return Converter(Columns("")).expression(tree.body)


def parsed(text: str, mode: str = "exec") -> ast.AST | Problem:
    """The syntax tree of a text, or why there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(text, "<source>", mode, ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        line = error.lineno or 1
        column = max((error.offset or 1) - 1, 0)
        return Problem(error.msg, Span(line, column, line, column + 1))
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return Problem(str(error) or type(error).__name__, START_OF_FILE)


def _future_annotations(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in tree.body
    )
