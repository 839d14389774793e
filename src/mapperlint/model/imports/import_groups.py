"""Groups of modules in which each leads to each other by imports that run when it is imported.

Only statements at the margin count, as scans see them: what stands in a function or a `try` runs
later or may fail. An import of `a.b.c` leads to `a` and `a.b` as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.modules.modules import Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.modules.modules import Module, Modules
    from mapperlint.model.source import Source


def import_groups(modules: Modules, source: Source, starts: Iterable[str]) -> Iterator[list[str]]:
    """The groups that some files lead to, each in the order of its paths."""
    search = _Search(_Edges(modules, source))
    for start in sorted(starts):
        yield from search.groups(start)


class _Edges:
    """Which modules of the application the import of a module imports."""

    def __init__(self, modules: Modules, source: Source) -> None:
        self._modules = modules
        self._source = source

    def of(self, path: str) -> list[str]:
        module = self._modules.by_path[path]
        found = {
            each.path for name in self._with_packages(module) if (each := self._own(name, module))
        }
        return sorted(found - {path})

    def _names(self, module: Module) -> Iterator[str]:
        for statement in self._source.scan(module.path).imports:
            if not statement.top_level:
                continue
            absolute = self._modules.absolute(module, statement)
            if absolute is not None and self._modules.first_party(absolute):
                yield absolute
                yield from (f"{absolute}.{name}" for name in statement.names)

    def _with_packages(self, module: Module) -> set[str]:
        """The names that a module imports, and those of the packages around them."""
        found: set[str] = set()
        for name in self._names(module):
            whole = name
            while whole and whole not in found:
                found.add(whole)
                whole = whole.rpartition(".")[0]
        return found

    def _own(self, name: str, module: Module) -> Module | None:
        found = self._modules.own(name, module)
        return found if found is not None and found.zone is Zone.APPLICATION else None


class _Search:
    """Tarjan's search for strongly connected components, without recursion."""

    def __init__(self, edges: _Edges) -> None:
        self._edges = edges
        self._index: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._stack: list[str] = []
        self._on_stack: set[str] = set()

    def groups(self, start: str) -> Iterator[list[str]]:
        """The groups of several files that are met for the first time from a file."""
        if start in self._index:
            return
        work = [(start, iter(self._enter(start)))]
        while work:
            path, successors = work[-1]
            following = next(successors, None)
            if following is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    self._low[above] = min(self._low[above], self._low[path])
                if self._low[path] == self._index[path]:
                    group = self._leave(path)
                    if len(group) > 1:
                        yield sorted(group)
            elif following not in self._index:
                work.append((following, iter(self._enter(following))))
            elif following in self._on_stack:
                self._low[path] = min(self._low[path], self._index[following])

    def _enter(self, path: str) -> list[str]:
        self._index[path] = self._low[path] = len(self._index)
        self._stack.append(path)
        self._on_stack.add(path)
        return self._edges.of(path)

    def _leave(self, path: str) -> list[str]:
        group: list[str] = []
        while not group or group[-1] != path:
            group.append(self._stack.pop())
        self._on_stack.difference_update(group)
        return group
