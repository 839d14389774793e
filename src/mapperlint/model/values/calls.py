"""What calling a value gives: functions of the source are followed, the rest is `Made`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from mapperlint.facts.shapes import FunctionFacts
from mapperlint.model.values import operations
from mapperlint.model.values.attributes_of import decorator_words
from mapperlint.model.values.builtin_functions import called_builtin
from mapperlint.model.values.classes import Class
from mapperlint.model.values.functions import followed
from mapperlint.model.values.scopes import FunctionScope, ModuleScope, Scope
from mapperlint.model.values.values import (
    MADE_FROM,
    NONE,
    ClassAttribute,
    Closure,
    Entries,
    Expressed,
    External,
    Function,
    Generic,
    Known,
    Made,
    Method,
    TableColumn,
    TableOf,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import construct

if TYPE_CHECKING:
    from mapperlint.model.values.evaluation import Evaluator


def called(evaluator: Evaluator, function: Value, made: Made, scope: Scope) -> Value:
    """The result of calling `function`; `made` holds the arguments and the place of the call."""
    match function:
        case Unknown():
            return function
        case External() | Function() if _is_told(evaluator, function):
            return replace(made, maker=External("sqlalchemy.orm.relationship"))
        case External():
            return _external(evaluator, function, made, scope)
        case Class():
            return _made_by(function, made)
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


def _is_told(evaluator: Evaluator, function: External | Function) -> bool:
    """Whether the settings say that a function gives relationships; not of one in a function."""
    told = evaluator.modules.told.relationships
    if isinstance(function, External):
        return function.path in told
    scope, name = function.scope, function.facts.name
    return isinstance(scope, ModuleScope) and f"{scope.module.name}.{name}" in told


def _external(evaluator: Evaluator, function: External, made: Made, scope: Scope) -> Value:
    builtin = function.path.removeprefix("builtins.") if "builtins." in function.path else None
    if builtin == "type" and len(made.arguments) == 3:
        return evaluator.class_of_call(replace(made, maker=function), scope)
    if builtin is not None:
        return called_builtin(evaluator, builtin, made)
    if function.path == "re.sub":
        return operations.substituted(made)
    if function.path in {"typing.cast", "typing_extensions.cast"} and len(made.arguments) == 2:
        return made.arguments[1]
    if function.path in {"copy.copy", "copy.deepcopy"} and made.arguments:
        return made.arguments[0]
    return _made_by(function, made)


def _made_by(maker: External | Class, made: Made) -> Made:
    return made if made.maker is maker else replace(made, maker=maker)


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
