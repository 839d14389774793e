"""Which modules a module runs by the statements in it, wherever they stand.

An import inside a function counts: it runs when the function is called. One for type checkers does
not. Importing `a.b.c` runs `a` and `a.b` first.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from mapperlint.model.imports.finder import Finder, Found
from mapperlint.model.modules.tree import ancestors, parent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.facts.scan import ScannedImport
    from mapperlint.model.modules.modules import Modules
    from mapperlint.model.source import Source


_WORD = rb"""["']([A-Za-z_]\w*)["']"""


class RunTimeImports:
    """The import statements of a project as a graph of its files."""

    def __init__(self, modules: Modules, source: Source, finder: Finder) -> None:
        self._modules = modules
        self._source = source
        self._finder = finder
        self._sure: dict[str, frozenset[str]] = {}
        self._possible: dict[str, frozenset[str]] = {}
        self._asked: dict[str, frozenset[str]] = {}
        self._around: dict[str, frozenset[str]] = {}

    def sure(self, path: str) -> frozenset[str]:
        """The files that the statements of a file import, where only one file can be meant."""
        if path not in self._sure:
            self._read(path)
        return self._sure[path]

    def possible(self, path: str) -> frozenset[str]:
        """The same, with all files that could be meant."""
        if path not in self._possible:
            self._read(path)
        return self._possible[path]

    def asked(self, path: str) -> frozenset[str]:
        """The files that a file imports by their own names, not as the packages around others."""
        if path not in self._asked:
            self._read(path)
        return self._asked[path]

    def around(self, path: str) -> frozenset[str]:
        """The `__init__` of each package around a file, and the file itself."""
        return self._with_packages(path)

    def named(self, path: str, level: int, dotted: str) -> frozenset[str]:
        """The files of the module that a dotted name in a file leads to, and of its packages.

        Of several programs in one repository, those around the file are meant.
        """
        around = ancestors(path)
        if level:
            return self._below(around[level - 1 : level], dotted)
        if dotted.partition(".")[0] not in self._modules.tree.holders:
            return frozenset()
        return self._below(around, dotted) or self._below(self._modules.roots, dotted)

    def _below(self, homes: Iterable[str], dotted: str) -> frozenset[str]:
        found = {self._modules.tree.found(home, dotted) for home in homes} - {None}
        return frozenset(file for each in found if each for file in self._with_packages(each))

    def below(self, package: str) -> frozenset[str]:
        """The files of all modules whose names begin with that of a package, or of a module."""
        return frozenset(
            path
            for path, module in self._modules.by_path.items()
            if module.name.startswith(package)
        )

    def called(self, name: str) -> frozenset[str]:
        """The files of all modules with a last name, in whichever package."""
        return frozenset(
            path
            for path, module in self._modules.by_path.items()
            if module.name.rpartition(".")[2] == name
        )

    def around_and_below(self, path: str) -> frozenset[str]:
        """The files of all modules of the package that a file belongs to."""
        return self.below(self._modules.by_path[path].package)

    def _read(self, path: str) -> None:
        sure: set[str] = set()
        possible: set[str] = set()
        for statement in self._source.scan(path).imports:
            if statement.for_checkers:
                continue
            known = self._known(path, statement)
            meant = known or self._out_of_the_way(statement)
            for group in self._groups(meant, statement) if meant else ():
                possible.update(group)
                if known and len(group) == 1:
                    sure.update(group)
        itself = {path}
        self._asked[path] = frozenset(possible - itself)
        for found, into in ((sure, self._sure), (possible, self._possible)):
            files = {each for one in found for each in self._with_packages(one)}
            into[path] = frozenset(files - itself)

    def _known(self, path: str, statement: ScannedImport) -> tuple[str, ...]:
        """The files that may be the module of a statement, by what is known of `sys.path`."""
        answer = self._finder.answer(path, statement.level, statement.module)
        return answer.paths if isinstance(answer, Found) else ()

    def _out_of_the_way(self, statement: ScannedImport) -> tuple[str, ...]:
        """The files of that name below other directories, which a program may put there.

        A library may have the name of one; it will not have all that is asked of it.
        """
        top = statement.module.partition(".")[0]
        if statement.level or top in sys.stdlib_module_names:
            return ()
        tree = self._modules.tree
        found = (tree.found(each, statement.module) for each in tree.holders.get(top, ()))
        return tuple(each for each in found if each and self._has_names(each, statement))

    def _has_names(self, path: str, statement: ScannedImport) -> bool:
        if not statement.names:
            return "." in statement.module
        return all(
            name == "*" or name in self._finder.defined(path) or self._finder.submodule(path, name)
            for name in statement.names
        )

    def _groups(
        self, found: tuple[str, ...], statement: ScannedImport
    ) -> Iterator[tuple[str, ...]]:
        """For each module that a statement asks for, the files that may be meant."""
        yield found
        packages = [each for each in found if self._finder.is_package(each)]
        for name in self._names(statement, found) if packages else ():
            inner = (self._finder.submodule(each, name) for each in packages)
            yield tuple(each for each in inner if each is not None)

    def _names(self, statement: ScannedImport, found: tuple[str, ...]) -> Iterable[str]:
        """The names that may be modules; a star takes all that the package lists."""
        for name in statement.names:
            if name != "*":
                yield name
                continue
            for path in found:
                yield from (word.decode() for word in re.findall(_WORD, self._source.text(path)))

    def _with_packages(self, path: str) -> frozenset[str]:
        """A file, and the `__init__` of each package around it."""
        known = self._around.get(path)
        if known is None:
            known = self._around[path] = frozenset(self._packages(path))
        return known

    def _packages(self, path: str) -> Iterator[str]:
        tree = self._modules.tree
        if path in self._modules.by_path:
            yield path
        directory = path if path in tree.directories else parent(path)
        for up in (directory, *ancestors(directory)):
            initializer = tree.initializer(up)
            if initializer is None:
                return
            yield initializer
