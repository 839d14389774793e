"""The evaluator: what an expression of the source stands for, once all files are known.

It follows imports, constants, string work, simple functions and lambdas; it never runs anything.
Each expression gives one of the values of `values.py`; what a program would have to run for
gives `Unknown` with a reason.
"""

from __future__ import annotations

import builtins
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from mapperlint.facts.expressions import (
    Attribute,
    Call,
    Conditional,
    Constant,
    Expression,
    FormattedString,
    Lambda,
    Mapping,
    Name,
    Operation,
    Sequence,
    Starred,
    Subscript,
    Unreadable,
)
from mapperlint.facts.extract import parse_expression
from mapperlint.facts.shapes import Assign, ClassFacts, FunctionFacts, Import, Opaque, Statement
from mapperlint.model.modules.modules import Module, Modules
from mapperlint.model.values import operations
from mapperlint.model.values.attributes_of import attribute_of
from mapperlint.model.values.calls import called
from mapperlint.model.values.classes import Class
from mapperlint.model.values.functions import followed
from mapperlint.model.values.imported_names import ImportedNames
from mapperlint.model.values.made_classes import made_class
from mapperlint.model.values.scopes import FunctionScope, ModuleScope, Scope, outer, unbound
from mapperlint.model.values.truth import truth
from mapperlint.model.values.values import (
    Closure,
    Entries,
    External,
    Function,
    Items,
    Known,
    Made,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapperlint.facts.expressions import Keyword
    from mapperlint.model.declarative.annotations import ReadAnnotation
    from mapperlint.model.declarative.declarative import Declarative
    from mapperlint.model.declarative.registries import Registries
    from mapperlint.model.versions.sqlalchemy_version import SqlalchemyVersion

DEEPEST = 60
"""Nested evaluations before giving up; real models stay far below."""


class Evaluator:
    """Evaluates expressions of all modules; remembers what it has evaluated."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.imports = ImportedNames(self)
        self.depth = 0
        self.following: list[FunctionFacts] = []
        self.within: list[Location] = []
        self.statements_left = 0
        self.annotations: dict[tuple[int, int], ReadAnnotation] = {}
        self.declarative: Declarative
        self.registries: Registries
        self.sqlalchemy: SqlalchemyVersion
        self._scopes: dict[str, ModuleScope] = {}
        self._classes: dict[tuple[str, object, int], Class] = {}
        self._made_classes: dict[Made, Class] = {}
        self._statements: dict[tuple[int, int, str], Value] = {}
        self._running: set[tuple[int, int, str]] = set()
        self._kept: list[object] = []

    @cached_property
    def told_bases(self) -> frozenset[Class]:
        """The classes of the source that the settings call declarative bases."""
        named = (dotted.rpartition(".") for dotted in self.modules.told.bases)
        values = (self.imports.module_attribute(module, name) for module, _, name in named)
        return frozenset(value for value in values if isinstance(value, Class))

    # names

    def scope(self, module: Module) -> ModuleScope:
        """The names of a module."""
        found = self._scopes.get(module.path)
        if found is None:
            found = self._scopes[module.path] = ModuleScope(self, module)
        return found

    def name(self, name: str, scope: Scope, line: int | None) -> Value:
        """The value of a bare name."""
        found = scope.value(name, line)
        return _builtin(name) if found is None else found

    def agreed(self, statements: list[Statement], name: str, scope: Scope) -> Value:
        """The value all alternative statements give to a name; unknown if they differ."""
        if len(statements) == 1:
            return self.bound(statements[0], name, scope)
        values = [self.bound(statement, name, scope) for statement in statements]
        known = [value for value in values if not isinstance(value, Unknown)]
        if not known:
            return values[-1]
        if all(value == known[0] for value in known[1:]) and len(known) == len(values):
            return known[0]
        return Unknown(f"`{name}` is bound in more than one way", None)

    def bound(self, statement: Statement, name: str, scope: Scope) -> Value:
        """The value one statement gives to a name."""
        key = (id(statement), id(scope), name)
        found = self._statements.get(key)
        if found is not None:
            return found
        if key in self._running or self.depth > DEEPEST:
            return Unknown(f"`{name}` is defined through itself")
        self._running.add(key)
        self.depth += 1
        value = self._bound(statement, name, scope)
        self.depth -= 1
        self._running.discard(key)
        self._statements[key] = value
        self._kept.append((statement, scope))
        return value

    def _bound(self, statement: Statement, name: str, scope: Scope) -> Value:
        match statement:
            case Import():
                return self.imports.value(scope.module, statement)
            case ClassFacts():
                return self.class_of(statement, scope)
            case FunctionFacts():
                return Function(statement, outer(scope))
            case Assign(target=Name(), value=value, annotation=annotation) if value is not None:
                found = self.evaluate(value, scope)
                if annotation is not None and isinstance(scope, ModuleScope):
                    return self._object_of(annotation, found, scope, statement)
                return found
            case Assign(target=Sequence(items=targets), value=value) if value is not None:
                return self._unpacked(targets, name, self.evaluate(value, scope))
            case Assign(target=Attribute(), value=value) if value is not None:
                return self.evaluate(value, scope)
            case Opaque():
                return Unknown(f"`{name}` is changed by {statement.reason}")
        return Unknown(f"`{name}` is bound in a way that is not followed")

    def _object_of(
        self, annotation: Expression, value: Value, scope: Scope, statement: Assign
    ) -> Value:
        """`name: Manager = proxy()`: an object of the class its annotation names.

        What an object in sight is made of says more than the annotation, unless the two have
        nothing in common: then it stands in for another.
        """
        if isinstance(value, Made):
            if construct(value.maker) is not None:
                return value
        elif not isinstance(value, Unknown):
            return value
        if isinstance(annotation, Constant) and isinstance(annotation.value, str):
            annotation = parse_expression(annotation.value) or annotation
        cls = self.evaluate(annotation, scope, None)
        if not isinstance(cls, Class):
            return value
        if isinstance(value, Made) and isinstance(value.maker, Class) and cls in value.maker.mro:
            return value
        return Made(cls, (), (), open=True, where=self.place(scope, statement.target))

    def _unpacked(self, targets: tuple[Expression, ...], name: str, value: Value) -> Value:
        if isinstance(value, Items) and not value.open and len(value.items) == len(targets):
            for target, item in zip(targets, value.items, strict=True):
                if isinstance(target, Name) and target.id == name:
                    return item
        return Unknown(f"`{name}` is unpacked from something that is not read")

    # classes

    def class_of(self, facts: ClassFacts, scope: Scope) -> Class:
        """The class a statement makes in a scope."""
        instance = id(scope) if isinstance(scope, FunctionScope) else 0
        key = (scope.module.path, facts.span, instance)
        found = self._classes.get(key)
        if found is None:
            found = self._classes[key] = Class(facts, scope, self)
        return found

    def class_of_call(self, made: Made, scope: Scope) -> Value:
        """The class that a call of `type` with three arguments makes; the same for equal calls."""
        found = self._made_classes.get(made)
        if found is None:
            found = made_class(self, made, scope)
            if found is None:
                return Unknown("`type()` makes it of things that are not read", made.where)
            self._made_classes[made] = found
        return found

    @property
    def made_classes(self) -> list[Class]:
        """The classes that calls of `type` have made so far, in the order they were met."""
        return list(self._made_classes.values())

    def follows_type_call(self, place: Location, *, only_here: bool) -> bool:
        """Whether a class was made of a call of `type`.

        `only_here` asks whether that is all the call makes: it stands in no function, which others
        may call as well.
        """
        return any(
            made.where == place and not (only_here and made.within) for made in self._made_classes
        )

    def tablename(self, cls: Class) -> Value:
        """`cls.__tablename__`."""
        return self.declarative.table_name(cls)

    def table_text(self, cls: Class, name: str) -> Value:
        """`cls.__table__.name`, `.schema` or `.fullname`."""
        return self.declarative.table_text(cls, name)

    def declared(self, function: Function) -> Value:
        """What a `declared_attr` function gives for the class it is bound to."""
        key = (id(function.facts), id(function.bound), function.facts.name)
        if key not in self._statements:
            if key in self._running:
                return Unknown(f"`{function.facts.name}` is defined through itself")
            self._running.add(key)
            self._statements[key] = followed(self, function, (), (), is_open=False)
            self._running.discard(key)
            self._kept.append(function)
        return self._statements[key]

    # expressions

    def evaluate(self, expression: Expression, scope: Scope, line: int | None = -1) -> Value:
        """The value of an expression standing at its own line, or read late when `line` is None."""
        if line == -1:
            line = expression.span.line
        if self.depth > DEEPEST:
            return Unknown("an expression nested too deeply")
        self.depth += 1
        value = self._evaluate(expression, scope, line)
        self.depth -= 1
        return value

    # Each kind of expression is asked with all there is, whether it needs it or not.

    def _evaluate(self, expression: Expression, scope: Scope, line: int | None) -> Value:
        return self._by_type[type(expression)](self, expression, scope, line)

    def _constant(self, expression: Constant, scope: Scope, line: int | None) -> Value:  # noqa: ARG002
        return Known(expression.value)

    def _name(self, expression: Name, scope: Scope, line: int | None) -> Value:
        found = scope.value(expression.id, line)
        return _builtin(expression.id) if found is None else found

    def _attribute(self, expression: Attribute, scope: Scope, line: int | None) -> Value:
        value = self._evaluate(expression.value, scope, line)
        return attribute_of(self, value, expression.attribute)

    def _formatted(self, expression: FormattedString, scope: Scope, line: int | None) -> Value:
        return operations.joined([self._evaluate(part, scope, line) for part in expression.parts])

    def _operation(self, expression: Operation, scope: Scope, line: int | None) -> Value:
        values = [self._evaluate(operand, scope, line) for operand in expression.operands]
        return operations.operated(expression.operator, values)

    def _lambda(self, expression: Lambda, scope: Scope, line: int | None) -> Value:  # noqa: ARG002
        return Closure(expression, outer(scope))

    def _starred(self, expression: Starred, scope: Scope, line: int | None) -> Value:  # noqa: ARG002
        return Unknown("a starred value", self.place(scope, expression.value))

    def _unreadable(self, expression: Unreadable, scope: Scope, line: int | None) -> Value:  # noqa: ARG002
        return Unknown(expression.reason, self.place(scope, expression))

    def place(self, scope: Scope, expression: Expression) -> Location:
        """Where an expression stands."""
        return Location(scope.module.path, expression.span)

    def _sequence(self, expression: Sequence, scope: Scope, line: int | None) -> Value:
        return self._items(expression.kind, expression.items, scope, line)

    def _items(
        self, kind: str, items: tuple[Expression, ...], scope: Scope, line: int | None
    ) -> Items:
        values: list[Value] = []
        is_open = False
        for item in items:
            if isinstance(item, Starred):
                inner = self._evaluate(item.value, scope, line)
                if isinstance(inner, Items):
                    values.extend(inner.items)
                    is_open = is_open or inner.open
                else:
                    is_open = True
            else:
                values.append(self._evaluate(item, scope, line))
        return Items(kind, tuple(values), is_open)

    def _mapping(self, expression: Mapping, scope: Scope, line: int | None) -> Value:
        entries: list[tuple[Value, Value]] = []
        is_open = False
        for key, value in expression.entries:
            evaluated = self._evaluate(value, scope, line)
            if key is not None:
                name = self._evaluate(key, scope, line)
                is_open = is_open or isinstance(name, Unknown)
                entries.append((name, evaluated))
            elif isinstance(evaluated, Entries):
                entries.extend(evaluated.entries)
                is_open = is_open or evaluated.open
            else:
                is_open = True
        return Entries(tuple(entries), is_open)

    def _conditional(self, expression: Conditional, scope: Scope, line: int | None) -> Value:
        answer = truth(self._evaluate(expression.test, scope, line))
        if answer is not None:
            return self._evaluate(expression.then if answer else expression.otherwise, scope, line)
        then = self._evaluate(expression.then, scope, line)
        otherwise = self._evaluate(expression.otherwise, scope, line)
        return then if then == otherwise else Unknown("a condition only the program can answer")

    def _subscript(self, expression: Subscript, scope: Scope, line: int | None) -> Value:
        origin = self._evaluate(expression.value, scope, line)
        inner = self._evaluate(expression.index, scope, line)
        return operations.subscripted(origin, inner)

    # calls

    def _call(self, call: Call, scope: Scope, line: int | None) -> Value:
        function = self._evaluate(call.function, scope, line)
        if isinstance(function, Unknown):
            return function
        arguments, is_open = self._arguments(call, scope, line)
        keywords, open_keywords = self._keywords(call.keywords, scope, line)
        written = [(str(i), each) for i, each in enumerate(call.arguments)]
        written += [(word.name, word.value) for word in call.keywords if word.name is not None]
        made = Made(
            function if isinstance(function, External | Class) else External("builtins.object"),
            arguments,
            keywords,
            open=is_open or open_keywords,
            where=self.place(scope, call),
            expressions=tuple(written),
            within=tuple(self.within),
            all_keywords=not open_keywords,
        )
        return called(self, function, made, scope)

    def _arguments(
        self, call: Call, scope: Scope, line: int | None
    ) -> tuple[tuple[Value, ...], bool]:
        found = self._items("tuple", call.arguments, scope, line)
        return found.items, found.open

    def _keywords(
        self, keywords: tuple[Keyword, ...], scope: Scope, line: int | None
    ) -> tuple[tuple[tuple[str, Value], ...], bool]:
        found: list[tuple[str, Value]] = []
        is_open = False
        for keyword in keywords:
            value = self._evaluate(keyword.value, scope, line)
            if keyword.name is not None:
                found.append((keyword.name, value))
            elif isinstance(value, Entries):
                found.extend(
                    (name.value, inner)
                    for name, inner in value.entries
                    if isinstance(name, Known) and isinstance(name.value, str)
                )
                is_open = is_open or value.open
            else:
                is_open = True
        return tuple(found), is_open

    def result(self, function: Function, arguments: tuple[Value, ...]) -> Value:
        """What a function of the source returns for some arguments."""
        return followed(self, function, arguments, (), is_open=False)

    def resolved(self, value: Value) -> Value:
        """What a lambda or a function without arguments returns; any other value as it is."""
        if isinstance(value, Closure) and not value.expression.parameters:
            return self.evaluate(value.expression.body, value.scope, None)
        if isinstance(value, Function) and not value.facts.parameters:
            return followed(self, value, (), (), is_open=False)
        return value

    _by_type: ClassVar[dict[type, Callable[[Evaluator, Any, Scope, int | None], Value]]] = {
        Constant: _constant,
        Name: _name,
        Attribute: _attribute,
        Call: _call,
        Sequence: _sequence,
        Mapping: _mapping,
        FormattedString: _formatted,
        Operation: _operation,
        Conditional: _conditional,
        Subscript: _subscript,
        Lambda: _lambda,
        Starred: _starred,
        Unreadable: _unreadable,
    }


def _builtin(name: str) -> Value:
    """What Python itself means by a name that no scope binds."""
    return External(f"builtins.{name}") if hasattr(builtins, name) else unbound(name)
