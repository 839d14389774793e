"""What is done to a project: one import of a module of models is taken out of a file."""

from __future__ import annotations

import ast
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.never_imported.reading import has_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.never_imported.reading import Tree

COLLECTORS = 3
"""Files of a project from which imports are taken: those that import most modules of models."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A file, its text without an import, and the files that the import was about."""

    file: Path
    line: int
    statement: str
    text: str
    models: frozenset[Path]


def removals(tree: Tree, loaded: frozenset[Path], seed: int) -> list[Removal]:
    """Some imports of modules of models, in an order that the seed decides."""
    models = frozenset(file for file in loaded if has_tables(file))
    found = {file: list(_removals(tree, file, models)) for file in sorted(loaded)}
    most = sorted(found, key=lambda file: (-len(found[file]), str(file)))[:COLLECTORS]
    chosen = [removal for file in most for removal in found[file]]
    random.Random(seed).shuffle(chosen)  # noqa: S311 - no secret
    return chosen


def _removals(tree: Tree, file: Path, models: frozenset[Path]) -> Iterator[Removal]:
    text = _text(file)
    try:
        statements = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return
    for node in statements:
        if isinstance(node, ast.Import | ast.ImportFrom):
            brought = frozenset(tree.of_statement(file, node)) & models - {file}
            if brought:
                yield Removal(file, node.lineno, ast.unparse(node), _without(text, node), brought)


def _without(text: str, node: ast.stmt) -> str:
    lines = text.splitlines(keepends=True)
    first, last = node.lineno - 1, node.end_lineno or node.lineno
    indent = lines[first][: node.col_offset]
    lines[first:last] = [f"{indent}pass\n", *["\n"] * (last - first - 1)]
    return "".join(lines)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
