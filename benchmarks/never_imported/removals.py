"""What is done to a project: one import of a module of models is taken out of a file."""

from __future__ import annotations

import ast
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.never_imported.reading import Tree, has_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.never_imported.subjects import Subject

COLLECTORS = 4
"""Files of a project from which imports are taken."""

MOST_TRIED = 40
"""Removals that are looked at for those that take a module out of a program."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A file, its text without an import, the names it brought, and the files it was about."""

    file: Path
    line: int
    statement: str
    text: str
    names: frozenset[str]
    models: frozenset[Path]


def removals(subject: Subject, count: int, seed: int) -> list[Removal]:
    """Some imports of modules of models; most are the only ones of their module in a program."""
    tree = Tree(subject.path, {})
    loaded = _loaded(subject, tree)
    models = frozenset(file for file in loaded if has_tables(file))
    found = {file: list(_removals(tree, file, models)) for file in sorted(loaded)}
    weight = {file: _weight(file, each) for file, each in found.items()}
    collectors = sorted(found, key=lambda file: (-weight[file], str(file)))[:COLLECTORS]
    needed = _needed(tree, loaded)
    chosen = [
        removal
        for file in collectors
        for removal in found[file]
        if removal.names.isdisjoint(needed.get(file, ()))
    ]
    random.Random(seed).shuffle(chosen)  # noqa: S311 - no secret
    only: list[Removal] = []
    others: list[Removal] = []
    for removal in chosen[:MOST_TRIED]:
        left = _loaded(subject, Tree(subject.path, {removal.file: removal.text}))
        (others if removal.models <= left else only).append(removal)
    most = only[: -(-2 * count // 3)]
    return [*most, *others[: count - len(most)]]


def _loaded(subject: Subject, tree: Tree) -> frozenset[Path]:
    """What all programs of a project load, and Alembic as well."""
    alembic = [tree.seen_by(subject.root / each, subject.entries) for each in subject.environments]
    return frozenset.intersection(*(tree.loaded(entry) for entry in subject.entries), *alembic)


def _weight(file: Path, found: list[Removal]) -> float:
    """How much a file is there to collect models: it imports many, and says little else."""
    return len(found) * len(found) / (_text(file).count("\n") + 1)


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
                statement, names = ast.unparse(node), frozenset(_bound(node))
                yield Removal(file, node.lineno, statement, _without(text, node), names, brought)


def _bound(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    for each in node.names:
        yield each.asname or each.name.partition(".")[0]


def _needed(tree: Tree, files: frozenset[Path]) -> dict[Path, set[str]]:
    """By file, the names that it uses itself, and those that others import from it."""
    found: dict[Path, set[str]] = {}
    for file in files:
        for node in tree.nodes(file):
            if isinstance(node, ast.Name):
                found.setdefault(file, set()).add(node.id)
            elif isinstance(node, ast.ImportFrom):
                for home in tree.homes(file, node):
                    found.setdefault(home, set()).update(each.name for each in node.names)
    return found


def _without(text: str, node: ast.stmt) -> str:
    lines = text.splitlines(keepends=True)
    first, last = node.lineno - 1, node.end_lineno or node.lineno
    indent = lines[first][: node.col_offset]
    lines[first:last] = [f"{indent}pass\n", *["\n"] * (last - first - 1)]
    return "".join(lines)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
