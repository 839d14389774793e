"""One run through the body of a function, or through one round of a loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from mapperlint.facts.expressions import (
    Attribute,
    Call,
    Expression,
    Name,
    Sequence,
    Starred,
    Subscript,
)
from mapperlint.facts.shapes import (
    Assign,
    Branch,
    ClassFacts,
    Evaluate,
    FunctionFacts,
    Import,
    Jump,
    Loop,
    Opaque,
    Return,
    Statement,
    When,
    Yield,
)
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import APPENDING, makes_table
from mapperlint.model.values.made_classes import held_member
from mapperlint.model.values.scopes import FunctionScope, Scope
from mapperlint.model.values.truth import truth
from mapperlint.model.values.values import (
    NONE,
    Entries,
    Function,
    Items,
    Known,
    Made,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.places import Span

MOST_STATEMENTS = 3000
"""Statements followed for one call, loops and calls in it included."""

LONGEST_LOOP = 400
"""Rounds of a loop that are followed; `dir()` of a model with all its mixins stays below."""


class Frame:
    """One run through the body of a function."""

    def __init__(self, evaluator: Evaluator, scope: FunctionScope) -> None:
        self._evaluator = evaluator
        self._scope = scope
        self._returned: list[Value] = []
        self._finished = False
        self._jump: str | None = None
        self._yielded: list[Value] = []
        self._yields_more = False
        self.made: list[Value] = []

    def result(self, name: str) -> Value:
        """What the function returns, unknown if its returns differ."""
        values = self._returned if self._finished else [*self._returned, NONE]
        if not values:
            return Unknown(f"`{name}()` raises")
        first = values[0]
        if all(value == first for value in values[1:]):
            return first
        return Unknown(f"`{name}()` returns one of several things")

    def generated(self) -> Items:
        """What a generator yields, in order."""
        return Items("generator", tuple(self._yielded), self._yields_more)

    def run(self, statements: tuple[Statement, ...], *, sure: bool) -> None:
        for statement in statements:
            if self._finished or self._jump is not None:
                return
            self._evaluator.statements_left -= 1
            if self._evaluator.statements_left <= 0:
                return
            self._statement(statement, sure=sure and statement.when is When.ALWAYS)

    def _statement(self, statement: Statement, *, sure: bool) -> None:
        match statement:
            case Return(value):
                self._returned.append(NONE if value is None else self._evaluated(value))
                self._finished = sure
            case Yield(value):
                self._yield(value, sure=sure)
            case Branch():
                self._branch(statement, sure=sure)
            case Loop():
                self._loop(statement, sure=sure)
            case Jump("raise"):
                self._finished = sure
            case Jump(kind):
                self._jump = kind
            case Assign(target, _, value) if value is not None:
                self._assign(target, value, sure=sure)
            case Evaluate(value):
                self._mutation(value)
            case FunctionFacts():
                self._scope.names[statement.name] = Function(statement, self._scope)
            case ClassFacts():
                made = self._evaluator.class_of(statement, self._scope)
                self._scope.names[statement.name] = made
            case Import():
                self._scope.names[statement.bound] = self._evaluator.imports.value(
                    self._scope.module, statement
                )
            case Opaque(binds, reason):
                for name in binds:
                    self._scope.names[name] = Unknown(f"`{name}` is changed by {reason}")

    def _yield(self, value: Expression | None, *, sure: bool) -> None:
        inner = value.value if isinstance(value, Starred) else value
        found = NONE if inner is None else self._evaluated(inner)
        if not sure:
            self._yields_more = True
        elif not isinstance(value, Starred):
            self._yielded.append(found)
        elif isinstance(found, Items):
            self._yielded.extend(found.items)
            self._yields_more |= found.open
        else:
            self._yields_more = True

    def _evaluated(self, expression: Expression) -> Value:
        value = self._evaluator.evaluate(expression, self._scope, None)
        self._popped(expression)
        return value

    def _branch(self, branch: Branch, *, sure: bool) -> None:
        answer = truth(self._evaluator.evaluate(branch.test, self._scope, None))
        if answer is not None:
            self.run(branch.then if answer else branch.otherwise, sure=sure)
            return
        before = dict(self._scope.names)
        self.run(branch.then, sure=False)
        after = dict(self._scope.names)
        self._scope.names.clear()
        self._scope.names.update(before)
        self._jump = None
        self.run(branch.otherwise, sure=False)
        self._jump = None
        for name, value in after.items():
            if self._scope.names.get(name) != value:
                self._scope.names[name] = Unknown(f"`{name}` depends on a condition")

    def _loop(self, loop: Loop, *, sure: bool) -> None:
        values = self._evaluator.evaluate(loop.iterable, self._scope, None)
        known = isinstance(values, Items) and not values.open
        if not isinstance(values, Items) or not known or len(values.items) > LONGEST_LOOP:
            self._unknown_loop(loop)
            return
        for item in values.items:
            for name in _names_in(loop.target):
                self._scope.names[name] = item
            if not isinstance(loop.target, Name):
                self._unpack(loop.target, item)
            self.run(loop.body, sure=sure)
            stop = self._jump == "break" or self._finished
            self._jump = None
            if stop:
                return

    def round(self, loop: Loop, item: Value) -> list[Value]:
        """What the statements of one round of a loop make, in order."""
        if isinstance(loop.target, Name):
            self._scope.names[loop.target.id] = item
        else:
            self._unpack(loop.target, item)
        self.run(loop.body, sure=True)
        return self.made

    def _unpack(self, target: Expression, value: Value) -> None:
        names = _names_in(target)
        known = isinstance(value, Items) and not value.open and len(value.items) == len(names)
        for index, name in enumerate(names):
            self._scope.names[name] = (
                value.items[index]
                if known and isinstance(value, Items)
                else Unknown(f"`{name}` is unpacked")
            )

    def _unknown_loop(self, loop: Loop) -> None:
        """A loop over what is not known: everything it may change becomes unknown."""
        for name in _names_in(loop.target):
            self._scope.names[name] = Unknown(f"`{name}` is set by a loop")
        before = dict(self._scope.names)
        self.run(loop.body, sure=False)
        self._jump = None
        for name, value in self._scope.names.items():
            if before.get(name) != value:
                self._scope.names[name] = Unknown(f"`{name}` is changed by a loop")

    def _assign(self, target: Expression, value: Expression, *, sure: bool) -> None:
        evaluated = self._evaluated(value)
        self.made.append(evaluated)
        match target:
            case Name(id):
                self._scope.names[id] = evaluated
            case Subscript(Name(id), index):
                key = self._evaluator.evaluate(index, self._scope, None)
                self._item(id, key, evaluated, sure=sure)
            case Attribute(Name(id), name):
                self._set(self._scope.names.get(id), name, evaluated, target.span, sure=sure)
            case Attribute():
                pass
            case _:
                self._unpack(target, evaluated)

    def _set(self, owner: Value | None, name: str, value: Value, span: Span, *, sure: bool) -> None:
        """`cls.Label = type(...)` in a `declared_attr`: the class has it from then on."""
        if isinstance(owner, Class) and isinstance(value, Class) and sure:
            owner.attached[name] = held_member(owner, name, value, span, self._scope)

    def _item(self, name: str, key: Value, value: Value, *, sure: bool) -> None:
        found = self._scope.names.get(name)
        if isinstance(found, Entries):
            is_open = found.open or not sure or not isinstance(key, Known)
            self._scope.names[name] = Entries((*found.entries, (key, value)), is_open)

    def _mutation(self, expression: Expression) -> None:
        """`values.append(x)`, `options.setdefault("lazy", True)` as statements."""
        match expression:
            case Call(Attribute(Name(id), method), arguments, keywords):
                found = self._scope.names.get(id)
                values = [self._evaluator.evaluate(each, self._scope, None) for each in arguments]
                self.made.extend(values)
                match found, method, values:
                    case Items(kind, items, is_open), "append", [value]:
                        self._scope.names[id] = Items(kind, (*items, value), is_open)
                    case Items(kind, items, is_open), "extend", [Items(_, more, more_open)]:
                        longer = Items(kind, (*items, *more), is_open or more_open)
                        self._scope.names[id] = longer
                    case Entries(entries, is_open), "setdefault", [Known() as key, value]:
                        if found.get(str(key.value)) is None:
                            self._scope.names[id] = Entries((*entries, (key, value)), is_open)
                    case Entries(entries, is_open), "update", [Entries(more, more_open)]:
                        if not keywords:
                            both = Entries((*entries, *more), is_open or more_open)
                            self._scope.names[id] = both
                    case Entries(), "pop", _:
                        self._popped(expression)
                    case ((Items() | Entries()), _, _):
                        self._scope.names[id] = replace(found, open=True)
                    case Made(), _, _ if method in APPENDING and makes_table(found):
                        opened = self._scope.names[id] = replace(found, open=True)
                        self.made = [opened if each is found else each for each in self.made]
                    case None, _, _:
                        self.made.append(self._evaluated(expression))
            case Call(Name()):
                self.made.append(self._evaluated(expression))

    def _popped(self, expression: Expression) -> None:
        """Take what `options.pop("name")` takes out of a local dict."""
        match expression:
            case Sequence(items=items):
                for item in items:
                    self._popped(item)
            case Call(Attribute(Name(id), "pop"), (key, *_)):
                found = self._scope.names.get(id)
                name = self._evaluator.evaluate(key, self._scope, None)
                if isinstance(found, Entries):
                    rest = tuple(entry for entry in found.entries if entry[0] != name)
                    self._scope.names[id] = Entries(rest, found.open)


def loop_values(evaluator: Evaluator, loop: Loop, scope: Scope) -> list[Value]:
    """What the statements of a module's loop make in each round, if all rounds are known."""
    values = evaluator.evaluate(loop.iterable, scope, None)
    if not isinstance(values, Items) or values.open or len(values.items) > LONGEST_LOOP:
        return []
    found: list[Value] = []
    evaluator.statements_left = MOST_STATEMENTS
    for item in values.items:
        frame = Frame(evaluator, FunctionScope(scope, {}))
        found.extend(frame.round(loop, item))
    return found


def _names_in(target: Expression) -> list[str]:
    match target:
        case Name(id):
            return [id]
        case _ if hasattr(target, "items"):
            return [name for item in target.items for name in _names_in(item)]
    return []
