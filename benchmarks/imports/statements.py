"""The import statements of a project, read with Python's own parser, and what guards them.

This is not mapperlint's way of reading: what the two are compared by must not share its mistakes.
"""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Statement:
    """One import: an absolute module, and the names that are asked of it (none: `import a.b`).

    `line` and `end` are those of the statement. `guarded` is true where a failure does no harm, or
    where it depends on a condition whether the statement runs.
    """

    path: str
    line: int
    end: int
    module: str
    names: tuple[str, ...]
    guarded: bool

    def asks_for(self, module: str) -> bool:
        """Whether the statement asks for a module, in whatever form."""
        asked = (self.module, *(f"{self.module}.{name}" for name in self.names))
        return any(f"{each}.".startswith(f"{module}.") for each in asked)

    @property
    def words(self) -> set[str]:
        """All names the statement speaks of."""
        return {*self.module.split("."), *self.names}


def statements(folder: Path, path: str, package: tuple[str, ...]) -> tuple[Statement, ...]:
    """The imports of a file that stands in a package."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse((folder / path).read_bytes())
    except (SyntaxError, ValueError):
        return ()
    return tuple(_of_block(tree.body, _Place(path, package)))


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    package: tuple[str, ...]
    guarded: bool = False
    in_function: bool = False


def _of_block(nodes: list[ast.stmt], place: _Place) -> Iterator[Statement]:
    for node in nodes:
        yield from _of(node, place)


def _of(node: ast.stmt, place: _Place) -> Iterator[Statement]:
    guarded = _Place(place.path, place.package, guarded=True, in_function=place.in_function)
    match node:
        case ast.Import():
            for alias in node.names:
                yield _statement(node, place, alias.name, ())
        case ast.ImportFrom():
            module = _absolute(node, place.package)
            if module:
                yield _statement(node, place, module, tuple(each.name for each in node.names))
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            inside = _Place(place.path, place.package, place.guarded, in_function=True)
            yield from _of_block(node.body, inside)
        case ast.If():
            inner = guarded if _may_not_run(node.test, place) else place
            yield from _of_block([*node.body, *node.orelse], inner)
        case ast.Try():
            caught = any(map(_catches, node.handlers))
            yield from _of_block(node.body, guarded if caught else place)
            for handler in node.handlers:
                yield from _of_block(handler.body, guarded)
            yield from _of_block([*node.orelse, *node.finalbody], place)
        case ast.With() | ast.AsyncWith():
            may_fail = any("suppress" in ast.dump(each.context_expr) for each in node.items)
            may_fail |= any("raises" in ast.dump(each.context_expr) for each in node.items)
            yield from _of_block(node.body, guarded if may_fail else place)
        case _:
            for name in ("body", "orelse", "cases"):
                inner_nodes = getattr(node, name, [])
                yield from _of_block(inner_nodes, place)


def _statement(
    node: ast.Import | ast.ImportFrom, place: _Place, module: str, names: tuple[str, ...]
) -> Statement:
    end = node.end_lineno or node.lineno
    return Statement(place.path, node.lineno, end, module, names, place.guarded)


def _absolute(node: ast.ImportFrom, package: tuple[str, ...]) -> str:
    if not node.level:
        return node.module or ""
    above = package[: len(package) - node.level + 1]
    return ".".join((*above, *filter(None, [node.module]))) if above else ""


_ASKED = ("find_spec", "version_info", "platform", "hexversion", "modules")


def _may_not_run(test: ast.expr, place: _Place) -> bool:
    """Whether a test decides whether an import runs; what type checkers read is to be right."""
    dump = ast.dump(test)
    if place.in_function:
        return any(f"'{word}'" in dump for word in _ASKED)
    return "'TYPE_CHECKING'" not in dump and "'__name__'" not in dump


def _catches(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    errors = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")
    return any(f"'{name}'" in ast.dump(handler.type) for name in errors)
