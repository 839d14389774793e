"""The type that the annotation of a relationship gives, where it says something of its own.

SQLAlchemy takes from it whether the attribute is a collection, and of which class; where no class
is given to `relationship()`, also the target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.expressions import (
    Attribute,
    Constant,
    Expression,
    Name,
    Operation,
    Sequence,
    Subscript,
)
from mapperlint.facts.extract import parse_expression
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import NONE, External, Generic, Known, Value

if TYPE_CHECKING:
    from mapperlint.model.declarative.reads import RelationshipRead
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.values.evaluation import Evaluator

_NONES = (NONE, External("builtins.None"), Known("None"))
_UNIONS = frozenset({"Optional", "Union"})


class AnnotatedTypes:
    """Evaluates the annotations of relationships."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._found: dict[Relationship, tuple[Value, ...]] = {}

    def of(self, relationship: Relationship, read: RelationshipRead) -> tuple[Value, ...]:
        """The types that stand in the annotation side by side, None left out; mostly one.

        They are kept for the next question about the relationship.
        """
        found = self._found.get(relationship)
        if found is None:
            found = self._found[relationship] = self._alternatives(read)
        return found

    def _alternatives(self, read: RelationshipRead) -> tuple[Value, ...]:
        if read.annotation is None or read.annotation.wrapper not in {"Mapped", None}:
            return ()
        value = self._evaluator.evaluate(read.annotation.inner, read.scope, None)
        if isinstance(value, Generic) and _name(value.origin) in _UNIONS:
            return tuple(each for each in value.arguments if each not in _NONES)
        return (value,)


def whole_type(read: RelationshipRead) -> str | None:
    """The text that is looked up as the name of a class, though it is a type made of several.

    `Mapped["list[Post]"]`: what stands in quotes is not taken apart, but for `Optional["Post"]`
    and `"Post | None"`. SQLModel takes nothing apart in quotes, nor under
    `from __future__ import annotations`, which puts all annotations into quotes.
    """
    annotation = read.annotation
    if annotation is None or construct_of(read.made) is None:
        return None
    sqlmodel = construct_of(read.made) == "sqlmodel.Relationship"
    future = sqlmodel and annotation.wrapper is None and read.scope.module.facts.future_annotations
    if not annotation.quoted and not future:
        return None
    if not sqlmodel and annotation.wrapper is None:
        return None
    expression = annotation.inner
    if isinstance(expression, Constant) and isinstance(expression.value, str):
        expression = parse_expression(expression.value) or expression
    if not isinstance(expression, Subscript | Operation):
        return None
    if not sqlmodel and _only_optional(expression):
        return None
    return shown(expression)


def _only_optional(expression: Expression) -> bool:
    match expression:
        case Subscript(Name(name) | Attribute(_, name), _):
            return name in _UNIONS
        case Operation("|", operands):
            rest = [each for each in operands if not _is_none(each)]
            return len(rest) == 1 and isinstance(rest[0], Name | Attribute)
    return False


def _is_none(expression: Expression) -> bool:
    return isinstance(expression, Constant) and expression.value is None


def _name(value: Value) -> str:
    return value.name if isinstance(value, External) else ""


def shown(expression: Expression) -> str:
    """A type as it is written."""
    match expression:
        case Name(id):
            return id
        case Attribute(value, attribute):
            return f"{shown(value)}.{attribute}"
        case Constant(value):
            return repr(value)
        case Subscript(value, index):
            return f"{shown(value)}[{shown(index)}]"
        case Sequence("tuple", items):
            return ", ".join(map(shown, items))
        case Operation(operator, operands):
            return f" {operator} ".join(map(shown, operands))
    return "..."
