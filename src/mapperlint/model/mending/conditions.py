"""Conditions that Python would decide, written so that SQLAlchemy does."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.decode import DecodingError, decoded
from mapperlint.facts.expressions import (
    Attribute,
    Call,
    Constant,
    Expression,
    Name,
    Operation,
    Sequence,
)
from mapperlint.facts.written import plain_string
from mapperlint.intentions import Needed, Replace, Reword
from mapperlint.model.mending.writing import literal_of, may_change
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.argument_values import LostCondition
    from mapperlint.places import Span

_FUNCTIONS = {"and": "and_", "or": "or_", "not": "not_"}
_METHODS = {"in": "in_", "not in": "not_in"}


def of_columns(project: Project, found: LostCondition) -> tuple[Fix, ...]:
    """`A and B` becomes `and_(A, B)`, `A in B` becomes `A.in_(B)`."""
    made = found.call.made
    if made.open or made.within or not may_change(project, made.where.path):
        return ()
    if isinstance(made.expression(found.argument), Constant):
        change: Reword | Replace | None = _in_string(project, found)
    else:
        change = _in_source(project, found)
    if change is None:
        return ()
    title = f"let SQLAlchemy decide `{found.argument}` of `{found.call.label}`"
    return (Fix(title, Applicability.UNSAFE, (change,)),)


def _in_string(project: Project, found: LostCondition) -> Reword | None:
    where = literal_of(found.call.made, found.argument)
    text = None if where is None else plain_string(project.source.text(where.path), where.span)
    if where is None or text is None or not text.isascii():
        return None
    # It is parsed on a line of its own, below an opening bracket.
    source = _Condition(f"\n{text}").decided(found.whole)
    return None if source is None else Reword(where, source)


def _in_source(project: Project, found: LostCondition) -> Replace | None:
    made = found.call.made
    written = made.expression(found.argument)
    if written is None or not found.whole.span.within(written.span):
        return None
    try:
        condition = _Condition(decoded(project.source.text(made.where.path)))
    except DecodingError:
        return None
    source = condition.decided(found.whole)
    if source is None:
        return None
    needs = tuple(Needed("sqlalchemy", name) for name in sorted(condition.called))
    return Replace(Location(made.where.path, found.whole.span), source, needs)


class _Condition:
    """A condition in a text; what is in it and not decided by Python stays as it is written."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0, *accumulate([len(line) + 1 for line in text.split("\n")])]
        self.called: set[str] = set()

    def decided(self, expression: Expression) -> str | None:
        """The expression with functions in place of operators; None where more would change."""
        match expression:
            case Operation(operator, operands) if operator in _FUNCTIONS:
                return self._call(operator, operands)
            case Operation(operator, operands) if operator in _METHODS:
                return self._method(operator, operands)
            case Call(_, arguments, _) | Sequence(_, arguments):
                return self._around(expression, arguments)
        return self._written(expression)

    def _call(self, operator: str, operands: tuple[Expression, ...]) -> str | None:
        parts = [self.decided(operand) for operand in operands]
        known = [part for part in parts if part is not None]
        gaps = (self._between(one, two) for one, two in pairwise(operands))
        if len(known) < len(parts) or any("#" in gap for gap in gaps):
            return None
        self.called.add(_FUNCTIONS[operator])
        return f"{_FUNCTIONS[operator]}({', '.join(known)})"

    def _method(self, operator: str, operands: tuple[Expression, ...]) -> str | None:
        match operands:
            case (Name() | Attribute() as column, values):
                method = _METHODS[operator]
                return f"{self._written(column)}.{method}({self._written(values)})"
        return None

    def _around(self, whole: Expression, inner: tuple[Expression, ...]) -> str | None:
        """An expression in which some parts are decided otherwise."""
        start, end = self._range(whole.span)
        pieces: list[str] = []
        for part in inner:
            first, last = self._range(part.span)
            source = self.decided(part)
            if source is None:
                return None
            pieces += (self._text[start:first], source)
            start = last
        return "".join((*pieces, self._text[start:end]))

    def _written(self, expression: Expression) -> str:
        start, end = self._range(expression.span)
        return self._text[start:end]

    def _between(self, one: Expression, two: Expression) -> str:
        return self._text[self._range(one.span)[1] : self._range(two.span)[0]]

    def _range(self, span: Span) -> tuple[int, int]:
        return (
            self._lines[span.line - 1] + span.column,
            self._lines[span.end_line - 1] + span.end_column,
        )
