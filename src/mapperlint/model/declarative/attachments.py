"""What is done to classes after their statements.

Attributes are assigned to them, properties are added, or they are mapped imperatively. Statements
of a module are followed. What a function would do when it runs is followed only for
`map_imperatively`, since mapping functions run once at start; any other attribute a function sets
is noted as unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import (
    Attribute,
    Call,
    Constant,
    Expression,
    Mapping,
    Name,
    Operation,
    Sequence,
)
from mapperlint.facts.questions import Holds
from mapperlint.facts.shapes import (
    Assign,
    Branch,
    ClassFacts,
    Evaluate,
    FunctionFacts,
    Loop,
    Statement,
    When,
)
from mapperlint.facts.walk import calls
from mapperlint.model.declarative.attributes import may_be_mapped
from mapperlint.model.values.bases import Root, root_of
from mapperlint.model.values.classes import ANY_NAME, Class, Member
from mapperlint.model.values.scopes import FunctionScope, Scope, outer
from mapperlint.model.values.values import Made, Unknown, Value
from mapperlint.model.values.vocabulary import Direction, construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarative.declarative import Declarative
    from mapperlint.model.declarative.registries import Registries
    from mapperlint.model.modules.modules import Module
    from mapperlint.model.values.evaluation import Evaluator

_TYPE_CALL = Holds(rb"\btype\(\s*[^()]{1,200},\s*\(", (b"type(",))
"""What `type(name, (Base,), ...)` looks like; only where it does, the facts are searched for it."""

_MAPPING_CALLS = frozenset({"map_imperatively", "mapper"})


class Hook(Struct, frozen=True):
    """A function that adds properties to classes it is handed when the program runs.

    `directions` are those of the relationships it does it for, where its tests name one; else None.
    """

    directions: frozenset[str] | None = None

    @classmethod
    def of(cls, tests: tuple[Expression, ...]) -> Hook:
        """The hook behind some tests: `if prop.direction is ONETOMANY` narrows it."""
        named = {name for test in tests if (name := _direction_named(test)) is not None}
        return cls(frozenset(named) or None)


def _direction_named(test: Expression) -> str | None:
    match test:
        case Operation("is" | "==", (_, Attribute(_, name) | Name(name))):
            return name if name in Direction.__members__ else None
    return None


class Attachments:
    """Finds what is attached to classes."""

    def __init__(
        self, evaluator: Evaluator, declarative: Declarative, registries: Registries
    ) -> None:
        self._evaluator = evaluator
        self._declarative = declarative
        self._registries = registries
        self.hook: Hook | None = None
        self.type_calls: dict[Location, list[Class | Root]] = {}

    def collect(self, module: Module) -> None:
        """Follow the statements of a module."""
        scope = self._evaluator.scope(module)
        for statement in module.facts.body:
            self._statement(statement, scope)
        for function in _functions(module.facts.body):
            self._function(function, scope)
        for cls, method in self._class_methods(module.facts.body, scope):
            self._class_method(cls, method)
        if module.source.ask(module.path, _TYPE_CALL):
            self._made_by_type(module, scope)

    def _made_by_type(self, module: Module, scope: Scope) -> None:
        """Note the bases of classes that `type(name, bases, namespace)` makes."""
        for call in calls(module.facts.body):
            match call:
                case Call(Name("type"), (_, Sequence(items=bases), _)):
                    values = [self._evaluator.evaluate(base, scope, None) for base in bases]
                    found = [base for base in map(_declarative_base, values) if base is not None]
                    if any(isinstance(each, Root) for base in found for each in _order(base)):
                        self.type_calls[Location(module.path, call.span)] = found

    def _statement(self, statement: Statement, scope: Scope) -> None:
        match statement:
            case Assign(target=Attribute(owner, name), value=value) if value is not None:
                self._assigned(owner, name, value, statement, scope)
            case ClassFacts():
                body = self._evaluator.class_of(statement, scope).body_scope
                for inner in statement.body:
                    match inner:
                        case Assign(target=Attribute(owner, name), value=value) if (
                            value is not None
                        ):
                            self._assigned(owner, name, value, inner, body)
            case Assign(value=Call() as call) | Evaluate(Call() as call):
                self._call(call, scope)

    def _assigned(
        self, owner: Expression, name: str, value: Expression, statement: Assign, scope: Scope
    ) -> None:
        """`User.posts = relationship(...)`, or `mapper_registry.metadata = metadata`."""
        if not isinstance(owner, Name | Attribute):
            return
        found = self._evaluator.evaluate(owner, scope, None)
        if isinstance(found, Class):
            found.attached[name] = Member(name, found, statement, scope)
        elif (
            isinstance(found, Made) and name == "metadata" and construct(found.maker) == "registry"
        ):
            given = self._evaluator.evaluate(value, scope)
            self._registries.assigned_metadata[found.where] = given

    def _class(self, expression: Expression, scope: Scope) -> Class | None:
        if not isinstance(expression, Name | Attribute):
            return None
        value = self._evaluator.evaluate(expression, scope, None)
        return value if isinstance(value, Class) else None

    def _call(self, call: Call, scope: Scope) -> None:
        name = _called_name(call)
        if name in _MAPPING_CALLS:
            self._imperative(self._evaluator.evaluate(call, scope, None))
        elif name == "setattr" and len(call.arguments) == 3:
            owner, key, value = call.arguments
            self._attach(self._class(owner, scope), key, value, call, scope)
        elif isinstance(call.function, Attribute) and name in {"add_property", "add_properties"}:
            cls = self._mapped_by(call.function.value, scope)
            match name, call.arguments:
                case "add_property", (key, value):
                    self._attach(cls, key, value, call, scope)
                case "add_properties", (Mapping(entries),):
                    for name_of, value in entries:
                        self._attach(cls, name_of, value, call, scope)
                case _ if cls is not None:
                    cls.set_by_functions[ANY_NAME] = Unknown("its properties are not read whole")

    def _mapped_by(self, mapper: Expression, scope: Scope) -> Class | None:
        """The class of `A.__mapper__`, `inspect(A)`, or a name given to what a mapping returns."""
        owner = _inspected(mapper)
        if owner is not None:
            return self._class(owner, scope)
        value = self._evaluator.evaluate(mapper, scope, None)
        if isinstance(value, Made) and construct(value.maker) in _MAPPING_CALLS:
            first = value.arguments[0] if value.arguments else None
            return first if isinstance(first, Class) else None
        return None

    def _imperative(self, value: Value) -> None:
        if not isinstance(value, Made) or not value.arguments:
            return
        word = construct(value.maker)
        cls = value.arguments[0]
        if isinstance(cls, Class) and word in _MAPPING_CALLS:
            self._declarative.imperative.setdefault(cls, value)

    def _attach(
        self,
        cls: Class | None,
        name: Expression | None,
        value: Expression,
        call: Call,
        scope: Scope,
    ) -> None:
        if cls is None:
            return
        if not isinstance(name, Constant) or not isinstance(name.value, str):
            cls.set_by_functions[ANY_NAME] = Unknown("a name that is computed")
            return
        target = Attribute(call, name.value, name.span)
        statement = Assign(target, None, value, When.ALWAYS, call.span)
        cls.attached[name.value] = Member(name.value, cls, statement, scope)

    def _function(self, function: FunctionFacts, scope: Scope) -> None:
        names: dict[str, Value] = {
            parameter.name: Unknown("an argument") for parameter in function.parameters
        }
        inner = FunctionScope(scope, names)
        for statement, tests in _tested(function.body):
            match statement:
                case Assign(target=Name(id), value=value) if value is not None:
                    names[id] = self._evaluator.evaluate(value, inner, None)
                    if isinstance(value, Call) and _called_name(value) in _MAPPING_CALLS:
                        self._imperative(names[id])
                case Evaluate(Call() as call) if _called_name(call) in _MAPPING_CALLS:
                    self._imperative(self._evaluator.evaluate(call, inner, None))
                case Assign(target=Attribute(owner, name), value=Call() as value):
                    cls = self._class(owner, inner)
                    if cls is not None:
                        cls.set_by_functions[name] = self._evaluator.evaluate(value, inner, None)
                case Evaluate(Call(Attribute(target, "add_property"), (name, *_))):
                    self._added(_inspected(target), name, inner, tests)

    def _class_methods(
        self, statements: tuple[Statement, ...], scope: Scope
    ) -> Iterator[tuple[Class, FunctionFacts]]:
        """The methods that are handed a class, which is theirs or inherits from theirs."""
        for statement in statements:
            if not isinstance(statement, ClassFacts):
                continue
            methods = [inner for inner in statement.body if isinstance(inner, FunctionFacts)]
            if any(method.body and method.parameters for method in methods):
                cls = self._evaluator.class_of(statement, scope)
                yield from ((cls, each) for each in methods if _takes_class(each))

    def _class_method(self, cls: Class, method: FunctionFacts) -> None:
        """What `cls.jobs = relationship(...)` in a class method may set, if anything calls it."""
        handed = method.parameters[0].name
        names: dict[str, Value] = {
            parameter.name: Unknown("an argument") for parameter in method.parameters
        }
        inner = FunctionScope(outer(cls.body_scope), names)
        for statement, _ in _tested(method.body):
            match statement:
                case Assign(target=Name(id), value=value) if value is not None:
                    names[id] = self._evaluator.evaluate(value, inner, None)
                case Assign(target=Attribute(Name(id), name), value=Call() as value) if (
                    id == handed
                ):
                    cls.set_by_functions[name] = self._evaluator.evaluate(value, inner, None)
                case Evaluate(Call(Name("setattr"), (Name(id), name, value))) if id == handed:
                    known = isinstance(name, Constant) and isinstance(name.value, str)
                    key = str(name.value) if known and isinstance(name, Constant) else ANY_NAME
                    given = self._evaluator.evaluate(value, inner, None)
                    if may_be_mapped(given):
                        cls.set_by_functions[key] = given

    def _added(
        self,
        owner: Expression | None,
        name: Expression,
        scope: Scope,
        tests: tuple[Expression, ...],
    ) -> None:
        """A property that a function adds when it runs."""
        cls = None if owner is None else self._class(owner, scope)
        if cls is None:
            self.hook = Hook.of(tests) if self.hook is None else Hook()
        elif isinstance(name, Constant) and isinstance(name.value, str):
            cls.set_by_functions[name.value] = Unknown("it is added as a property")
        else:
            cls.set_by_functions[ANY_NAME] = Unknown("it is added as a property")


def _declarative_base(value: Value) -> Class | Root | None:
    return value if isinstance(value, Class) else root_of(value)


def _order(base: Class | Root) -> tuple[Class | Root, ...]:
    return base.mro if isinstance(base, Class) else (base,)


def _called_name(call: Call) -> str | None:
    match call.function:
        case Name(id):
            return id
        case Attribute(_, attribute):
            return attribute
    return None


_HANDED_THE_CLASS = frozenset({"__init_subclass__", "__declare_first__", "__declare_last__"})


def _takes_class(method: FunctionFacts) -> bool:
    """Whether the first parameter of a method is the class."""
    decorators = {
        name
        for decorator in method.decorators
        if (name := _called_name(Call(decorator, (), (), method.span))) is not None
    }
    return bool(method.body and method.parameters) and (
        method.name in _HANDED_THE_CLASS or "classmethod" in decorators
    )


def _inspected(expression: Expression) -> Expression | None:
    """`A` of `inspect(A)`, `A.__mapper__` and `A.mapper`."""
    match expression:
        case Call(_, (owner,)):
            return owner
        case Attribute(owner, "__mapper__" | "mapper"):
            return owner
    return None


def _functions(statements: tuple[Statement, ...]) -> Iterator[FunctionFacts]:
    """Functions of a module that map or set attributes; methods are left alone."""
    for statement in statements:
        if isinstance(statement, FunctionFacts) and any(map(_interesting, _flat(statement.body))):
            yield statement


def _interesting(statement: Statement) -> bool:
    match statement:
        case Assign(target=Attribute(Name(), _), value=Call()):
            return True
        case Assign(value=Call() as call) | Evaluate(Call() as call):
            return _called_name(call) in _MAPPING_CALLS | {"add_property"}
    return False


def _tested(
    statements: tuple[Statement, ...], tests: tuple[Expression, ...] = ()
) -> Iterator[tuple[Statement, tuple[Expression, ...]]]:
    """The statements of a function with the tests that hold where they run."""
    for statement in statements:
        if isinstance(statement, Branch):
            yield from _tested(statement.then, (*tests, statement.test))
            yield from _tested(statement.otherwise, tests)
        elif isinstance(statement, Loop):
            yield from _tested(statement.body, tests)
        else:
            yield statement, tests


def _flat(statements: tuple[Statement, ...]) -> Iterator[Statement]:
    for statement in statements:
        if isinstance(statement, Branch):
            yield from _flat(statement.then)
            yield from _flat(statement.otherwise)
        elif isinstance(statement, Loop):
            yield from _flat(statement.body)
        else:
            yield statement
