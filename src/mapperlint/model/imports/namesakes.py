"""Modules of the project that have the name of a library the project imports as well.

Only one of the two can be imported under that name: the one that comes first on `sys.path`. It is
sure to go wrong where some modules of one program ask for what only the project's own module has,
and others for what only the library has. It is just as sure where the directory of the module is
on the path because a program was started in it: then the library is not found.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.imports.finder import Found
from mapperlint.model.modules.modules import Module, Modules, Zone, root_of
from mapperlint.model.modules.tree import ancestors, is_vendored, joined, parent
from mapperlint.model.values.vocabulary import ORM_PACKAGES
from mapperlint.places import Location, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.config import Settings
    from mapperlint.facts.scan import ScannedImport
    from mapperlint.model.imports.finder import Finder
    from mapperlint.model.imports.module_names import ModuleNames
    from mapperlint.model.modules.import_graph import ImportGraph
    from mapperlint.model.source import Source


class Namesake(Struct, frozen=True):
    """A module of the project with the name of a library.

    `wanted` is an import of what only the library has, `used` one of what only the module has.
    """

    module: Module
    wanted: Location
    used: Location | None


_PACKAGING = ("setup.py", "setup.cfg", "pyproject.toml")


class Namesakes:
    """Finds the modules of a project that hide a library, or are hidden by it."""

    def __init__(
        self,
        modules: Modules,
        source: Source,
        settings: Settings,
        finder: Finder,
        names: ModuleNames,
        graph: ImportGraph,
    ) -> None:
        self._modules = modules
        self._source = source
        self._libraries = settings.libraries
        self._finder = finder
        self._names = names
        self._graph = graph

    def __iter__(self) -> Iterator[Namesake]:
        for root in self._modules.roots:
            if root not in self._modules.tree.packages and not is_vendored(root):
                for name in sorted(self._modules.tree.children(root)):
                    yield from self._below(root, name)

    def _below(self, root: str, name: str) -> Iterator[Namesake]:
        path = self._modules.tree.found(root, name) or ""
        module = self._modules.by_path.get(path)
        if module is None or module.name != name or module.zone is not Zone.APPLICATION:
            return
        standard = name in sys.stdlib_module_names
        if path.endswith(".pyi") or not (standard or self._is_library(name)):
            return
        wanted = self._places(module, root, wants_library=True)
        used = self._places(module, root, wants_library=False)
        if wanted and standard and used:
            yield Namesake(module, wanted[0], used[0])
        elif wanted and not standard and not used and self._starts_in(root, module):
            mapping = [each for each in wanted if self._source.scan(each.path).has_mapping_words]
            if mapping:
                yield Namesake(module, mapping[0], None)

    def _is_library(self, name: str) -> bool:
        return name in ORM_PACKAGES or any(
            self._source.exists(f"{directory}/{name}{suffix}")
            for directory in self._libraries
            for suffix in ("/__init__.py", ".py")
        )

    def _places(self, module: Module, root: str, *, wants_library: bool) -> list[Location]:
        """The imports of the name, in files of its program, that ask for the one or the other."""
        return [
            Location(path, Span(each.line, 0, each.line, 0))
            for path in self._source.paths
            if path != module.path and self._is_of(root, path)
            for each in self._source.scan(path).imports
            if not each.level and each.top_level
            if each.module.partition(".")[0] == module.name
            if self._wants(module, each, library=wants_library)
        ]

    def _is_of(self, root: str, path: str) -> bool:
        """Whether a file is part of a program that finds modules in a directory."""
        module = self._modules.by_path[path]
        if module.zone is not Zone.APPLICATION or root_of(module) != root:
            return False
        return parent(path) == root or bool(self._graph.direct_importers(path))

    def _wants(self, module: Module, each: ScannedImport, *, library: bool) -> bool:
        if each.module != module.name:
            found = self._modules.tree.found(root_of(module), each.module)
            return (found is None) is library
        names = [name for name in each.names if name != "*"]
        if library:
            return any(not self._names.may_have((module.path,), name) for name in names)
        return any(name in self._finder.defined(module.path) for name in names)

    def _starts_in(self, root: str, namesake: Module) -> bool:
        """Whether programs are started in a directory: its modules import each other by name."""
        if any(
            self._source.exists(joined(home, name))
            for home in (root, *ancestors(root))
            for name in _PACKAGING
        ):
            return False
        return any(
            isinstance(answer, Found) and set(map(parent, answer.paths)) == {root}
            for path in self._source.paths
            if parent(path) == root
            for each in self._source.scan(path).imports
            if not each.level and each.module != namesake.name and "." not in each.module
            for answer in (self._finder.answer(path, 0, each.module),)
        )
