"""What a function of the source returns.

A function is followed statement by statement with the values of its arguments. It is followed far
enough for helpers that return a column or a relationship, for `declared_attr` functions with a few
conditions, and for functions that make a class; loops and mutations out of sight end in `Unknown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.shapes import Branch, Loop, Statement, Yield
from mapperlint.model.values.attributes_of import decorator_words
from mapperlint.model.values.frames import MOST_STATEMENTS, Frame
from mapperlint.model.values.scopes import FunctionScope
from mapperlint.model.values.values import Entries, Function, Items, Known, Unknown, Value

if TYPE_CHECKING:
    from mapperlint.model.values.evaluation import Evaluator


Arguments = tuple[Value, ...]
Keywords = tuple[tuple[str, Value], ...]


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
    frame = Frame(evaluator, FunctionScope(function.scope, names))
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
