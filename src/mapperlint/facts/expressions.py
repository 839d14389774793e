"""The little expression language that facts are written in.

A model file is a program, and what matters in it are small expressions: the name of a table built
from a constant, a foreign key to `User.id`, a join condition, a lambda around a class. Facts keep
them as they stand; the model evaluates them once all files are known. Whatever this language has no
word for becomes `Unreadable`, which forbids every conclusion.

All values are frozen, hashable and made of tuples, so that facts can be compared and stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mapperlint.places import Span

Literal: TypeAlias = "str | bytes | int | float | complex | bool | None"


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal: `"users"`, `3`, `True`, `None`."""

    value: Literal
    span: Span


@dataclass(frozen=True, slots=True)
class Name:
    """A bare name: `User`."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attribute:
    """`value.attribute`."""

    value: Expression
    attribute: str
    span: Span


@dataclass(frozen=True, slots=True)
class Subscript:
    """`value[index]`."""

    value: Expression
    index: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Keyword:
    """`name=value` in a call; `name` is None for `**value`."""

    name: str | None
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """`function(*arguments, **keywords)`."""

    function: Expression
    arguments: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Starred:
    """`*value` in a call or a display."""

    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """A display: `kind` is "list", "tuple", "set", or "slice" for `lower:upper:step`."""

    kind: str
    items: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dict display; a key of None stands for `**value`."""

    entries: tuple[tuple[Expression | None, Expression], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class FormattedString:
    """An f-string: its constant and its replaced parts in order."""

    parts: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator over its operands: `+ - * / % & | ~ == != < <= > >= and or not in is ...`."""

    operator: str
    operands: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Conditional:
    """`then if test else otherwise`."""

    test: Expression
    then: Expression
    otherwise: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Lambda:
    """`lambda parameters: body`."""

    parameters: tuple[str, ...]
    body: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Unreadable:
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
