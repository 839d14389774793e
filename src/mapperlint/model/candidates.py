"""Which files the model has to read to find all mapped classes.

A file that speaks of columns, tables or relationships may map something. So may one that has
nothing but `class Admin(User)` in it: it is found by following the bases of its classes, through
imports and re-exports, to a file that is known to matter. Only scans are read for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.scan import ANY_BASE
from mapperlint.model.modules import Module

if TYPE_CHECKING:
    from mapperlint.facts.scan import Scan, ScannedImport
    from mapperlint.model.modules import Modules
    from mapperlint.model.source import Source


def candidates(source: Source, modules: Modules) -> frozenset[str]:
    """The files whose full facts may hold mapped classes, tables or relationships."""
    found = {path for path in source.paths if source.scan(path).mentions_mappings}
    search = _Search(source, modules, found)
    waiting = [path for path in source.paths if path not in found and source.scan(path).bases]
    while joining := [path for path in waiting if search.extends(path)]:
        found.update(joining)
        waiting = [path for path in waiting if path not in found]
    return frozenset(found)


class _Search:
    """Follows the base classes of files to those of `found`."""

    def __init__(self, source: Source, modules: Modules, found: set[str]) -> None:
        self._source = source
        self._modules = modules
        self._found = found
        self._answers: dict[tuple[str, ScannedImport], tuple[str, ...]] = {}

    def extends(self, path: str) -> bool:
        """Whether a class of a file may be derived from one of a file that matters."""
        scan = self._source.scan(path)
        return any(
            self._matters(path, each, index, frozenset())
            for each in scan.imports
            for index, bound in enumerate(each.bound)
            if bound in scan.bases or bound == "*" or ANY_BASE in scan.bases
        )

    def _matters(
        self, path: str, each: ScannedImport, index: int, asked: frozenset[tuple[str, str]]
    ) -> bool:
        """Whether one name of an import comes from a file that matters, in the end."""
        name = each.names[index] if each.names else ""
        return any(
            target in self._found or self._passes_on(target, name, asked)
            for target in self._targets(path, each, name)
        )

    def _passes_on(self, path: str, name: str, asked: frozenset[tuple[str, str]]) -> bool:
        """Whether a file imports a name itself, from one that matters."""
        if (path, name) in asked:
            return False
        return any(
            self._matters(path, each, index, asked | {(path, name)})
            for each in _imports_of(self._source.scan(path), name)
            for index, bound in enumerate(each.bound)
            if bound in {name, "*"} or name == "*"
        )

    def _targets(self, path: str, each: ScannedImport, name: str) -> list[str]:
        """The files an import may take a name from: the module, and a submodule of the name."""
        absolute = self._modules.absolute(self._modules.by_path[path], each)
        if absolute is None:
            return []
        importer = self._modules.by_path[path]
        dotted = (absolute, f"{absolute}.{name}") if name and name != "*" else (absolute,)
        found = [
            self._modules.named(each, importer)
            for each in dotted
            if self._modules.first_party(each)
        ]
        return [module.path for module in found if isinstance(module, Module)]


def _imports_of(scan: Scan, name: str) -> tuple[ScannedImport, ...]:
    return tuple(
        each for each in scan.imports if name in each.bound or "*" in each.names or name == "*"
    )
