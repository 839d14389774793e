"""Why a name that is not found may exist all the same, when the program runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.shapes import Branch, ClassFacts, FunctionFacts, Import, Loop, Statement
from mapperlint.model.declarative.declarative import Declarative, Mapping
from mapperlint.model.declarative.registries import Registries, Registry
from mapperlint.model.modules.modules import Zone
from mapperlint.model.modules.names_made import MAKES_NAMES
from mapperlint.model.names.metadata_tables import library_place
from mapperlint.model.values.bases import Root
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Known, Made, ModuleValue, Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.modules.modules import Module
    from mapperlint.model.values.evaluation import Evaluator


class RunTimeClasses:
    """The registries and MetaData that get classes and tables from `type(name, bases, ...)`."""

    def __init__(self, registries: Registries, bases: list[Class | Root]) -> None:
        self.registries: set[Registry] = set()
        metadata: set[Hashable] = set()
        for base in bases:
            if isinstance(base, Class):
                self.registries.add(registries.registry(base))
                metadata.add(registries.metadata(base).identity)
            elif base.made is not None:
                self.registries.add(registries.made_registry(base))
                metadata.add(registries.made_metadata(base.made).identity)
        self.metadata = frozenset(metadata - {None})


class Unseen:
    """Answers whether a class of a name may exist out of sight."""

    def __init__(
        self,
        evaluator: Evaluator,
        declarative: Declarative,
        modules: list[Module],
        classes: list[Class],
        run_time: RunTimeClasses,
    ) -> None:
        self._evaluator = evaluator
        self._declarative = declarative
        self._modules = modules
        self._run_time = run_time
        self._classes: dict[str, list[Class]] = {}
        for cls in classes:
            self._classes.setdefault(cls.name, []).append(cls)
        self._local: set[str] | None = None

    def class_reason(self, owner: Mapper, name: str) -> str | None:
        """Why the registry of `owner` may know a class of this name; None if it surely does not."""
        if not owner.registry.known:
            return "the registry of its class is not known"
        if library_place(owner.registry.identity):
            return "its registry comes from a library"
        if owner.registry in self._run_time.registries:
            return "`type()` makes classes of its registry"
        for cls in self._classes.get(name, []):
            if self._declarative.mapping(cls) is Mapping.DEFERRED:
                return f"`{name}` is mapped later"
            if cls.mapped_reason is not None:
                return cls.mapped_reason
        if name in self._local_names():
            return f"`{name}` is made by a function"
        for module in self._modules:
            reason = self._bound_reason(module, name)
            if reason is not None:
                return reason
        return None

    def _bound_reason(self, module: Module, name: str) -> str | None:
        """Whether a module gives the name to something that may be a class."""
        scope = self._evaluator.scope(module)
        if name not in scope.bindings.by_name:
            return None
        if self._comes_from_nowhere(module, name):
            return None
        value = scope.value(name, None)
        match value:
            case Unknown(reason):
                return reason
            case Made() if construct_of(value) is None:
                return f"`{name}` is made by a call that is not followed"
            case None | Known() | ModuleValue():
                return None
        return None

    def _comes_from_nowhere(self, module: Module, name: str) -> bool:
        """Whether a module only imports the name, from modules of the project that lack it.

        Such an import fails; it is no sign of a class.
        """
        statements = self._evaluator.scope(module).bindings.by_name[name]
        return all(
            isinstance(each, Import) and self._is_broken(module, each) for each in statements
        )

    def _is_broken(self, module: Module, statement: Import) -> bool:
        modules = self._evaluator.modules
        absolute = modules.absolute(module, statement)
        source = modules.own(absolute, module) if absolute is not None else None
        if source is None or statement.name is None or source.zone is Zone.LIBRARY:
            return False
        bindings = self._evaluator.scope(source).bindings
        if bindings.stars or not bindings.by_name.keys().isdisjoint(
            {statement.name, "__getattr__"}
        ):
            return False
        return not source.source.ask(source.path, MAKES_NAMES)

    def _local_names(self) -> set[str]:
        if self._local is None:
            self._local = {
                facts.name
                for module in self._modules
                for facts in _inner_classes(module.facts.body, inside=False)
            }
        return self._local


def _inner_classes(statements: tuple[Statement, ...], *, inside: bool) -> Iterator[ClassFacts]:
    for statement in statements:
        match statement:
            case ClassFacts():
                if inside:
                    yield statement
                yield from _inner_classes(statement.body, inside=inside)
            case FunctionFacts():
                yield from _inner_classes(statement.body, inside=True)
            case Loop():
                yield from _inner_classes(statement.body, inside=inside)
            case Branch():
                yield from _inner_classes(statement.then, inside=inside)
                yield from _inner_classes(statement.otherwise, inside=inside)
