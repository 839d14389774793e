"""Modules of models that import each other so that neither can be imported.

Python runs the body of a module when it is first imported. A module that is asked for a name while
its body still waits for another import has not bound it yet, unless it did so further up. The
bodies are followed here, import by import and name by name, from each module of a cycle: what fails
wherever one begins, fails in the program too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapperlint.facts.expressions import Name
from mapperlint.facts.shapes import Assign, ClassFacts, FunctionFacts, Import, Opaque, When

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.facts.shapes import Statement
    from mapperlint.model.modules.modules import Module, Modules


@dataclass(frozen=True, slots=True)
class ImportCycle:
    """An import in `module` of a name that `target` has not bound by then."""

    module: Module
    statement: Import
    target: Module

    @property
    def name(self) -> str:
        """The name that is asked for too early."""
        return str(self.statement.name)


def import_cycles(modules: Modules, members: Iterable[Module]) -> Iterator[ImportCycle]:
    """The cycles among some modules that fail wherever the program begins, one for each cycle."""
    known = {module.path: module for module in members}
    edges = {path: set(_imported(modules, module, known)) for path, module in known.items()}
    for cycle in _cycles(edges):
        outcomes = [_Run(modules, {path: known[path] for path in cycle}).of(path) for path in cycle]
        if all(isinstance(outcome, ImportCycle) for outcome in outcomes):
            first = outcomes[0]
            assert isinstance(first, ImportCycle)
            yield first


def _imported(modules: Modules, module: Module, known: dict[str, Module]) -> Iterator[str]:
    for statement in module.facts.body:
        if isinstance(statement, Import) and statement.when is not When.TYPE_CHECKING:
            target = _target(modules, module, statement)
            if target is not None and target.path in known:
                yield target.path


def _target(modules: Modules, module: Module, statement: Import) -> Module | None:
    """The module a statement runs: that of the name itself, where the name is a module."""
    absolute = modules.absolute(module, statement)
    if absolute is None:
        return None
    inner = modules.own(f"{absolute}.{statement.name}", module) if statement.name else None
    return inner or modules.own(absolute, module)


def _cycles(edges: dict[str, set[str]]) -> Iterator[list[str]]:
    """The groups of files that all lead to each other, in the order of their paths."""
    reached = {path: _reached(edges, path) for path in edges}
    seen: set[str] = set()
    for path in sorted(edges):
        group = sorted(each for each in reached[path] if path in reached[each])
        if path not in seen and len(group) > 1:
            seen.update(group)
            yield group


def _reached(edges: dict[str, set[str]], path: str) -> set[str]:
    found: set[str] = set()
    waiting = [path]
    while waiting:
        for each in edges.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


class _Undecided(Exception):
    """A statement may do more than is seen."""


class _Failed(Exception):
    def __init__(self, cycle: ImportCycle) -> None:
        super().__init__(cycle.name)
        self.cycle = cycle


class _Run:
    """One program that imports modules of a cycle."""

    def __init__(self, modules: Modules, members: dict[str, Module]) -> None:
        self._modules = modules
        self._members = members
        self._bound: dict[str, set[str]] = {}
        self._done: set[str] = set()

    def of(self, path: str) -> ImportCycle | None:
        """How importing a file first ends; None where it works, or that is not known."""
        try:
            self._import(self._members[path])
        except _Failed as failure:
            return failure.cycle
        except _Undecided:
            return None
        return None

    def _import(self, module: Module) -> None:
        bound = self._bound[module.path] = set()
        for statement in module.facts.body:
            if isinstance(statement, Import):
                self._follow(module, statement)
            bound.update(_binds(statement))
        self._done.add(module.path)

    def _follow(self, module: Module, statement: Import) -> None:
        if statement.when is When.TYPE_CHECKING:
            return
        target = _target(self._modules, module, statement)
        if target is None or target.path not in self._members or target is module:
            return
        if statement.when is not When.ALWAYS or statement.optional:
            raise _Undecided
        if target.path not in self._bound:
            self._import(target)
        named = self._modules.absolute(module, statement) == target.name
        if not named or statement.name is None or target.path in self._done:
            return
        if statement.name == "*" or "__getattr__" in self._bound[target.path]:
            raise _Undecided
        if statement.name not in self._bound[target.path]:
            raise _Failed(ImportCycle(module, statement, target))


def _binds(statement: Statement) -> Iterator[str]:
    """The names a statement of a module binds; one whose names are not seen decides nothing."""
    match statement:
        case Import(name="*"):
            raise _Undecided
        case Import():
            yield statement.bound
        case ClassFacts() | FunctionFacts():
            yield statement.name
        case Assign(target=Name(id)):
            yield id
        case Opaque():
            raise _Undecided
