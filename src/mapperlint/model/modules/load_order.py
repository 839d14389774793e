"""Which of two modules Python runs first, as far as the import statements say.

A module that another one imports is run to its end before that goes on. Whatever a program imports
of a package, it runs the `__init__` of the package first, and all that this imports, in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.modules.modules import Module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.modules.modules import Modules
    from mapperlint.model.source import Source


class LoadOrder:
    """The order in which modules come to their end."""

    def __init__(self, modules: Modules, source: Source) -> None:
        self._modules = modules
        self._source = source
        self._orders: dict[str, dict[str, int]] = {}
        self._imports: dict[str, tuple[Module, ...]] = {}

    def runs_before(self, one: Module, other: Module) -> bool | None:
        """Whether one module has run before another does; None where programs may differ."""
        for package in self._packages(one, other):
            order = self._order(package)
            if one.path in order and other.path in order:
                return order[one.path] < order[other.path]
        first, second = one.path in self._order(other), other.path in self._order(one)
        return None if first == second else first

    def _packages(self, one: Module, other: Module) -> Iterator[Module]:
        """The packages that have both modules, the outermost first."""
        name = ""
        for part, same in zip(one.name.split("."), other.name.split("."), strict=False):
            name = f"{name}.{part}".lstrip(".")
            found = self._modules.own(name, one)
            if part != same:
                return
            if found is not None:
                yield found

    def _order(self, start: Module) -> dict[str, int]:
        """{path: its turn} of all modules that run with a module, itself the last."""
        found = self._orders.get(start.path)
        if found is None:
            found = self._orders[start.path] = {}
            self._run(start, found, set())
        return found

    def _run(self, module: Module, order: dict[str, int], begun: set[str]) -> None:
        begun.add(module.path)
        for imported in self._imported(module):
            if imported.path not in begun:
                self._run(imported, order, begun)
        order[module.path] = len(order)

    def _imported(self, module: Module) -> tuple[Module, ...]:
        """The modules of the project that a module imports as it runs, packages first."""
        found = self._imports.get(module.path)
        if found is None:
            found = self._imports[module.path] = tuple(dict.fromkeys(self._asked_for(module)))
        return found

    def _asked_for(self, module: Module) -> Iterator[Module]:
        for statement in self._source.scan(module.path).imports:
            absolute = self._modules.absolute(module, statement)
            if absolute is None or not statement.top_level:
                continue
            if not self._modules.first_party(absolute):
                continue
            parts = absolute.split(".")
            names = [".".join(parts[: end + 1]) for end in range(len(parts))]
            for name in (*names, *(f"{absolute}.{each}" for each in statement.names)):
                found = self._modules.own(name, module)
                if found is not None:
                    yield found
