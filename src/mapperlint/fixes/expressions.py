"""Expressions reworded, replaced, or put between others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from mapperlint.fixes.edits import CannotRealise
from mapperlint.fixes.statement import (
    expression_or_none,
    has_comment,
    parsed_expression,
    statement_at,
)
from mapperlint.fixes.style import requoted, string_source

if TYPE_CHECKING:
    from mapperlint.fixes.draft import Draft
    from mapperlint.fixes.statement import Statement
    from mapperlint.intentions import Enclose, Replace, Reword

BINDING = (
    cst.BinaryOperation,
    cst.BooleanOperation,
    cst.UnaryOperation,
    cst.Comparison,
    cst.IfExp,
    cst.Await,
)
LOOSE = (*BINDING, cst.Lambda, cst.NamedExpr, cst.Yield)
"""Expressions that fall apart inside of a tighter one."""

_HOLE = "\0"


def reword(draft: Draft, wanted: Reword) -> None:
    start, end = draft.now(wanted.location.span)
    statement = statement_at(draft, start, end)
    found = statement.expression(start, end)
    first = _first_literal(found)
    literal = string_source(wanted.text, first.prefix, first.quote)
    if literal is None:
        raise CannotRealise(f"{first.value} cannot say {wanted.text!r}")
    statement.write(found, first.with_changes(value=literal, lpar=found.lpar, rpar=found.rpar))


def replace(draft: Draft, wanted: Replace) -> None:
    start, end = draft.now(wanted.location.span)
    statement = statement_at(draft, start, end)
    found = statement.expression(start, end)
    if has_comment(found):
        raise CannotRealise("a comment stands in what is to be replaced")
    source = requoted(wanted.source, statement.quote(draft.text[start:end]))
    new = parsed_expression(source)
    if _falls_apart(statement, found, new):
        source = f"({source})"
    draft.replace(start, end, source)


def enclose(draft: Draft, wanted: Enclose) -> None:
    start, end = draft.now(wanted.location.span)
    statement = statement_at(draft, start, end)
    found = statement.expression(start, end)
    template = requoted(f"{wanted.before}{_HOLE}{wanted.after}", statement.quote())
    before, _, after = template.partition(_HOLE)
    # What is put around may end the expression: ` = relationship()` behind an annotation.
    new = expression_or_none(f"{before}{draft.text[start:end]}{after}")
    if new is not None and _falls_apart(statement, found, new):
        before, after = f"({before}", f"{after})"
    draft.insert(end, after)
    draft.insert(start, before)


def _first_literal(found: cst.BaseExpression) -> cst.SimpleString:
    """The literal a string begins with, if it is made of nothing else than literals."""
    match found:
        case cst.SimpleString():
            return found
        case cst.ConcatenatedString(left=cst.SimpleString() as left) if not has_comment(found):
            rest = found.right
            while isinstance(rest, cst.ConcatenatedString):
                if not isinstance(rest.left, cst.SimpleString):
                    break
                rest = rest.right
            if isinstance(rest, cst.SimpleString):
                return left
        case _:
            pass
    raise CannotRealise("it is not a plain string")


def _falls_apart(statement: Statement, old: cst.BaseExpression, new: cst.BaseExpression) -> bool:
    """Whether an expression needs brackets where another one stands."""
    if old.lpar or not isinstance(new, LOOSE) or new.lpar:
        return False
    outer = next((node for node, _, _ in statement.nodes() if old in node.children), None)
    match outer:
        case cst.Attribute() | cst.ComparisonTarget() | cst.StarredElement():
            return True
        case cst.Call():
            return outer.func is old
        case cst.Subscript():
            return outer.value is old
        case cst.BaseExpression():
            return isinstance(outer, BINDING)
        case cst.Arg():
            return bool(outer.star)
        case _:
            return False
