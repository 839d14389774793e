"""Join conditions as comparisons of columns, with the marks SQLAlchemy puts on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import (
    MADE_FROM,
    ClassAttribute,
    Expressed,
    External,
    Items,
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
    from collections.abc import Callable

    from mapperlint.model.tables.tables import Column


class Occurrence(Struct, eq=False):
    """One place where a column stands in a condition."""

    column: Column
    foreign: bool = False
    remote: bool = False
    local: bool = False


class Side(Struct, eq=False):
    """One side of a comparison: its columns, and whether it is nothing but one column."""

    occurrences: list[Occurrence] = field(default_factory=list)
    simple: bool = False


class Comparison(Struct, eq=False):
    """`left operator right`."""

    operator: str
    left: Side
    right: Side


class UnreadableCondition(Exception):
    """The condition, or an argument beside it, holds something only the program knows."""


COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_JOINERS = frozenset({"and", "or", "&", "|", "~", "not"})


def equalities(pairs: tuple[tuple[Column, Column], ...]) -> list[Comparison]:
    """The condition SQLAlchemy makes of a constraint: referred == referring."""
    return [
        Comparison("==", Side([Occurrence(a)], simple=True), Side([Occurrence(b)], simple=True))
        for a, b in pairs
    ]


def comparisons(value: Value, column: Callable[[Value], Column | None]) -> list[Comparison]:
    """All comparisons of a condition. Raises UnreadableCondition."""
    found: list[Comparison] = []
    _collect(value, column, found)
    return found


def _expressed(value: Value) -> Value:
    """A method of a marked column, `remote(A.path).like(...)`, as an expression.

    Others are left alone: the columns inside a subquery are no columns of the condition.
    """
    match value:
        case Made(External(path), arguments):
            receiver = value.keyword(MADE_FROM)
            if isinstance(receiver, Made) and construct_of(receiver) in {"remote", "foreign"}:
                return Expressed(path.rpartition(".")[2], (receiver, *arguments))
    return value


def _collect(
    value: Value, column: Callable[[Value], Column | None], found: list[Comparison]
) -> None:
    value = _expressed(value)
    match value:
        case Unknown(reason):
            raise UnreadableCondition(reason)
        case Expressed(operator, (left, right)) if operator in COMPARISONS:
            found.append(Comparison(operator, _side(left, column), _side(right, column)))
        case Expressed(operator, operands) if operator in _JOINERS:
            for operand in operands:
                _collect(operand, column, found)
        case Made(maker, arguments) if construct(maker) in {"and_", "or_", "not_"}:
            for argument in arguments:
                _collect(argument, column, found)
        case Made(maker, arguments) if construct(maker) in {"remote", "foreign"}:
            for argument in arguments:
                _collect(argument, column, found)
        case Expressed(operator, operands):
            sides = [_side(operand, column) for operand in operands]
            rest = Side([each for side in sides[1:] for each in side.occurrences])
            found.append(Comparison(operator, sides[0] if sides else Side(), rest))
        case Made(External() as maker) | (External() as maker) if construct(maker) is None:
            raise UnreadableCondition(f"`{maker.path}` is not read")
        case Made() | External() | ClassAttribute() | TableColumn():
            side = _side(value, column)
            found.append(Comparison("is true", side, Side()))


def _side(value: Value, column: Callable[[Value], Column | None]) -> Side:
    value = _expressed(value)
    match value:
        case Made(maker, (inner, *_)) if construct(maker) in {"foreign", "remote"}:
            side = _side(inner, column)
            for occurrence in side.occurrences:
                if construct(maker) == "foreign":
                    occurrence.foreign = True
                else:
                    occurrence.remote = True
            return side
        case Unknown(reason):
            raise UnreadableCondition(reason)
        case External() if construct(value) is None and not value.path.startswith("builtins."):
            raise UnreadableCondition(f"`{value.path}` is not read")
        case Known() | External() | TableOf() | Class():
            return Side()
        case ClassAttribute() | TableColumn():
            found = column(value)
            if found is None:
                return _unfound(value)
            return Side([Occurrence(found)], simple=True)
        case Made():
            found = column(value)
            if found is not None:
                return Side([Occurrence(found)], simple=True)
            return _nested(value.arguments, column)
        case Expressed(_, operands):
            return _nested(operands, column)
        case Items(_, items):
            return _nested(items, column)
        case Method():
            return _side(value.value, column) if isinstance(value.value, ClassAttribute) else Side()
    return Side()


def _unfound(value: ClassAttribute | TableColumn) -> Side:
    """An attribute of a class that is no column: a constant of an Enum is fine, others are not."""
    if isinstance(value, ClassAttribute) and value.owner.is_enum:
        return Side()
    raise UnreadableCondition(f"`{value.name}` is not a column in sight")


def _nested(values: tuple[Value, ...], column: Callable[[Value], Column | None]) -> Side:
    sides = [_side(value, column) for value in values]
    return Side([occurrence for side in sides for occurrence in side.occurrences])
