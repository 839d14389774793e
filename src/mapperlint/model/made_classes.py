"""Classes that are made without a class statement: `type(name, bases, namespace)`.

What stands in the call is put into the shape of a class statement whose expressions are names of a
scope of its own, so that the rest of the model knows only one kind of class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.expressions import Name
from mapperlint.facts.shapes import Assign, ClassFacts, When
from mapperlint.model.classes import Class
from mapperlint.model.scopes import FunctionScope, Scope, outer
from mapperlint.model.values import Entries, Items, Known, Made, Value

if TYPE_CHECKING:
    from mapperlint.model.evaluation import Evaluator
    from mapperlint.places import Span


def made_class(evaluator: Evaluator, made: Made, scope: Scope) -> Class | None:
    """The class that `type(name, bases, namespace)` makes; None where a part is not read whole."""
    if made.open or made.keywords:
        return None
    match made.arguments:
        case (Known(str(name)), Items(_, bases, False), Entries(entries, False)):
            names = [key.value for key, _ in entries if isinstance(key, Known)]
            if len(names) == len(entries) and all(isinstance(each, str) for each in names):
                namespace = dict(zip(map(str, names), (value for _, value in entries), strict=True))
                return _class(evaluator, made, scope, name, bases, namespace)
    return None


def _class(
    evaluator: Evaluator,
    made: Made,
    scope: Scope,
    name: str,
    bases: tuple[Value, ...],
    namespace: dict[str, Value],
) -> Class:
    span = made.where.span
    values: dict[str, Value] = {}

    def named(value: Value) -> Name:
        # Not an identifier: no name of the source can mean it.
        hidden = f"value {len(values)}"
        values[hidden] = value
        return Name(hidden, span)

    facts = ClassFacts(
        name,
        name,
        tuple(map(named, bases)),
        (),
        (),
        tuple(_assigned(key, named(value), span) for key, value in namespace.items()),
        When.ALWAYS,
        span,
        span,
    )
    return Class(facts, FunctionScope(outer(scope), values), evaluator)


def _assigned(key: str, value: Name, span: Span) -> Assign:
    return Assign(Name(key, span), None, value, When.ALWAYS, span)
