"""The little expression language that facts are written in.

A model file is a program, and what matters in it are small expressions: the name of a table built
from a constant, a foreign key to `User.id`, a join condition, a lambda around a class. Facts keep
them as they stand; the model evaluates them once all files are known. Whatever this language has no
word for becomes `Unreadable`, which forbids every conclusion.

All values are frozen, hashable and made of tuples, so that facts can be compared and stored.
"""

from __future__ import annotations

from typing import TypeAlias

from mapperlint.facts.fact import Fact
from mapperlint.places import Span

Literal: TypeAlias = "str | int | float | bool | None"


class Constant(Fact, frozen=True):
    """A literal: `"users"`, `3`, `True`, `None`."""

    value: Literal
    span: Span


class Name(Fact, frozen=True):
    """A bare name: `User`."""

    id: str
    span: Span


class Attribute(Fact, frozen=True):
    """`value.attribute`."""

    value: Expression
    attribute: str
    span: Span


class Subscript(Fact, frozen=True):
    """`value[index]`."""

    value: Expression
    index: Expression
    span: Span


class Keyword(Fact, frozen=True):
    """`name=value` in a call; `name` is None for `**value`."""

    name: str | None
    value: Expression
    span: Span


class Call(Fact, frozen=True):
    """`function(*arguments, **keywords)`."""

    function: Expression
    arguments: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]
    span: Span


class Starred(Fact, frozen=True):
    """`*value` in a call or a display."""

    value: Expression
    span: Span


class Sequence(Fact, frozen=True):
    """A display: `kind` is "list", "tuple", "set", or "slice" for `lower:upper:step`."""

    kind: str
    items: tuple[Expression, ...]
    span: Span


class Mapping(Fact, frozen=True):
    """A dict display; a key of None stands for `**value`."""

    entries: tuple[tuple[Expression | None, Expression], ...]
    span: Span


class FormattedString(Fact, frozen=True):
    """An f-string: its constant and its replaced parts in order."""

    parts: tuple[Expression, ...]
    span: Span


class Operation(Fact, frozen=True):
    """An operator over its operands: `+ - * / % & | ~ == != < <= > >= and or not in is ...`."""

    operator: str
    operands: tuple[Expression, ...]
    span: Span


class Conditional(Fact, frozen=True):
    """`then if test else otherwise`."""

    test: Expression
    then: Expression
    otherwise: Expression
    span: Span


class Lambda(Fact, frozen=True):
    """`lambda parameters: body`."""

    parameters: tuple[str, ...]
    body: Expression
    span: Span


class Unreadable(Fact, frozen=True):
    """Something only the running program knows; `reason` says what stands there."""

    reason: str
    span: Span


Expression: TypeAlias = (
    Constant
    | Name
    | Attribute
    | Subscript
    | Call
    | Starred
    | Sequence
    | Mapping
    | FormattedString
    | Operation
    | Conditional
    | Lambda
    | Unreadable
)
