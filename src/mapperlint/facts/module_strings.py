"""Strings in a file that a call imports as a module: `import_module("app.models")`.

Read apart from the facts, and only where something in the bytes asks for it: hardly any file has
such a call.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mapperlint.facts.columns import Columns
from mapperlint.facts.decode import DecodingError, decoded
from mapperlint.facts.extract import parsed
from mapperlint.facts.fact import Fact
from mapperlint.facts.guards import (
    asks_what_is_there,
    catches_import_error,
    suppresses_import_error,
)
from mapperlint.places import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class ModuleString(Fact, frozen=True):
    """A dotted name that a call imports; `patched` where `mock.patch` puts something in its place.

    Calls whose failure does no harm, or that depend on what is installed, are left out.
    """

    dotted: str
    patched: bool
    span: Span


def module_strings(source: bytes) -> tuple[ModuleString, ...]:
    """The strings of a file that are imported, in order. Never raises."""
    try:
        text = decoded(source)
    except DecodingError:
        return ()
    tree = parsed(text)
    if not isinstance(tree, ast.Module):
        return ()
    columns = Columns(text)
    try:
        return tuple(
            ModuleString(dotted, patched, columns.span(node))
            for node, dotted, patched in _of(tree.body)
        )
    except RecursionError:
        return ()


_IMPORTING = frozenset({"import_module", "__import__"})
_PATCHING = frozenset({"patch"})


def _of(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.expr, str, bool]]:
    for node in nodes:
        if isinstance(node, ast.Call):
            yield from _imported(node)
        yield from _of(_sure_parts(node))


def _sure_parts(node: ast.AST) -> Iterable[ast.AST]:
    """What stands in a node, but for what is tried, or asked for only where it is there."""
    match node:
        case ast.Try() if any(map(catches_import_error, node.handlers)):
            return [*node.handlers, *node.orelse, *node.finalbody]
        case ast.With() | ast.AsyncWith():
            if any(suppresses_import_error(item.context_expr) for item in node.items):
                return ()
        case ast.If() if asks_what_is_there(node.test):
            return ()
    return ast.iter_child_nodes(node)


def _imported(call: ast.Call) -> Iterator[tuple[ast.expr, str, bool]]:
    function = call.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    match call.args:
        case [ast.Constant(value=str(dotted)) as given, *_] if not dotted.startswith("."):
            if name in _IMPORTING:
                yield given, dotted, False
            elif name in _PATCHING and "." in dotted:
                yield given, dotted, True
