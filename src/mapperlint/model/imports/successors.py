"""The module that took the place of one that is gone: renamed, or moved into another package.

All that is asked of the old module says what it was: the only module of its package with all these
names is what became of it, else the only one of its name elsewhere. A few may be missing, which
nobody has asked for in earnest. One that asks the old module for something itself is another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.imports.finder import Finder
    from mapperlint.model.imports.module_names import ModuleNames
    from mapperlint.model.modules.modules import Module, Modules
    from mapperlint.model.source import Source


class Successors:
    """What became of modules that are gone. `uses` are (module, name) of all imports."""

    def __init__(
        self,
        modules: Modules,
        source: Source,
        finder: Finder,
        names: ModuleNames,
        uses: Iterable[tuple[str, str]],
    ) -> None:
        self._modules = modules
        self._source = source
        self._finder = finder
        self._names = names
        self._asked: dict[str, set[str]] = {}
        for dotted, name in uses:
            self._asked.setdefault(dotted, set()).add(name)
        self._found: dict[str, tuple[Module, ...]] = {}

    def of(self, dotted: str, importer: Module, names: Iterable[str] = ()) -> Module | None:
        """What took the place of a module, and has some names, as far as an importer reaches it."""
        if dotted not in self._found:
            self._found[dotted] = self._candidates(dotted)
        found = [
            each
            for each in self._found[dotted]
            if each is not importer
            and self._finder.reaches(importer.path, each)
            and all(self._names.may_have((each.path,), name) for name in names)
        ]
        package = dotted.rpartition(".")[0]
        beside = [each for each in found if each.name.rpartition(".")[0] == package]
        likely = beside or found
        return likely[0] if len(likely) == 1 else None

    def _candidates(self, dotted: str) -> tuple[Module, ...]:
        package, _, last = dotted.rpartition(".")
        asked = self._asked_of(dotted) - {"*"}
        if not asked or not package:
            return ()
        return tuple(
            module
            for path in self._source.paths
            for module in (self._modules.by_path[path],)
            if package == module.name.rpartition(".")[0] or module.name.endswith(f".{last}")
            if not self._modules.archived(module.name)
            if self._has(module, asked) and not self._asks(module, dotted)
        )

    def _has(self, module: Module, asked: set[str]) -> bool:
        """Whether a module has nearly all names, and most of them from nowhere else."""
        own = asked & self._finder.defined(module.path)
        lacking = sum(not self._names.may_have((module.path,), name) for name in asked)
        return 2 * len(own) > len(asked) and lacking * _OF_MANY <= len(asked)

    def _asks(self, module: Module, dotted: str) -> bool:
        package, _, last = dotted.rpartition(".")
        return any(
            absolute == dotted or (absolute == package and last in each.names)
            for each in self._source.scan(module.path).imports
            for absolute in (self._modules.absolute(module, each),)
        )

    def _asked_of(self, dotted: str) -> set[str]:
        """The names that are imported from a module, and the attributes that are asked of it."""
        package, _, last = dotted.rpartition(".")
        names = set(self._asked.get(dotted, ()))
        if last in self._asked.get(package, ()):
            for path in self._source.paths:
                for bound in self._bound(path, package, last):
                    names |= attributes_of(bound, self._source.text(path))
        return names

    def _bound(self, path: str, package: str, last: str) -> Iterator[str]:
        """What a file calls a module that it imports from a package."""
        module = self._modules.by_path[path]
        for each in self._source.scan(path).imports:
            if last in each.names and self._modules.absolute(module, each) == package:
                yield each.bound[each.names.index(last)]


_OF_MANY = 10
"""Of so many names that are asked of a module one may be missing in what took its place."""


def attributes_asked(name: str, text: bytes) -> frozenset[str]:
    """The attributes that a file asks of what it imports by a name."""
    word = re.escape(name.encode())
    renamed = re.search(rb"\b" + word + rb"\s+as\s+(\w+)", text)
    return attributes_of(name if renamed is None else renamed[1].decode(), text)


def attributes_of(bound: str, text: bytes) -> frozenset[str]:
    """The attributes that a file asks of what it calls so."""
    word = re.escape(bound.encode())
    found = re.findall(rb"(?<![.\w])" + word + rb"\.([A-Za-z_]\w*)", text)
    return frozenset(each.decode(errors="replace") for each in found)
