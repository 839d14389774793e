"""Annotations of mapped attributes that Python or SQLAlchemy cannot make a type of.

Some fail as Python reads them: a string has no `|`, and `Mapped` takes one type. A collection of
objects that may be None is a type, but no class that a relationship could lead to. And of what an
`Annotated` carries, SQLAlchemy uses only columns, and not all of what they say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import (
    Attribute,
    Constant,
    Expression,
    Name,
    Operation,
    Sequence,
    Subscript,
)
from mapperlint.model.declarative.annotations import unquoted
from mapperlint.model.relationships.annotated_types import shown
from mapperlint.model.relationships.arguments import Absent, value_argument
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import External, Generic, Known, Made, Unknown
from mapperlint.model.values.vocabulary import package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.places import Location

_COLLECTIONS = frozenset({"list", "List", "set", "Set"})
_WORDS = frozenset({None, "mapped_column", "relationship"})


class NoType(Struct, frozen=True, eq=False):
    """An annotation that is no type, with what is wrong in it."""

    declared: Declared
    wrong: str
    remedy: str


def no_types(declarations: Declarations, mapper: Mapper) -> Iterator[NoType]:
    """The annotations `Mapped[...]` that fail when they are read."""
    for one in _annotated(declarations, mapper):
        found = _no_type(declarations, one)
        if found is not None and _is_mapped(declarations, one):
            yield found


def _annotated(declarations: Declarations, mapper: Mapper) -> Iterator[Declared]:
    """What has an annotation that SQLAlchemy reads where it is `Mapped[...]`."""
    if not declarations.surely_since("2.0") or not declarations.is_declarative(mapper):
        return
    for one in declarations.of(mapper.cls):
        if one.annotation is None or not one.always or one.by_function or one.word not in _WORDS:
            continue
        yield one


def _is_mapped(declarations: Declarations, one: Declared) -> bool:
    read = declarations.annotation(one)
    return read is not None and read.wrapper == "Mapped"


def _no_type(declarations: Declarations, one: Declared) -> NoType | None:
    whole = one.unquoted
    if not isinstance(whole, Subscript):
        return None
    inner = whole.index
    if isinstance(inner, Sequence) and inner.kind == "tuple":
        return NoType(one, f"`Mapped` is given {len(inner.items)} types", "`Mapped` takes one type")
    written = _strings_joined(declarations, one, inner)
    if written is not None:
        remedy = f'put all of it into quotes: `"{_bare(written)}"`'
        return NoType(one, f"`{shown(written)}` puts a string beside `|`", remedy)
    held = _optional_member(one, inner)
    if held is not None:
        remedy = f"say `{held}` without `None`: what a relationship holds is an object"
        return NoType(one, "it is a collection of what may be None", remedy)
    return None


def _strings_joined(
    declarations: Declarations, one: Declared, expression: Expression
) -> Operation | None:
    """`"Post" | None` anywhere in a type: neither a string nor None has an operator `|`."""
    match expression:
        case Operation("|", (first, second, *_)) as found:
            plain = [_without_operator(declarations, one, each) for each in (first, second)]
            strings = [_is_string(each) for each in (first, second)]
            if any(strings) and all(plain):
                return found
        case Subscript(Name(head) | Attribute(_, head), index) if head in _COLLECTIONS:
            future = one.owner.module.facts.future_annotations
            return None if future else _strings_joined(declarations, one, index)
    return None


def _without_operator(declarations: Declarations, one: Declared, expression: Expression) -> bool:
    if isinstance(expression, Constant):
        return expression.value is None or isinstance(expression.value, str)
    if not isinstance(expression, Name):
        return False
    value = declarations.evaluator.evaluate(expression, one.owner.body_scope, None)
    if isinstance(value, Class):
        return declarations.declarative.mapped(value)
    return isinstance(value, External) and package(value.path) == "builtins"


def _is_string(expression: Expression) -> bool:
    return isinstance(expression, Constant) and isinstance(expression.value, str)


def _bare(operation: Operation) -> str:
    return " | ".join(
        str(each.value) if isinstance(each, Constant) else shown(each)
        for each in operation.operands
    )


def _optional_member(one: Declared, expression: Expression) -> str | None:
    """What `list[Optional[Post]]` holds, of a relationship that takes its class from there."""
    if one.word != "relationship" or one.made is None:
        return None
    if not isinstance(value_argument(one.made, "argument", 0), Absent):
        return None
    match expression:
        case Subscript(Name(head), index) if head in _COLLECTIONS:
            match index:
                case Subscript(Name("Optional"), held):
                    return shown(unquoted(held) or held)
                case Operation("|", (Name() as held, Constant(None))):
                    future = one.owner.module.facts.future_annotations
                    return None if future else shown(held)
    return None


# what stands in Annotated

_UNSUPPORTED = frozenset(
    {"relationship", "column_property", "composite", "query_expression", "deferred"}
)
_OF_DATACLASSES = ("init", "repr", "default_factory", "compare", "kw_only", "hash")
_NAMES = ("name", "key")


class Unsupported(Struct, frozen=True, eq=False):
    """A construct that SQLAlchemy does not take out of an `Annotated`."""

    declared: Declared
    word: str


def unsupported(declarations: Declarations, mapper: Mapper) -> Iterator[Unsupported]:
    """The bare attributes whose `Annotated` holds something else than a column."""
    for one in _annotated(declarations, mapper):
        if one.value is not None:
            continue
        for part in _parts(declarations, one):
            word = construct_of(part)
            if word in _UNSUPPORTED:
                yield Unsupported(one, str(word))
                break


class Ignored(Struct, frozen=True, eq=False):
    """An argument of a `mapped_column` inside of `Annotated` that has no effect there."""

    declared: Declared
    argument: str
    where: Location


def ignored(declarations: Declarations, mapper: Mapper) -> Iterator[Ignored]:
    """The names and the arguments for dataclasses that are given inside of `Annotated`."""
    for one in _annotated(declarations, mapper):
        if one.value is not None and one.word != "mapped_column":
            continue
        for part in _parts(declarations, one):
            if construct_of(part) == "mapped_column":
                yield from _ignored(one, part)


def _ignored(one: Declared, made: Made) -> Iterator[Ignored]:
    first = made.arguments[0] if made.arguments else None
    if isinstance(first, Known) and isinstance(first.value, str):
        yield Ignored(one, "name", made.place("0"))
    for name in (*_NAMES, *_OF_DATACLASSES):
        if made.keyword(name) is not None:
            yield Ignored(one, name, made.place(name))


def _parts(declarations: Declarations, one: Declared) -> tuple[Made, ...]:
    """What an annotation carries beside its type, where it is an `Annotated` as a whole."""
    read = declarations.annotation(one) if _may_carry(declarations, one) else None
    if read is None or read.wrapper != "Mapped":
        return ()
    value = declarations.evaluator.evaluate(read.inner, one.owner.body_scope, None)
    match value:
        case Generic(External() as origin, (_, *rest)) if origin.name == "Annotated":
            return tuple(each for each in rest if isinstance(each, Made))
    return ()


def _may_carry(declarations: Declarations, one: Declared) -> bool:
    """Whether what stands in `Mapped[...]` may be an `Annotated`; its first name tells."""
    whole = one.unquoted
    inner = unquoted(whole.index) if isinstance(whole, Subscript) else None
    match inner:
        case None | Constant() | Operation("|"):
            return False
        case Name() | Attribute():
            return isinstance(declarations.named(one.owner, inner), Generic)
        case Subscript(Name() | Attribute() as head):
            value = declarations.named(one.owner, head)
            if isinstance(value, External):
                return value.name == "Annotated"
            return not isinstance(value, Class | Unknown)
    return True
