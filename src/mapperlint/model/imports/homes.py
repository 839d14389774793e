"""Where names live now that an import asks another module for in vain.

Of the modules that define a name, the likeliest are told: those of the package that took the place
of an archived one, those that define what names written like it are, those that the rest of the
project imports it from.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.imports.successors import attributes_asked
from mapperlint.model.modules.modules import Module, Modules, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mapperlint.model.imports.finder import Finder
    from mapperlint.model.imports.module_names import ModuleNames
    from mapperlint.model.source import Source


MOST_HOMES = 2
"""A name that more modules define, none of them likelier than the others, has no home to tell."""


class Home(Struct, frozen=True):
    """Where names are defined now; without any it is what took the place of a module."""

    names: tuple[str, ...]
    module: str


class Homes:
    """The homes of names. `is_judged` says of a module whether its definitions count."""

    def __init__(
        self,
        modules: Modules,
        source: Source,
        finder: Finder,
        names: ModuleNames,
        is_judged: Callable[[Module], bool],
    ) -> None:
        self._modules = modules
        self._source = source
        self._finder = finder
        self._names = names
        self._is_judged = is_judged

    def of(
        self, names: Iterable[str], module: Module, new: str = "", old: str = ""
    ) -> tuple[Home, ...]:
        """The modules that define names now, those of the package `new` before all others.

        `old` is the module that they were asked of.
        """
        found: dict[str, list[str]] = {}
        for name in names:
            for home in self._of_one(name, module, new, old):
                found.setdefault(home, []).append(name)
        return tuple(Home(tuple(names), home) for home, names in found.items())

    def known(self, name: str) -> bool:
        """Whether any module defines a name."""
        return name in self._defining

    def defining(self, name: str, importer: Module, old: str) -> tuple[Module, ...]:
        """All modules that define a name which an importer asks another one, `old`, for in vain.

        One that a file asks for the name as well defines something else of that name.
        """
        namesakes = self._namesakes_of(old, name)
        return tuple(
            module
            for module in self._defining.get(name, ())
            if self._may_be_named(module, importer) and module.name not in namesakes
        )

    def _namesakes_of(self, old: str, name: str) -> frozenset[str]:
        """The modules that some file asks for a name, which it asks another module for too."""
        return frozenset(
            home
            for homes in self._asked_together.get(name, ())
            if old in homes
            for home in homes
            if home != old
        )

    @cached_property
    def _asked_together(self) -> dict[str, list[frozenset[str]]]:
        """For each name the modules that one file asks for it, where these are several."""
        found: dict[str, list[frozenset[str]]] = {}
        for path in self._source.paths:
            homes: dict[str, set[str]] = {}
            for each in self._source.scan(path).imports:
                absolute = self._modules.absolute(self._modules.by_path[path], each) or ""
                for name in each.names:
                    homes.setdefault(name, set()).add(absolute)
            for name, asked in homes.items():
                if len(asked) > 1:
                    found.setdefault(name, []).append(frozenset(asked))
        return found

    def _of_one(self, name: str, importer: Module, new: str, old: str) -> list[str]:
        defining = self.defining(name, importer, old)
        homes = {module.name: module.path for module in defining} or self._packages_with(
            name, importer
        )
        ranks = {
            home: (
                bool(new) and f"{home}.".startswith(f"{new}."),
                self._is_of_kind(name, path),
                self.uses[home, name],
            )
            for home, path in homes.items()
        }
        tied = sorted(home for home in homes if ranks[home] == max(ranks.values()))
        return tied if len(tied) <= MOST_HOMES else []

    def _packages_with(self, name: str, importer: Module) -> dict[str, str]:
        """The packages that have a module of a name, with all that is asked of it."""
        modules = (
            module
            for module in self._modules.by_path.values()
            if module.name.endswith(f".{name}")
            and self._is_judged(module)
            and self._may_be_named(module, importer)
        )
        asked = attributes_asked(name, self._source.text(importer.path))
        return {
            module.name.rpartition(".")[0]: module.path
            for module in modules
            if all(self._names.may_have((module.path,), each) for each in asked)
        }

    def _is_of_kind(self, name: str, path: str) -> bool:
        """Whether a file defines a name as what names written like it are: `User` is a class."""
        is_class = any(each.name == name for each in self._source.scan(path).classes)
        return is_class is (name[:1].isupper() and not name.isupper())

    def _may_be_named(self, module: Module, importer: Module) -> bool:
        """Whether an importer could import a module under its name, and should."""
        if module is importer or (module.zone is Zone.TESTS and importer.zone is not Zone.TESTS):
            return False
        return self._finder.reaches(importer.path, module)

    @cached_property
    def _defining(self) -> dict[str, list[Module]]:
        """The modules that define each name themselves."""
        found: dict[str, list[Module]] = {}
        for path in self._source.paths:
            module = self._modules.by_path[path]
            if self._is_judged(module):
                for name in self._finder.defined(path):
                    found.setdefault(name, []).append(module)
        return found

    @cached_property
    def uses(self) -> Counter[tuple[str, str]]:
        """How often each name is imported from each module."""
        return Counter(
            (self._modules.absolute(self._modules.by_path[path], each) or "", name)
            for path in self._source.paths
            for each in self._source.scan(path).imports
            for name in each.names
        )


def told(homes: Iterable[Home]) -> str:
    """Where names are defined now, as a sentence says it."""
    modules: dict[tuple[str, ...], list[str]] = {}
    for home in homes:
        modules.setdefault(home.names, []).append(f"`{home.module}`")
    return "; ".join(
        f"{_listed(names)} {'is' if len(names) == 1 else 'are'} now in {' or '.join(places)}"
        if names
        else f"{' or '.join(places)} took its place"
        for names, places in modules.items()
    )


def _listed(names: tuple[str, ...]) -> str:
    """Names as a sentence lists them: `A`, `B` and `C`."""
    quoted = [f"`{name}`" for name in names]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
