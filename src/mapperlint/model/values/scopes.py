"""Where names are looked up: modules, functions that are being followed, class bodies.

A name bound more than once has the value it had at the place that asks: statements of a module or a
class body see what stands above them, functions and strings see what the module ends up with.
Bindings under a condition that cannot be answered are alternatives; they are known only when all
alternatives agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mapperlint.facts.expressions import Expression, Name, Sequence, Starred
from mapperlint.facts.shapes import (
    Assign,
    ClassFacts,
    FunctionFacts,
    Import,
    Opaque,
    Statement,
    When,
)
from mapperlint.model.values.values import External, Made, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapperlint.model.modules.modules import Module
    from mapperlint.model.values.classes import Class
    from mapperlint.model.values.evaluation import Evaluator


class Scope(Protocol):
    """A place where names have values."""

    @property
    def module(self) -> Module:
        """The module the scope belongs to."""

    def value(self, name: str, line: int | None) -> Value | None:
        """The value of a name for code at `line`, None if it is unbound.

        A `line` of None asks for the value once the module is complete.
        """


class Bindings:
    """The statements of a block by the names they bind, in order."""

    __slots__ = ("by_name", "stars")

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.by_name: dict[str, list[Statement]] = {}
        self.stars: list[Import] = []
        for statement in statements:
            if isinstance(statement, Import) and statement.name == "*":
                self.stars.append(statement)
                continue
            for name in bound_names(statement):
                self.by_name.setdefault(name, []).append(statement)

    def alternatives(self, name: str, line: int | None) -> list[Statement]:
        """The statements that may have given `name` the value seen at `line`."""
        found = self.by_name.get(name, [])
        if line is not None:
            found = [
                statement
                for statement in found
                if statement.span.end_line < line
                or (statement.span.line < line and isinstance(statement, FunctionFacts))
            ]
        if len(found) < 2:
            return found
        runtime = [each for each in found if each.when is not When.TYPE_CHECKING]
        sure = [each for each in runtime if each.when is not When.FALLBACK]
        found = sure or runtime or found
        for index in range(len(found) - 1, -1, -1):
            if found[index].when is not When.MAYBE:
                return found[index:]
        return found


def bound_names(statement: Statement) -> tuple[str, ...]:
    """The names a statement binds in its own scope."""
    match statement:
        case Import():
            return (statement.bound,)
        case FunctionFacts() | ClassFacts():
            return (statement.name,)
        case Opaque():
            return statement.binds
        case Assign(target=target):
            if statement.value is None:
                return ()
            return _target_names(target)
    return ()


def _target_names(target: Expression) -> tuple[str, ...]:
    match target:
        case Name(id):
            return (id,)
        case Sequence(items=items):
            return tuple(name for item in items for name in _target_names(item))
        case Starred(value):
            return _target_names(value)
    return ()


class ModuleScope:
    """The names of a module."""

    __slots__ = ("_evaluator", "_told", "bindings", "module")

    def __init__(self, evaluator: Evaluator, module: Module) -> None:
        self.module = module
        self.bindings = Bindings(module.facts.body)
        self._evaluator = evaluator
        self._told = evaluator.modules.told.names_in(module.name)

    def value(self, name: str, line: int | None) -> Value | None:
        """The value of a name, from this module, its star imports, or Python itself.

        Where the source does not show what it is and the settings tell it, it stands for itself.
        """
        found = self._value(name, line)
        if name in self._told and isinstance(found, Unknown | External | Made):
            return External(f"{self.module.name}.{name}")
        return found

    def _value(self, name: str, line: int | None) -> Value | None:
        statements = self.bindings.by_name.get(name)
        if statements is None:
            return self._starred(name)
        if len(statements) == 1:  # It is what any line sees, and nothing stands in for it.
            return self._evaluator.bound(statements[0], name, self)
        statements = self.bindings.alternatives(name, line) or self.bindings.alternatives(
            name, None
        )
        if all(map(self._fails, statements)):
            statements = self._fallback(name) or statements
        return self._evaluator.agreed(statements, name, self)

    def _fails(self, statement: Statement) -> bool:
        return self._evaluator.imports.fails(statement)

    def _fallback(self, name: str) -> list[Statement]:
        """What binds a name where an import failed: the first of the handlers that does not."""
        found = [each for each in self.bindings.by_name[name] if each.when is When.FALLBACK]
        return next(([each] for each in found if not self._fails(each)), [])

    def _starred(self, name: str) -> Value | None:
        if name.startswith("_"):
            return None
        for star in reversed(self.bindings.stars):
            found = self._evaluator.imports.star_value(self.module, star, name)
            if found is not None:
                return found
        return None


class FunctionScope:
    """The names of a function that is being followed, over the scope it was defined in."""

    __slots__ = ("_parent", "module", "names")

    def __init__(self, parent: Scope, names: dict[str, Value]) -> None:
        self.module = parent.module
        self._parent = parent
        self.names = names

    def value(self, name: str, line: int | None) -> Value | None:  # noqa: ARG002 - as Scope asks
        """The value of a local name, else of the surroundings as they are when it is called."""
        if name in self.names:
            return self.names[name]
        return self._parent.value(name, None)


class ClassScope:
    """The names of a class body while it runs, over its surroundings."""

    __slots__ = ("_cls", "_evaluator", "_parent", "module")

    def __init__(self, evaluator: Evaluator, cls: Class, parent: Scope) -> None:
        self.module = parent.module
        self._evaluator = evaluator
        self._cls = cls
        self._parent = parent

    def value(self, name: str, line: int | None) -> Value | None:
        """The value of a name for a statement of the class body at `line`."""
        bindings = self._cls.bindings
        if name in bindings.by_name and (statements := bindings.alternatives(name, line)):
            return self._evaluator.agreed(statements, name, self)
        if name == "__qualname__":
            return None
        return self._parent.value(name, line)


def outer(scope: Scope) -> Scope:
    """The scope that functions and lambdas of a class body see: that around the class."""
    while isinstance(scope, ClassScope):
        scope = scope._parent  # noqa: SLF001 - scopes of one module know each other
    return scope


def unbound(name: str) -> Unknown:
    """The value of a name nobody binds."""
    return Unknown(f"`{name}` is not bound in sight")
