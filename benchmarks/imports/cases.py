"""What is done to a project: a module of models is deleted or renamed, a class is moved."""

from __future__ import annotations

import ast
import itertools
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

DELETED, RENAMED, MOVED = "a module deleted", "a module renamed", "a class moved"


@dataclass(frozen=True, slots=True)
class Case:
    """Files with their new text, None for one that is gone.

    `word` is a name that every statement speaks of which the change may break. `home` is the
    dotted module where what was asked for stands now, as the end of its name; None if nowhere.
    """

    project: str
    kind: str
    what: str
    word: str
    edits: tuple[tuple[str, bytes | None], ...]
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Models:
    """A file with models: its path and the names of its mapped classes."""

    path: str
    classes: tuple[str, ...]


def cases(name: str, root: Path, models: Sequence[Models], seed: int) -> Iterator[Case]:
    """The cases of a project, in an order that the seed decides, one of each kind in turn."""
    chance = random.Random(f"{seed} {name}")  # noqa: S311 - no secret
    kinds: list[list[Case | None]] = [
        [_deleted(name, each) for each in models],
        [_renamed(name, root, each) for each in models],
        [_moved(name, root, each, cls) for each in models for cls in each.classes],
    ]
    for kind in kinds:
        chance.shuffle(kind)
    for turn in itertools.zip_longest(*kinds):
        yield from filter(None, turn)


def _stem(path: str) -> str:
    parts = path.removesuffix(".py").split("/")
    return parts[-2] if parts[-1] == "__init__" else parts[-1]


def _deleted(project: str, models: Models) -> Case:
    return Case(project, DELETED, models.path, _stem(models.path), ((models.path, None),))


def _renamed(project: str, root: Path, models: Models) -> Case:
    new = f"{_stem(models.path)}_of_late"
    folder, _, name = models.path.rpartition("/")
    path = f"{folder}/{new}.py".lstrip("/")
    if name == "__init__.py":
        path = f"{folder}/{new}.py"
    edits = ((models.path, None), (path, (root / models.path).read_bytes()))
    return Case(project, RENAMED, f"{models.path} to {path}", _stem(models.path), edits, f".{new}")


def _moved(project: str, root: Path, models: Models, cls: str) -> Case | None:
    """A class in a module of its own beside the one it stood in, which does without it."""
    source = (root / models.path).read_bytes()
    if b"\r" in source or models.path.endswith("__init__.py"):
        return None
    tree = ast.parse(source)
    node = next((n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == cls), None)
    if node is None:
        return None
    lines = source.splitlines(keepends=True)
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)]) - 1
    body = lines[first : node.end_lineno]
    rest = [*lines[:first], b"pass\n", *lines[node.end_lineno :]]
    new = f"{_stem(models.path)}_apart"
    folder = models.path.rpartition("/")[0]
    head = [*_imports(tree, lines), *_asked_of(tree, node, _stem(models.path))]
    edits = (
        (models.path, b"".join(rest)),
        (f"{folder}/{new}.py".lstrip("/"), b"".join([*head, b"\n", *body])),
    )
    what = f"{cls} of {models.path}"
    return Case(project, MOVED, what, cls, edits, f".{new}")


def _imports(tree: ast.Module, lines: list[bytes]) -> Iterator[bytes]:
    """The imports of a module, with what stands around them."""
    for node in tree.body:
        blocks = isinstance(node, ast.If | ast.Try)
        inner = any(isinstance(n, ast.Import | ast.ImportFrom) for n in ast.walk(node))
        if isinstance(node, ast.Import | ast.ImportFrom) or (blocks and inner):
            yield from lines[node.lineno - 1 : node.end_lineno]
            yield b"\n"


def _asked_of(tree: ast.Module, cls: ast.ClassDef, stem: str) -> Iterator[bytes]:
    """An import of what the class uses of the module it stood in."""
    defined = {
        name
        for node in tree.body
        if not isinstance(node, ast.Import | ast.ImportFrom) and node is not cls
        for name in _bound(node)
    }
    used = {n.id for n in ast.walk(cls) if isinstance(n, ast.Name)} & defined
    if used:
        yield f"from .{stem} import {', '.join(sorted(used))}\n".encode()


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name
        return
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id


def mentions(word: str, source: bytes) -> bool:
    """Whether a file speaks of a name at all."""
    return re.search(rb"\b" + re.escape(word.encode()) + rb"\b", source) is not None
