"""Which files the model has to read to find all mapped classes.

A file that speaks of columns, tables or relationships may map something. So may one that has
nothing but `class Admin(User)` in it: it is found by following the bases of its classes, through
imports and re-exports, to a class that has something mapped in it. Only scans are read for it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mapperlint.facts.scan import ANY_BASE, ScannedClass
from mapperlint.model.modules.modules import Module, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.facts.scan import ScannedImport
    from mapperlint.model.modules.modules import Modules
    from mapperlint.model.source import Source


def candidates(source: Source, modules: Modules) -> frozenset[str]:
    """The files whose full facts may hold mapped classes, tables or relationships."""
    search = _Search(source, modules)
    return frozenset(
        path
        for path in source.paths
        if source.scan(path).mentions_mappings or search.extends_mapped(path)
    )


class _Search:
    """Follows base classes from file to file. An answer of yes may be wrong, one of no may not."""

    def __init__(self, source: Source, modules: Modules) -> None:
        self._source = source
        self._modules = modules
        self._answers: dict[tuple[str, str], bool] = {}

    def extends_mapped(self, path: str) -> bool:
        """Whether some class of a file may be derived from a mapped one."""
        return any(self._is_mapped(path, each) for each in self._source.scan(path).classes)

    def _is_mapped(self, path: str, each: ScannedClass) -> bool:
        return (
            each.mentions_mappings
            or ANY_BASE in each.bases
            or any(self._leads_to_mapped(path, base) for base in each.bases)
        )

    def _leads_to_mapped(self, path: str, dotted: str) -> bool:
        """Whether a name in a file may be a mapped class, or something that makes one."""
        key = (path, dotted)
        if key not in self._answers:
            self._answers[key] = False  # while it is asked, what leads back here adds nothing
            self._answers[key] = self._asked(path, dotted)
        return self._answers[key]

    def _asked(self, path: str, dotted: str) -> bool:
        first, _, rest = dotted.partition(".")
        scan = self._source.scan(path)
        if self._is_told(path, dotted):
            return True
        classes = [each for each in scan.classes if each.name == first]
        if classes:
            return any(self._is_mapped(path, each) for each in classes)
        imports = [each for each in scan.imports if first in each.bound or "*" in each.names]
        if not imports:
            return scan.mentions_mappings
        return any(
            self._offers_mapped(target, name)
            for each in imports
            for target, name in self._targets(path, each, first, rest)
        )

    def _is_told(self, path: str, dotted: str) -> bool:
        """Whether the settings say that a name in a file, or what it imports, is a base."""
        bases = self._modules.told.bases
        if not bases:
            return False
        importer = self._modules.by_path[path]
        if dotted in bases or f"{importer.name}.{dotted}" in bases:
            return True
        first, _, rest = dotted.partition(".")
        return any(
            f"{self._modules.absolute(importer, each)}.{name}.{rest}".rstrip(".") in bases
            for each in self._source.scan(path).imports
            for name, bound in zip(each.names, each.bound, strict=False)
            if bound == first
        )

    def _offers_mapped(self, module: Module, dotted: str) -> bool:
        """Whether a name of another module may be a mapped class. Libraries are not followed."""
        if module.zone is Zone.LIBRARY:
            return self._source.scan(module.path).has_mapping_words
        return self._leads_to_mapped(module.path, dotted)

    def _targets(
        self, path: str, each: ScannedImport, first: str, rest: str
    ) -> Iterator[tuple[Module, str]]:
        """The modules that an imported name may come from, and what it is called there."""
        importer = self._modules.by_path[path]
        absolute = self._modules.absolute(importer, each)
        if absolute is None or each.module in sys.stdlib_module_names:
            return
        if not each.names:
            yield from self._target(importer, absolute, _after(absolute, f"{first}.{rest}"))
            return
        for name, bound in zip(each.names, each.bound, strict=True):
            if bound == first or name == "*":
                asked = first if name == "*" else name
                yield from self._target(importer, absolute, f"{asked}.{rest}".rstrip("."))
                if rest:
                    yield from self._target(importer, f"{absolute}.{asked}", rest)

    def _target(self, importer: Module, module: str, dotted: str) -> Iterator[tuple[Module, str]]:
        found = self._modules.named(module, importer)
        if isinstance(found, Module) and dotted:
            yield found, dotted


def _after(module: str, dotted: str) -> str:
    """What follows the name of a plainly imported module: `User` of `app.models.User`."""
    if dotted.startswith(f"{module}."):
        return dotted.removeprefix(f"{module}.").rstrip(".")
    return dotted.partition(".")[2].rstrip(".")
