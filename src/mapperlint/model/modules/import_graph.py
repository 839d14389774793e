"""Which modules come into one process: who imports whom, as far as the statements say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.modules.modules import Module, Zone

if TYPE_CHECKING:
    from mapperlint.model.modules.modules import Modules
    from mapperlint.model.source import Source


class ImportGraph:
    """The import statements of the application, as a graph of files."""

    def __init__(self, modules: Modules, source: Source) -> None:
        self._modules = modules
        self._source = source
        self._importers: dict[str, set[str]] | None = None
        self._above: dict[str, frozenset[str]] = {}

    def loaded_together(self, one: Module, other: Module) -> bool:
        """Whether some live module of the application brings both into its process."""
        both = self.importers(one.path) & self.importers(other.path)
        return any(not self._modules.is_archived(self._modules.by_path[path]) for path in both)

    def importers(self, path: str) -> frozenset[str]:
        """The files that import a file, directly or through others, and the file itself."""
        found = self._above.get(path)
        if found is None:
            found = self._above[path] = self._closure(path)
        return found

    def direct_importers(self, path: str) -> frozenset[str]:
        """The files that import a file themselves."""
        return frozenset(self._edges.get(path, ()))

    def _closure(self, path: str) -> frozenset[str]:
        edges = self._edges
        seen = {path}
        waiting = [path]
        while waiting:
            for importer in edges.get(waiting.pop(), ()):
                if importer not in seen:
                    seen.add(importer)
                    waiting.append(importer)
        return frozenset(seen)

    @property
    def _edges(self) -> dict[str, set[str]]:
        if self._importers is None:
            self._importers = {}
            for module in self._modules.by_path.values():
                if module.zone is Zone.APPLICATION:
                    self._add(module, self._importers)
        return self._importers

    def _add(self, module: Module, edges: dict[str, set[str]]) -> None:
        for statement in self._source.scan(module.path).imports:
            absolute = self._modules.absolute(module, statement)
            if absolute is None or not self._modules.first_party(absolute):
                continue
            for name in (absolute, *(f"{absolute}.{each}" for each in statement.names)):
                self._link(module, name, edges)
        self._link_parents(module.name, module, edges)

    def _link(self, module: Module, name: str, edges: dict[str, set[str]]) -> None:
        found = self._modules.own(name, module)
        if found is not None and found is not module:
            edges.setdefault(found.path, set()).add(module.path)
            self._link_parents(name, module, edges)

    def _link_parents(self, name: str, module: Module, edges: dict[str, set[str]]) -> None:
        """Importing `a.b.c` imports `a` and `a.b` as well."""
        parent = name.rpartition(".")[0]
        while parent:
            found = self._modules.own(parent, module)
            if found is not None and found is not module:
                edges.setdefault(found.path, set()).add(module.path)
            parent = parent.rpartition(".")[0]
