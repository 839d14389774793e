"""Classes that are made without a class statement: `type(name, bases, namespace)`.

What stands in the call is put into the shape of a class statement whose expressions are names of a
scope of its own, so that the rest of the model knows only one kind of class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.expressions import Name
from mapperlint.facts.shapes import Assign, ClassFacts, Opaque, Statement, When
from mapperlint.model.values.classes import Class, Member
from mapperlint.model.values.scopes import FunctionScope, Scope, outer
from mapperlint.model.values.values import Entries, Items, Known, Made, Value

if TYPE_CHECKING:
    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.places import Span


def made_class(evaluator: Evaluator, made: Made, scope: Scope) -> Class | None:
    """The class that `type(name, bases, namespace)` makes; None where name or bases are unknown."""
    match made.arguments:
        case (Known(str(name)), Items(_, bases, False), Entries(entries, is_open)):
            known = {str(key.value): value for key, value in entries if isinstance(key, Known)}
            is_open = is_open or len(known) < len(entries)
            return _class(evaluator, made, scope, name, bases, known, is_open=is_open)
        case (Known(str(name)), Items(_, bases, False), _):
            return _class(evaluator, made, scope, name, bases, {}, is_open=True)
    return None


def _class(
    evaluator: Evaluator,
    made: Made,
    scope: Scope,
    name: str,
    bases: tuple[Value, ...],
    namespace: dict[str, Value],
    *,
    is_open: bool,
) -> Class:
    span = made.where.span
    values: dict[str, Value] = {}

    def named(value: Value) -> Name:
        # Not an identifier: no name of the source can mean it.
        hidden = f"value {len(values)}"
        values[hidden] = value
        return Name(hidden, span)

    body: list[Statement] = [_assigned(key, named(value), span) for key, value in namespace.items()]
    if is_open:
        body.append(Opaque((), "a namespace that is not read whole", When.ALWAYS, span))
    facts = ClassFacts(
        name,
        name,
        tuple(map(named, bases)),
        (),
        (),
        tuple(body),
        When.ALWAYS,
        span,
        span,
    )
    return Class(facts, FunctionScope(outer(scope), values), evaluator)


def held_member(owner: Class, name: str, value: Value, span: Span, scope: Scope) -> Member:
    """A member of a class that a function sets to a value it has."""
    held = FunctionScope(outer(scope), {"value": value})
    return Member(name, owner, _assigned(name, Name("value", span), span), held)


def _assigned(key: str, value: Name, span: Span) -> Assign:
    return Assign(Name(key, span), None, value, When.ALWAYS, span)
