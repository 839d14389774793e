"""The directories that stand on `sys.path` when the project runs.

Nobody writes them down in one place, so they are put together from four kinds of sign: where the
outermost packages stand, directories called `src` or `lib`, what packaging and test settings say,
and the imports themselves. When a file imports `db.models.core`, nothing of that name stands below
the known roots, and one directory holds `db/models/core.py`, then that directory is a root, or the
import could not work. And when all files say `company.shop.models`, then `company` is a namespace
package and not a root, though it has no `__init__.py`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.questions import Defines
from mapperlint.model.modules.declared_roots import declared_roots
from mapperlint.model.modules.tree import (
    Tree,
    ancestors,
    in_tests,
    is_vendored,
    joined,
    parent,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.config import Settings
    from mapperlint.model.source import Source

_CONVENTIONAL = ("src", "lib")


def find_roots(source: Source, settings: Settings, tree: Tree | None = None) -> tuple[str, ...]:
    """The roots relative to the project, longest first, so that a file belongs to its nearest."""
    if settings.src:
        return _ordered({"" if root == "." else root.strip("/") for root in settings.src} | {""})
    tree = tree or Tree(source.paths)
    imports = _Imports(source)
    declared = declared_roots(source, tree) | {""}
    guessed = {parent(package) for package in _outermost_packages(tree)}
    guessed |= {directory for directory in tree.directories if _conventional(directory, tree)}
    known = {root for root in guessed | declared if not is_vendored(root)}
    known -= {root for root in known - declared if _is_namespace(root, known, tree, imports)}
    return _ordered(known | _Evidence(imports, tree, known).roots())


def _outermost_packages(tree: Tree) -> set[str]:
    return {package for package in tree.packages if tree.packages.isdisjoint(ancestors(package))}


def _conventional(directory: str, tree: Tree) -> bool:
    name = directory.rpartition("/")[2]
    return name in _CONVENTIONAL and directory not in tree.packages


def _ordered(roots: set[str]) -> tuple[str, ...]:
    return tuple(sorted(roots, key=lambda root: (-root.count("/") - bool(root), root)))


def _is_namespace(root: str, known: set[str], tree: Tree, imports: _Imports) -> bool:
    """Whether imports name what stands in a directory from further up, more than from itself."""
    full = imports.below(root, known.intersection(ancestors(root)))
    return len(full) > sum(1 for dotted in imports.modules if tree.found(root, dotted))


class _Wish(Struct, frozen=True):
    """An absolute import: the file it stands in, the module it asks for, and the names from it."""

    path: str
    dotted: str
    names: tuple[str, ...]


class _Imports:
    """All absolute imports of a project that no library of Python itself answers."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.wishes = tuple(
            _Wish(path, each.module, each.names)
            for path in source.paths
            for each in source.scan(path).imports
            if not each.level and each.module.partition(".")[0] not in sys.stdlib_module_names
        )

    @cached_property
    def modules(self) -> frozenset[str]:
        """The dotted names of all modules that are asked for."""
        return frozenset(wish.dotted for wish in self.wishes)

    def below(self, directory: str, roots: Iterable[str]) -> set[str]:
        """The modules that are asked for by the name a directory has below one of the roots."""
        names = [directory[len(root) :].strip("/").replace("/", ".") for root in roots]
        prefixes = tuple(f"{name}." for name in names)
        return {dotted for dotted in self.modules if f"{dotted}.".startswith(prefixes)}


class _Evidence:
    """What the imports of a project say about its roots."""

    def __init__(self, imports: _Imports, tree: Tree, roots: set[str]) -> None:
        self._imports = imports
        self._tree = tree
        self._roots = roots

    def roots(self) -> set[str]:
        """The directories that must be roots for the imports to work."""
        unanswered = {
            dotted
            for dotted in self._imports.modules
            if dotted.partition(".")[0] in self._tree.holders
            and not any(self._tree.found(root, dotted) for root in self._roots)
        }
        wishes: dict[str, list[_Wish]] = defaultdict(list)
        for wish in self._imports.wishes:
            if wish.dotted in unanswered:
                wishes[wish.dotted.partition(".")[0]].append(wish)
        return {root for top in sorted(wishes) for root in self._granted(top, wishes[top])}

    def _granted(self, top: str, wishes: list[_Wish]) -> Iterator[str]:
        """The directories that answer most of the wishes for one top-level name."""
        answers: dict[str, set[tuple[str, tuple[str, ...]]]] = defaultdict(set)
        for wish in wishes:
            directory = self._answer(top, wish)
            if directory is not None:
                answers[directory].add((wish.dotted, wish.names))
        for directory, answered in sorted(answers.items()):
            if self._is_sure(top, directory, answered, wishes):
                yield directory

    def _answer(self, top: str, wish: _Wish) -> str | None:
        """The directory that answers a wish: the nearest above the importing file, or the only."""
        possible = [
            directory
            for directory in self._tree.holders[top]
            if not is_vendored(joined(directory, top)) and self._answers(directory, wish)
        ]
        above = [directory for directory in possible if within(parent(wish.path), directory)]
        if above:
            return max(above, key=len)
        known = not self._roots.isdisjoint(self._tree.holders[top])
        if len(possible) == 1 and not known and not in_tests(possible[0]):
            return possible[0]
        return None

    def _answers(self, directory: str, wish: _Wish) -> bool:
        found = self._tree.found(directory, wish.dotted)
        if found is None or found.endswith(".pyi") or found == wish.path:
            return False
        if "." in wish.dotted:
            return True
        if not wish.names:
            return directory == parent(wish.path) and directory not in self._tree.packages
        return all(self._has_name(found, name) for name in wish.names)

    def _has_name(self, found: str, name: str) -> bool:
        directory = found.removesuffix("/__init__.py")
        if directory in self._tree.directories and self._tree.found(directory, name):
            return True
        if found not in self._tree.files:
            return False
        return name in self._imports.source.ask(found, Defines())

    def _is_sure(
        self,
        top: str,
        directory: str,
        answered: set[tuple[str, tuple[str, ...]]],
        wishes: Iterable[_Wish],
    ) -> bool:
        """Whether the imports speak of this directory, and not of a library of the same name.

        A library is imported in many ways that the directory has no answer to. And a package whose
        modules are imported by their full names as well (`app.models` beside `models`) is a
        package, not a root.
        """
        itself = {self._tree.found(directory, top), joined(directory, f"{top}.py")}
        near = [wish for wish in wishes if within(parent(wish.path), directory)] or list(wishes)
        if any(wish.path in itself for wish in near):
            return False
        if 2 * len(answered) < len({(wish.dotted, wish.names) for wish in near}):
            return False
        if directory not in self._tree.packages:
            return True
        above = self._roots.intersection(ancestors(directory))
        return len(self._imports.below(directory, above)) < len(answered)
