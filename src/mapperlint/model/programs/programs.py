"""The programs of a project, and which modules each of them surely loads, or may load."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.modules.modules import Module, Zone
from mapperlint.model.modules.tree import parent, within
from mapperlint.model.programs.entry_points import (
    EntryPoint,
    Kind,
    found_entry_points,
    is_tool,
)
from mapperlint.model.programs.other_imports import OtherImports
from mapperlint.model.programs.run_time_imports import RunTimeImports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mapperlint.config import Settings
    from mapperlint.model.imports.finder import Finder
    from mapperlint.model.modules.modules import Modules
    from mapperlint.model.source import Source


FEWEST_COLLECTED = 2
"""Modules of models that a package imports, to be one that collects them."""


class Loaded:
    """The files of a program, as far as import statements bring them in.

    `surely` are those that it loads wherever it begins, `possibly` those that any program could
    load that begins with it, whoever else imports its entry point; these are found when they are
    asked for. `Programs.leaves_out` knows what is loaded in other ways.
    """

    def __init__(self, surely: frozenset[str], find_possibly: Callable[[], frozenset[str]]) -> None:
        self.surely = surely
        self._find_possibly = find_possibly

    @cached_property
    def possibly(self) -> frozenset[str]:
        """The files that may be loaded."""
        return self._find_possibly()


class Program(Struct, frozen=True):
    """What runs from an entry point on."""

    start: EntryPoint
    loaded: Loaded


class Programs:
    """All programs. `model_paths` are the files that define mapped classes or tables."""

    def __init__(
        self,
        source: Source,
        settings: Settings,
        modules: Modules,
        finder: Finder,
        model_paths: frozenset[str],
    ) -> None:
        self._source = source
        self._settings = settings
        self._modules = modules
        self._model_paths = model_paths
        self.imports = RunTimeImports(modules, source, finder)
        self._others = OtherImports(source, self.imports)
        self._in_all_ways: dict[Loaded, frozenset[str] | None] = {}

    @cached_property
    def all(self) -> tuple[Program, ...]:
        """The programs whose entry points are known, those that people know best first."""
        found = found_entry_points(self._source, self._settings, self._modules)
        if not self._settings.entry_points:
            known = {each.module.path for each in found}
            found += tuple(each for each in self._collections() if each.module.path not in known)
        programs = (self._program(each) for each in found)
        order = list(Kind)
        by_path = sorted(programs, key=lambda each: each.start.module.path)
        return tuple(sorted(by_path, key=lambda each: order.index(each.start.kind)))

    def loading(self, path: str) -> tuple[Program, ...]:
        """Those of all programs that surely load a file."""
        return self._loading.get(path, ())

    @cached_property
    def _loading(self) -> dict[str, tuple[Program, ...]]:
        found: dict[str, list[Program]] = {}
        for program in self.all:
            for path in program.loaded.surely:
                found.setdefault(path, []).append(program)
        return {path: tuple(programs) for path, programs in found.items()}

    def loaded_by(self, path: str) -> frozenset[str]:
        """The files that the import statements of a file bring in, and the file itself."""
        return self.closure((path,), self.imports.sure)

    def leaves_out(self, loaded: Loaded, path: str) -> bool:
        """Whether a program surely never loads a file, in no way at all."""
        if path in loaded.surely or path in loaded.possibly:
            return False
        if loaded not in self._in_all_ways:
            self._in_all_ways[loaded] = self._with_other_ways(loaded)
        everything = self._in_all_ways[loaded]
        return everything is not None and path not in everything

    def closure(
        self, start: Iterable[str], edges: Callable[[str], Iterable[str]]
    ) -> frozenset[str]:
        """All files that can be reached."""
        found = set(start)
        waiting = list(found)
        while waiting:
            for each in edges(waiting.pop()):
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return frozenset(found)

    def _with_other_ways(self, loaded: Loaded) -> frozenset[str] | None:
        """The files of a program with those that strings name; None if they cannot be known."""

        def edges(path: str) -> Iterable[str]:
            return self.imports.possible(path) | self._others.named(path)

        if any(self._is_unknown(path, loaded) for path in loaded.possibly):
            return None
        everything = self.closure(loaded.possibly, edges)
        if any(map(self._others.are_handed_over, everything)):
            everything = self.closure(everything | self._others.of_any_string, edges)
        return None if any(self._is_unknown(path, loaded) for path in everything) else everything

    def _is_unknown(self, path: str, loaded: Loaded) -> bool:
        """Whether a file may load anything. What a tool of developers loads, only the tool does."""
        if path not in loaded.surely and is_tool(path):
            return False
        return self._others.are_unknown(path)

    def _program(self, start: EntryPoint) -> Program:
        starts = self.imports.around(start.module.path)

        def possibly() -> frozenset[str]:
            above = frozenset() if start.kind is Kind.SETTING else self._above(start)
            return self.closure(starts | above, self.imports.possible)

        return Program(start, Loaded(self.closure(starts, self.imports.sure), possibly))

    def _above(self, start: EntryPoint) -> frozenset[str]:
        """The files that import an entry point: the program may begin in any of them.

        No program begins in a module of models. Whoever imports a module of a package that collects
        models imports the package; of an application this says nothing, for its package may be
        around all of the project.
        """
        importers = self._importers_of_packages if _collects(start) else self._importers
        return self.closure((start.module.path,), lambda path: importers.get(path, ()))

    @cached_property
    def _importers_of_packages(self) -> dict[str, set[str]]:
        """By file, those that import it or something in it; modules of models left out."""
        found: dict[str, set[str]] = {}
        for path in self._possible_starts():
            for each in self.imports.possible(path):
                found.setdefault(each, set()).add(path)
        return found

    @cached_property
    def _importers(self) -> dict[str, set[str]]:
        """By file, those that import it by its own name; modules of models left out."""
        found: dict[str, set[str]] = {}
        for path in self._possible_starts():
            for each in self.imports.asked(path):
                found.setdefault(each, set()).add(path)
        return found

    def _possible_starts(self) -> list[str]:
        return [
            path
            for path, module in self._modules.by_path.items()
            if module.zone is Zone.APPLICATION and path not in self._model_paths
        ]

    def _collections(self) -> Iterable[EntryPoint]:
        """The packages whose `__init__` imports several modules of models that stand in them."""
        for path, module in sorted(self._modules.by_path.items()):
            if module.is_package and module.zone is Zone.APPLICATION:
                collected = [
                    each
                    for each in self.imports.sure(path)
                    if each in self._model_paths and within(each, parent(path)) and each != path
                ]
                if len(collected) >= FEWEST_COLLECTED:
                    yield EntryPoint(module, Kind.COLLECTION)

    def collector(self, module: Module, among: frozenset[str]) -> str | None:
        """The file that imports at least half of the models around one, or half of all models."""
        models = (self._model_paths & among) - {module.path}
        beside = {path for path in models if parent(path) == parent(module.path)}
        for wanted in (beside, models):
            counts = {path: len(self.imports.asked(path) & wanted) for path in sorted(among)}
            best = max(counts, key=lambda path: counts[path], default=None)
            if best and counts[best] >= max(FEWEST_COLLECTED, len(wanted) / 2):
                return best
        return None


def _collects(start: EntryPoint) -> bool:
    return start.kind is Kind.COLLECTION
