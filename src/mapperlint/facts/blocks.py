"""Where the statements of a file stand, and which stand in which.

Other facts say what a statement means and put blocks in line with their neighbours; this is for
those who write into a file, and keeps the blocks apart.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

from mapperlint.facts.columns import Columns
from mapperlint.facts.extract import parsed
from mapperlint.facts.newer_syntax import rewritten
from mapperlint.facts.shapes import Problem
from mapperlint.places import Span

_BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")


class Stretch(NamedTuple):
    """One statement, with the statements in it.

    `kind` is its word in Python's grammar ("Assign", "ClassDef"). `span` is all of it with its
    decorators, `bare` without them. `blocks` are its body, its `else` and so on. `name` is that of
    a class or function, `binds` the names a simple statement gives a value to. `for_types` is true
    of `if TYPE_CHECKING:`.
    """

    kind: str
    span: Span
    bare: Span
    blocks: tuple[tuple[Stretch, ...], ...] = ()
    name: str | None = None
    binds: tuple[str, ...] = ()
    for_types: bool = False

    @property
    def is_import(self) -> bool:
        return self.kind in ("Import", "ImportFrom")

    @property
    def is_simple(self) -> bool:
        return not self.blocks


def statements(text: str) -> tuple[Stretch, ...] | None:
    """The statements at the margin of a file; None if it is not Python."""
    tree = parsed(text)
    if isinstance(tree, Problem):
        older = rewritten(text)
        tree = tree if older is None else parsed(older)
    if not isinstance(tree, ast.Module):
        return None
    return _Reader(Columns(text)).block(tree.body)


class _Reader:
    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def block(self, body: list[ast.stmt]) -> tuple[Stretch, ...]:
        return tuple(self._stretch(node) for node in body)

    def _stretch(self, node: ast.stmt) -> Stretch:
        bare = span = self._columns.span(node)
        decorators = getattr(node, "decorator_list", [])
        if decorators:
            first = self._columns.span(decorators[0])
            span = Span(first.line, bare.column, bare.end_line, bare.end_column)
        return Stretch(
            type(node).__name__,
            span,
            bare,
            tuple(self._blocks(node)),
            getattr(node, "name", None) if hasattr(node, "body") else None,
            _bound(node),
            isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"),
        )

    def _blocks(self, node: ast.stmt) -> list[tuple[Stretch, ...]]:
        found = []
        for field in _BLOCKS:
            inner = getattr(node, field, [])
            if inner and isinstance(inner[0], ast.stmt):
                found.append(self.block(inner))
            else:
                found += [self.block(each.body) for each in inner]
        return found


def _bound(node: ast.stmt) -> tuple[str, ...]:
    match node:
        case ast.Assign():
            targets: list[ast.expr] = node.targets
        case ast.AnnAssign():
            targets = [node.target]
        case _:
            return ()
    found = (each for target in targets for each in ast.walk(target))
    return tuple(each.id for each in found if isinstance(each, ast.Name))
