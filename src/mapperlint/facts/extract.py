"""From the bytes of one file to its facts.

`ast` is read in this package and nowhere above.
"""

from __future__ import annotations

import ast
import warnings

from mapperlint.facts.columns import Columns
from mapperlint.facts.convert import Converter
from mapperlint.facts.decode import DecodingError, decoded
from mapperlint.facts.expressions import Expression
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
