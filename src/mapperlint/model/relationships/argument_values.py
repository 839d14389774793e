"""What arguments of a relationship come to: things that are no columns, conditions that are lost.

SQLAlchemy wants columns, and a condition made of them. `and`, `or`, `not` and `in` are no such
thing: Python decides them at once, by whether a comparison is true. `==` and `!=` of two columns
have an answer to that (whether both are the same column), the others refuse it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from mapperlint.facts.expressions import Call, Expression, Operation, Sequence
from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.names.strings import StringScope
from mapperlint.model.relationships.arguments import Given, Unreadable
from mapperlint.model.relationships.string_arguments import NoColumn
from mapperlint.model.relationships.written_strings import expression_in
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import column_word
from mapperlint.model.values.values import (
    ClassAttribute,
    Closure,
    Expressed,
    External,
    Items,
    Known,
    Made,
    Method,
    TableColumn,
    Value,
)
from mapperlint.model.values.vocabulary import construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.names.class_registry import ClassRegistry
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.relationships.join_arguments import JoinArguments
    from mapperlint.model.relationships.relationship_calls import RelationshipCall
    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.model.values.scopes import Scope


class NotAColumn(Struct, frozen=True):
    """An argument, or one of its items, is no column: `what` in words, `text` where it is one."""

    call: RelationshipCall
    argument: str
    what: str
    where: Location
    text: str | None = None


class Undecidable(Struct, frozen=True):
    """`A.x > 1 and ...`: Python asks a comparison whether it is true, and it refuses."""

    call: RelationshipCall
    argument: str
    operator: str
    where: Location


class LostCondition(Struct, frozen=True):
    """`A.x == B.y and ...`: Python decides, and a part of the condition is gone.

    `whole` is the condition; its places are those in the string where it stands in one.
    """

    call: RelationshipCall
    argument: str
    operator: str
    where: Location
    whole: Expression


ValueFault: TypeAlias = NoColumn | NotAColumn | Undecidable | LostCondition

_LOGICAL = frozenset({"and", "or", "not", "in", "not in"})
_ORDERED = frozenset({"<", "<=", ">", ">="})
_EQUAL = frozenset({"==", "!="})
_BOUND = frozenset({"desc", "asc"})


class ArgumentValues:
    """Looks at what the arguments of relationships come to."""

    def __init__(
        self,
        arguments: JoinArguments,
        evaluator: Evaluator,
        registry: ClassRegistry,
        tables: MetadataTables,
    ) -> None:
        self._arguments = arguments
        self._evaluator = evaluator
        self._registry = registry
        self._tables = tables

    def faults(self, call: RelationshipCall) -> Iterator[ValueFault]:
        """What is wrong with the values of each argument, one fault for an argument."""
        for argument, given in call.evaluated:
            found: ValueFault | None = None
            match given:
                case Given(value, where):
                    found = self._lacking(call, argument, value, where)
                    found = found or self._no_column(call, argument, value, where)
                    found = found or self._decided(call, argument, value, where)
                case Unreadable():
                    where = call.made.place(argument)
                    found = self._decided(call, argument, None, where)
            if found is not None:
                yield found

    # values

    def _lacking(
        self, call: RelationshipCall, argument: str, value: Value, where: Location
    ) -> NoColumn | None:
        """`Post.titel`, read by Python itself: in a lambda, or as the class statement runs."""
        if isinstance(value, Known):
            return None
        for each in _attributes(self._arguments.expressed(call.owner, value)):
            mapper = self._arguments.lacking(each)
            if mapper is not None:
                columns = tuple(
                    name
                    for name, found in mapper.all_attributes.items()
                    if isinstance(found, ColumnAttribute)
                )
                written = f"{mapper.name}.{each.name}"
                return NoColumn(
                    call, argument, mapper.name, each.name, None, where, columns, written
                )
        return None

    def _no_column(
        self, call: RelationshipCall, argument: str, value: Value, where: Location
    ) -> NotAColumn | None:
        if value == Known("") or (argument == "order_by" and value == Known(value=False)):
            return None
        evaluated = self._arguments.expressed(call.owner, value)
        items = evaluated.items if isinstance(evaluated, Items) else (evaluated,)
        for item in items:
            what = _what(item)
            if what is not None:
                text = item.value if isinstance(item, Known) else None
                return NotAColumn(
                    call, argument, what, where, text if isinstance(text, str) else None
                )
        return None

    # conditions

    def _decided(
        self, call: RelationshipCall, argument: str, value: Value | None, where: Location
    ) -> Undecidable | LostCondition | None:
        if argument not in {"primaryjoin", "secondaryjoin"}:
            return None
        found = self._written(call, argument, value)
        if found is None:
            return None
        expression, scope = found
        for each in _logical(expression):
            first = each.operands[0]
            operator = first.operator if isinstance(first, Operation) else None
            if each.operator in {"and", "or"}:
                if operator not in _EQUAL | _ORDERED or not self._of_columns(call, first, scope):
                    continue
                if operator in _ORDERED:
                    return Undecidable(call, argument, each.operator, where)
                return LostCondition(call, argument, each.operator, where, expression)
            if each.operator == "not" and operator in _EQUAL:
                if self._of_columns(call, first, scope):
                    return LostCondition(call, argument, each.operator, where, expression)
            elif self._column(call, first, scope):
                return LostCondition(call, argument, each.operator, where, expression)
        return None

    def _written(
        self, call: RelationshipCall, argument: str, value: Value | None
    ) -> tuple[Expression, Scope] | None:
        """The condition as it stands in the source, and the names it is read with."""
        match value:
            case Known(str(text)):
                parsed = expression_in(text)
                scope = StringScope(call.owner, self._registry, self._tables)
                return None if parsed is None else (parsed, scope)
            case Closure(expression, scope) if not expression.parameters:
                return expression.body, scope
        written = call.made.expression(argument)
        read = (call.inside or call.relationship).read
        if isinstance(written, Operation | Call) and read is not None:
            return written, read.scope
        return None

    def _of_columns(self, call: RelationshipCall, expression: Expression, scope: Scope) -> bool:
        """Whether a comparison has a column on one of its sides."""
        operands = expression.operands if isinstance(expression, Operation) else ()
        return any(self._column(call, each, scope) for each in operands)

    def _column(self, call: RelationshipCall, expression: Expression, scope: Scope) -> bool:
        value = self._evaluator.evaluate(expression, scope, None)
        return self._tables.column(value, call.owner) is not None


def _attributes(value: Value) -> Iterator[ClassAttribute]:
    """The attributes of classes that a value is made from."""
    match value:
        case ClassAttribute():
            yield value
        case Items(items=parts) | Expressed(operands=parts) | Made(arguments=parts):
            for part in () if column_word(value) else parts:
                yield from _attributes(part)


def _what(value: Value) -> str | None:
    """What a value is that is surely no column, in words."""
    match value:
        case Known(str() | bool() | int() as constant):
            return f"the string {constant!r}" if isinstance(constant, str) else f"`{constant}`"
        case Made(maker) if construct(maker) == "text":
            return "a `text(...)`"
        case Class() if not value.is_enum:
            return f"the class `{value.name}`"
        case External(path) if path.startswith("builtins."):
            return f"Python's `{value.name}`"
        case Method(ClassAttribute() | TableColumn() | Expressed() | Made(), name) if (
            name in _BOUND
        ):
            return f"the method `{name}`, which is not called"
    return None


def _logical(expression: Expression) -> Iterator[Operation]:
    """The operators that Python decides, outermost first, where a condition is expected."""
    match expression:
        case Operation(operator, operands):
            if operator in _LOGICAL:
                yield expression
            for operand in operands:
                yield from _logical(operand)
        case Call(_, arguments, _):
            for argument in arguments:
                yield from _logical(argument)
        case Sequence(_, items):
            for item in items:
                yield from _logical(item)
