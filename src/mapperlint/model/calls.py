"""What calling a value gives: functions of the source are followed, the rest is `Made`.

A function is followed statement by statement with the values of its arguments. It is followed far
enough for helpers that return a column or a relationship, for `declared_attr` functions with a few
conditions, and for functions that make a class; loops and mutations out of sight end in `Unknown`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
from mapperlint.model import operations
from mapperlint.model.attributes_of import attribute_of, decorator_words
from mapperlint.model.classes import Class
from mapperlint.model.made_classes import held_member
from mapperlint.model.scopes import FunctionScope, Scope
from mapperlint.model.truth import truth
from mapperlint.model.values import (
    FALSE,
    MADE_FROM,
    NONE,
    TRUE,
    ClassAttribute,
    Closure,
    Entries,
    Expressed,
    External,
    Function,
    Generic,
    Items,
    Known,
    Made,
    Method,
    TableColumn,
    TableOf,
    Unknown,
    Value,
)
from mapperlint.model.vocabulary import construct

if TYPE_CHECKING:
    from mapperlint.model.evaluation import Evaluator
    from mapperlint.places import Span

Arguments = tuple[Value, ...]
Keywords = tuple[tuple[str, Value], ...]


def called(evaluator: Evaluator, function: Value, made: Made, scope: Scope) -> Value:
    """The result of calling `function`; `made` holds the arguments and the place of the call."""
    match function:
        case Unknown():
            return function
        case External():
            return _external(evaluator, function, made, scope)
        case Class():
            return replace(made, maker=function)
        case Function():
            return _called_function(evaluator, function, made)
        case Closure():
            return _closure(evaluator, function, made)
        case Method(value, name):
            return _method(evaluator, value, name, made)
        case TableColumn(table, "get"):
            return _column_or(table, made)
        case Made():
            return _made(evaluator, function, made, scope)
        case Generic(origin):
            return called(evaluator, origin, made, scope)
    return Unknown("a call of something that is not read", made.where)


def _external(evaluator: Evaluator, function: External, made: Made, scope: Scope) -> Value:
    builtin = function.path.removeprefix("builtins.") if "builtins." in function.path else None
    if builtin == "type" and len(made.arguments) == 3:
        return evaluator.class_of_call(replace(made, maker=function), scope)
    if builtin is not None:
        return _builtin(evaluator, builtin, made)
    if function.path == "re.sub":
        return operations.substituted(made)
    if function.path in {"typing.cast", "typing_extensions.cast"} and len(made.arguments) == 2:
        return made.arguments[1]
    if function.path in {"copy.copy", "copy.deepcopy"} and made.arguments:
        return made.arguments[0]
    return replace(made, maker=function)


def _builtin(evaluator: Evaluator, name: str, made: Made) -> Value:
    first = made.arguments[0] if made.arguments else None
    match name, first:
        case "str", Known() if (text := operations.text(first)) is not None:
            return Known(text)
        case "getattr", _ if len(made.arguments) >= 2:
            return _getattr(evaluator, made)
        case "hasattr", Class() if isinstance(made.arguments[-1], Known):
            return _hasattr(first, str(made.arguments[-1].value))
        case "dict", None:
            entries = tuple((Known(key), value) for key, value in made.keywords)
            return Entries(entries, made.open)
        case "dict", Entries(entries, is_open):
            more = tuple((Known(key), value) for key, value in made.keywords)
            return Entries((*entries, *more), is_open or made.open)
        case "list" | "tuple" | "set" | "frozenset", _:
            return _display(evaluator, name, made)
        case "dir", Class():
            return Items("list", tuple(map(Known, sorted(first.all_names()))))
        case "len", Items(_, items, False):
            return Known(len(items))
        case "len", Known(str(text)):
            return Known(len(text))
        case "sorted", Items(_, items, is_open) if len(made.arguments) == 1 and not made.keywords:
            return Items("list", _sorted(items), is_open)
        case "isinstance", _ if len(made.arguments) == 2:
            return _isinstance(made.arguments[0], made.arguments[1])
        case "issubclass", Class() if len(made.arguments) == 2:
            return _issubclass(first, made.arguments[1])
        case "bool", value if value is not None and truth(value) is not None:
            return Known(truth(value))
        case "object", _:
            return replace(made, maker=External("builtins.object"))
    return replace(made, maker=External(f"builtins.{name}"))


def _display(evaluator: Evaluator, name: str, made: Made) -> Value:
    """`list(...)`, `tuple(...)`, `set(...)` and `frozenset(...)`."""
    kind = name.removeprefix("frozen")
    match made.arguments:
        case (Items(_, items, is_open), *_):
            return Items(kind, items, is_open)
        case (Class() as cls, *_) if cls.is_enum:
            return Items(kind, _enum_members(evaluator, cls))
        case () if not made.open:
            return Items(kind, ())
    return replace(made, maker=External(f"builtins.{name}"))


def _enum_members(evaluator: Evaluator, cls: Class) -> tuple[Value, ...]:
    """The members of an enumeration, as `EnumClass.member` gives them."""
    return tuple(
        attribute_of(evaluator, cls, name)
        for name, statements in cls.bindings.by_name.items()
        if not name.startswith("_") and isinstance(statements[-1], Assign)
    )


def _sorted(items: tuple[Value, ...]) -> tuple[Value, ...]:
    if all(isinstance(item, Known) and isinstance(item.value, str) for item in items):
        return tuple(sorted(items, key=lambda item: str(getattr(item, "value", ""))))
    return items


_PLAIN_TYPES = frozenset({"dict", "list", "tuple", "set", "str", "int", "bool"})


def _isinstance(value: Value, kind: Value) -> Value:
    """`isinstance(value, kind)` for displays and constants."""
    kinds = kind.items if isinstance(kind, Items) else (kind,)
    names = {each.name for each in kinds if isinstance(each, External)}
    if len(names) != len(kinds):
        return Unknown("`isinstance` of something that is not read")
    match value:
        case Items(own, _, _):
            return Known(own in names)
        case Entries():
            return Known("dict" in names)
        case Known(constant):
            return Known(type(constant).__name__ in names)
        case Made(maker) if construct(maker) is not None and names <= _PLAIN_TYPES:
            return FALSE
    return Unknown("`isinstance` of something that is not read")


def _issubclass(cls: Class, other: Value) -> Value:
    if isinstance(other, Class):
        if other in cls.classes:
            return TRUE
        return FALSE if cls.open_reason is None else Unknown(cls.open_reason)
    return Unknown("`issubclass` of something that is not read")


def _getattr(evaluator: Evaluator, made: Made) -> Value:
    owner, name, *default = made.arguments
    if not isinstance(name, Known):
        return Unknown("`getattr` with a computed name", made.where)
    if isinstance(owner, Class) and default and _hasattr(owner, str(name.value)) == FALSE:
        return default[0]
    return attribute_of(evaluator, owner, str(name.value))


def _hasattr(owner: Class, name: str) -> Value:
    if owner.defines(name):
        return TRUE
    if owner.open_reason is not None:
        return Unknown(owner.open_reason)
    return FALSE


def _closure(evaluator: Evaluator, function: Closure, made: Made) -> Value:
    names = dict(zip(function.expression.parameters, made.arguments, strict=False))
    names.update(made.keywords)
    if set(names) != set(function.expression.parameters) or made.open:
        return Unknown("a lambda called with other arguments", made.where)
    return evaluator.evaluate(function.expression.body, FunctionScope(function.scope, names), None)


def _column_or(table: Made | TableOf, made: Made) -> Value:
    """`table.c.get(name, otherwise)`: which of both only the mapper of the class knows."""
    match made.arguments:
        case (Known(str(name)),):
            return TableColumn(table, name)
        case (Known(str(name)), otherwise):
            return Expressed("get", (TableColumn(table, name), otherwise))
    return Unknown("a column whose name is not read", made.where)


_REGISTRY_MAKERS = frozenset({"generate_base", "as_declarative_base"})


def _method(evaluator: Evaluator, value: Value, name: str, made: Made) -> Value:
    match value:
        case Known(str(text)):
            return operations.string_method(text, name, made)
        case Entries():
            return _dict_method(value, name, made)
        case ClassAttribute() | TableColumn() | Expressed():
            return Expressed(name, (value, *made.arguments))
        case Made(maker) if construct(maker) == "registry" and name in _REGISTRY_MAKERS:
            return replace(
                made,
                maker=External("sqlalchemy.orm.declarative_base"),
                keywords=(*made.keywords, ("registry", value)),
            )
        case Made(maker) if construct(maker) in {"registry", "MetaData"}:
            return replace(
                made,
                maker=External(f"sqlalchemy.{construct(maker)}.{name}"),
                keywords=(*made.keywords, ("registry", value)),
            )
        case Made(maker) if construct(maker) in {"Column", "mapped_column"}:
            return Expressed(name, (value, *made.arguments))
        case Made(External() as maker) if construct(maker) is not None:
            keywords = (*made.keywords, (MADE_FROM, value))
            return replace(made, maker=External(f"{maker.path}.{name}"), keywords=keywords)
        case Made(External("re.compile"), patterns) if name == "sub" and len(patterns) == 1:
            return operations.substituted(replace(made, arguments=(*patterns, *made.arguments)))
        case Made(maker) if isinstance(maker, Class):
            return _object_method(evaluator, maker, name, made)
    return Unknown(f"a call of `{name}` on something that is not read", made.where)


def _object_method(evaluator: Evaluator, cls: Class, name: str, made: Made) -> Value:
    """A method of an object whose class is in the source, followed without the object."""
    found = cls.member(name)
    if found is None or not isinstance(found.statement, FunctionFacts):
        return Unknown(f"a call of `{name}` on an object", made.where)
    function = Function(found.statement, found.scope)
    if "staticmethod" not in decorator_words(evaluator, function):
        arguments = (Unknown("an object of the program"), *made.arguments)
    else:
        arguments = made.arguments
    return _called_function(evaluator, function, replace(made, arguments=arguments))


def _called_function(evaluator: Evaluator, function: Function, made: Made) -> Value:
    """Follow a function; what it makes is another object for each place it is called from."""
    evaluator.within.append(made.where)
    value = followed(evaluator, function, made.arguments, made.keywords, is_open=made.open)
    evaluator.within.pop()
    return value


def _dict_method(value: Entries, name: str, made: Made) -> Value:
    key = made.arguments[0] if made.arguments else None
    if name in {"get", "pop"} and isinstance(key, Known) and isinstance(key.value, str):
        found = value.get(key.value)
        if found is not None:
            return found
        if value.open:
            return Unknown("an item of a dict that is not read whole")
        return made.arguments[1] if len(made.arguments) > 1 else NONE
    if name == "copy":
        return value
    return Unknown(f"`dict.{name}` is not followed")


def _made(evaluator: Evaluator, function: Made, made: Made, scope: Scope) -> Value:
    word = construct(function.maker)
    path = function.maker.path if isinstance(function.maker, External) else ""
    if path == "functools.partial" and function.arguments:
        merged = replace(
            made,
            arguments=(*function.arguments[1:], *made.arguments),
            keywords=(
                *((key, value) for key, value in function.keywords if made.keyword(key) is None),
                *made.keywords,
            ),
            open=function.open or made.open,
        )
        return called(evaluator, function.arguments[0], merged, scope)
    if word == "as_declarative" and made.arguments:
        return replace(
            function,
            maker=External("sqlalchemy.orm.declarative_base"),
            keywords=(*function.keywords, ("cls", made.arguments[0])),
        )
    return Unknown("a call of an object of the program", made.where)


_FOLLOWED_DECORATORS = frozenset(
    {
        "declared_attr",
        "classmethod",
        "staticmethod",
        "cascading",
        "directive",
        "classproperty",
        "overload",
        "cache",
        "lru_cache",
        "no_type_check",
        "declared_mixin",
        "as_declarative",
    }
)


DEEPEST_CALL = 12
"""Functions that call each other and are followed; helpers of models call two or three."""

MOST_STATEMENTS = 3000
"""Statements followed for one call, loops and calls in it included."""


def followed(
    evaluator: Evaluator,
    function: Function,
    arguments: Arguments,
    keywords: Keywords,
    *,
    is_open: bool,
) -> Value:
    """What a function of the source returns for these arguments."""
    facts = function.facts
    if facts.opaque:
        return Unknown(f"`{facts.name}()` is too long to follow")
    words = decorator_words(evaluator, function)
    if not words <= _FOLLOWED_DECORATORS:
        return Unknown(f"`{facts.name}()` is decorated")
    if function.bound is not None and "staticmethod" not in words:
        arguments = (function.bound, *arguments)
    names = _parameters(evaluator, function, arguments, keywords, is_open=is_open)
    if isinstance(names, Unknown):
        return names
    if any(running is facts for running in evaluator.following):
        return Unknown(f"`{facts.name}()` calls itself")
    if len(evaluator.following) > DEEPEST_CALL:
        return Unknown(f"`{facts.name}()` is called too deeply to follow")
    if not evaluator.following:
        evaluator.statements_left = MOST_STATEMENTS
    evaluator.following.append(facts)
    frame = _Frame(evaluator, FunctionScope(function.scope, names))
    frame.run(facts.body, sure=True)
    evaluator.following.pop()
    if evaluator.statements_left <= 0:
        return Unknown(f"`{facts.name}()` does too much to follow")
    return frame.generated() if _yields(facts.body) else frame.result(facts.name)


def _yields(statements: tuple[Statement, ...]) -> bool:
    """Whether a function with this body is a generator."""
    for statement in statements:
        match statement:
            case Yield():
                return True
            case Branch(_, then, otherwise):
                if _yields(then) or _yields(otherwise):
                    return True
            case Loop() if _yields(statement.body):
                return True
    return False


def _parameters(
    evaluator: Evaluator,
    function: Function,
    arguments: Arguments,
    keywords: Keywords,
    *,
    is_open: bool,
) -> dict[str, Value] | Unknown:
    """The values of the parameters, as Python binds them."""
    names: dict[str, Value] = {}
    given = list(arguments)
    named = dict(keywords)
    for parameter in function.facts.parameters:
        match parameter.kind:
            case "*":
                names[parameter.name] = Items("tuple", tuple(given), is_open)
                given = []
            case "**":
                entries = tuple((Known(key), value) for key, value in named.items())
                names[parameter.name] = Entries(entries, is_open)
                named = {}
            case _:
                if given and parameter.kind == "positional":
                    names[parameter.name] = given.pop(0)
                elif parameter.name in named:
                    names[parameter.name] = named.pop(parameter.name)
                elif is_open or parameter.default is None:
                    names[parameter.name] = Unknown(f"argument `{parameter.name}` is not given")
                else:
                    names[parameter.name] = evaluator.evaluate(parameter.default, function.scope)
    if given or named:
        return Unknown(f"`{function.facts.name}()` is called with arguments it does not take")
    return names


LONGEST_LOOP = 400
"""Rounds of a loop that are followed; `dir()` of a model with all its mixins stays below."""


class _Frame:
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
                self._scope.names[statement.bound] = self._evaluator.imported(
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


def _names_in(target: Expression) -> list[str]:
    match target:
        case Name(id):
            return [id]
        case _ if hasattr(target, "items"):
            return [name for item in target.items for name in _names_in(item)]
    return []


def loop_values(evaluator: Evaluator, loop: Loop, scope: Scope) -> list[Value]:
    """What the statements of a module's loop make in each round, if all rounds are known."""
    values = evaluator.evaluate(loop.iterable, scope, None)
    if not isinstance(values, Items) or values.open or len(values.items) > LONGEST_LOOP:
        return []
    found: list[Value] = []
    evaluator.statements_left = MOST_STATEMENTS
    for item in values.items:
        frame = _Frame(evaluator, FunctionScope(scope, {}))
        found.extend(frame.round(loop, item))
    return found
