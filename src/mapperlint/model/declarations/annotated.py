"""Annotations that SQLAlchemy cannot read, or does not take for those of a mapped attribute.

Since 2.0 each annotation of a mapped class is read while its class statement runs. Quoted ones and
those under `from __future__ import annotations` are evaluated in the names of the module, as far as
they are bound by then; of a relationship the innermost name stays a string for the class registry.
From Python 3.14 on all are read like that.
"""

from __future__ import annotations

import builtins
from enum import Enum
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
from mapperlint.facts.extract import parse_expression
from mapperlint.facts.shapes import When
from mapperlint.model.declarative.annotations import unquoted
from mapperlint.model.values.classes import Class
from mapperlint.model.values.scopes import Bindings
from mapperlint.model.values.values import External, Generic
from mapperlint.model.values.vocabulary import (
    MAPPED_WORDS,
    PROPERTY_WORDS,
    construct,
    package,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.versions.python_version import PythonVersion

_READ = frozenset({"mapped_column", "relationship", *PROPERTY_WORDS})
"""Values whose annotation must be `Mapped[...]`; of `Column` that holds on mixins only."""

_PLAIN = frozenset(
    {
        *("builtins", "typing", "typing_extensions", "datetime", "decimal", "uuid", "enum"),
        *("collections", "pathlib", "ipaddress", "fractions", "numbers", "array", "io", "re"),
    }
)
"""Packages whose types are no container of SQLAlchemy's."""


# annotations without Mapped[]


def without_mapped(declarations: Declarations, mapper: Mapper) -> Iterator[Declared]:
    """What is declared with an annotation that says nothing of a mapped attribute."""
    if not _annotations_count(declarations, mapper):
        return
    for one in declarations.of(mapper.cls):
        if one.unquoted is None or not one.always or not _expects_mapped(one):
            continue
        if _plain(declarations, one, one.unquoted):
            yield one


def _annotations_count(declarations: Declarations, mapper: Mapper) -> bool:
    """Whether SQLAlchemy reads the annotations of a class, and wants `Mapped[...]` there."""
    cls = mapper.cls
    if not declarations.surely_since("2.0") or not declarations.is_declarative(mapper):
        return False
    if declarations.is_dataclass(cls) or cls.member("__allow_unmapped__") is not None:
        return False
    return not declarations.declarative.is_sqlmodel(cls)


def _expects_mapped(one: Declared) -> bool:
    if one.by_function:
        return one.on_mixin
    if one.value is None:
        return not one.on_mixin
    return one.word in _READ or (one.word == "Column" and one.on_mixin)


def _plain(declarations: Declarations, one: Declared, expression: Expression) -> bool:
    """Whether an annotation surely is no `Mapped[...]` nor anything else SQLAlchemy knows."""
    if isinstance(expression, Operation):
        return expression.operator == "|"
    head = expression.value if isinstance(expression, Subscript) else expression
    if not isinstance(head, Name | Attribute):
        return False
    value = declarations.named(one.owner, head)
    match value:
        case External(path) if package(path) in _PLAIN:
            return value.name not in {"ClassVar", "Any", "TypeAlias", "Final", "Annotated"}
        case External() if construct(value) in MAPPED_WORDS and head is expression:
            return True
        case Generic(External(path) as origin):
            return package(path) in _PLAIN and origin.name not in {"ClassVar", "Annotated"}
        case Class():
            return not any(construct(base) for base in value.external_bases) or (
                declarations.declarative.mapped(value)
            )
    return False


# names that are not there


class Want(Enum):
    """Why a name of an annotation has no value when SQLAlchemy reads it."""

    TYPE_CHECKING = "it is imported only for type checking"
    LATER = "it is defined below"
    UNBOUND = "nothing defines it"


class Unresolved(Struct, frozen=True, eq=False):
    """A name of an annotation that cannot be evaluated, and why."""

    declared: Declared
    name: str
    want: Want


def unresolved(declarations: Declarations, mapper: Mapper) -> Iterator[Unresolved]:
    """The annotations whose names have no value when the class statement runs."""
    if not declarations.surely_since("2.0") or not declarations.is_declarative(mapper):
        return
    for one in declarations.of(mapper.cls):
        if one.annotation is None or one.by_function or not one.always:
            continue
        if one.word not in {None, "mapped_column", "relationship"}:
            continue
        if one.word is None and (not one.is_bare or _types_a_table(mapper)):
            continue
        if one.is_bare and mapped_class_in(declarations, one) is not None:
            continue  # What it lacks is its relationship.
        found = first_unresolved(declarations, one)
        if found is not None:
            yield found


def _types_a_table(mapper: Mapper) -> bool:
    """Whether bare annotations of a class declare nothing: they type the columns of its table."""
    return mapper.cls.own("__table__") is not None


def first_unresolved(declarations: Declarations, one: Declared) -> Unresolved | None:
    """The first name of an annotation that has no value when it is read."""
    return declarations.names.first_unresolved(one)


class AnnotationNames:
    """Which names of annotations have a value when they are read.

    Answers are kept: two rules ask, and most annotations of a class are made of the same names.
    """

    def __init__(self, python: PythonVersion) -> None:
        self._python = python
        self._unresolved: dict[Declared, Unresolved | None] = {}
        self._wants: dict[tuple[Class, Class, str], Want | None] = {}

    def first_unresolved(self, one: Declared) -> Unresolved | None:
        """The first name of an annotation that has no value when it is read."""
        if one not in self._unresolved:
            self._unresolved[one] = self._first_unresolved(one)
        return self._unresolved[one]

    def _first_unresolved(self, one: Declared) -> Unresolved | None:
        mapped = _mapped(one)
        if one.annotation is None or mapped is None:
            return None
        for name in _names_needed(self._python, one, one.annotation, mapped):
            want = self._want(one, name)
            if want is not None:
                return Unresolved(one, name, want)
        return None

    def _want(self, one: Declared, name: str) -> Want | None:
        key = (one.cls, one.owner, name)
        if key not in self._wants:
            self._wants[key] = _want(one, name)
        return self._wants[key]


def _mapped(one: Declared) -> Subscript | None:
    """An annotation without the quotes around it, where it is `Mapped[...]` by its name."""
    expression = one.unquoted
    if not isinstance(expression, Subscript):
        return None
    head = expression.value
    name = head.id if isinstance(head, Name) else getattr(head, "attribute", None)
    return expression if name in MAPPED_WORDS else None


def _names_needed(
    python: PythonVersion, one: Declared, annotation: Expression, mapped: Subscript
) -> tuple[str, ...]:
    """The names that must have a value."""
    if one.word == "relationship":
        quoted = _may_be_strings(python, one, annotation)
        inner = _outer_names(mapped.index, quoted=quoted)
    else:
        inner = _names(mapped.index, strings=True)
    return (*_names(mapped.value, strings=True), *inner)


def _may_be_strings(python: PythonVersion, one: Declared, annotation: Expression) -> bool:
    """Whether the names of an annotation may be strings by the time SQLAlchemy reads it."""
    module = one.owner.module
    return (
        isinstance(annotation, Constant)
        or module.facts.future_annotations
        or not python.evaluates_annotations(module)
    )


def _outer_names(expression: Expression, *, quoted: bool) -> tuple[str, ...]:
    """Of a relationship: all but the innermost, which SQLAlchemy keeps as a string."""
    if not quoted:
        return _names(expression, strings=False)
    if isinstance(expression, Subscript):
        head = _names(expression.value, strings=False)
        return (*head, *_outer_names(expression.index, quoted=True))
    if isinstance(expression, Operation) and _has_brackets(expression):
        return _names(expression, strings=False)
    return ()


def _has_brackets(expression: Operation) -> bool:
    return any(isinstance(each, Subscript) for each in expression.operands)


def _names(expression: Expression, *, strings: bool) -> tuple[str, ...]:
    """The names an annotation is made of; those in `strings` too, where they are types."""
    match expression:
        case Name(id):
            return (id,)
        case Attribute(value):
            return _names(value, strings=strings)
        case Subscript(value, index):
            head = _names(value, strings=strings)
            last = value.attribute if isinstance(value, Attribute) else getattr(value, "id", "")
            if last == "Annotated" and isinstance(index, Sequence):
                return (*head, *_names(index.items[0], strings=strings))
            return head if last == "Literal" else (*head, *_names(index, strings=strings))
        case Operation("|", operands) | Sequence(items=operands):
            return tuple(name for each in operands for name in _names(each, strings=strings))
        case Constant(str(text)) if strings:
            parsed = parse_expression(text)
            return () if parsed is None else _names(parsed, strings=True)
    return ()


_BUILTINS = frozenset(vars(builtins))


def _want(one: Declared, name: str) -> Want | None:
    """Why a name has no value for the class; None when it has, or may have."""
    owner = one.owner
    if name in owner.bindings.by_name or name in _BUILTINS:
        return None
    bindings = owner.module_bindings
    statements = bindings.by_name.get(name, [])
    running = [each for each in statements if each.when is not When.TYPE_CHECKING]
    if not statements:
        # A star import may bind it, and so may what the scan of a module does not follow.
        nested = owner.qualname != owner.name
        return None if nested or _star_may_bind(bindings, name) else Want.UNBOUND
    if not running:
        return None if _star_may_bind(bindings, name) else Want.TYPE_CHECKING
    first = min(each.span.line for each in running)
    certain = all(each.when is When.ALWAYS for each in running)
    return Want.LATER if certain and first > one.cls.facts.span.end_line else None


_NOT_IN_SQLALCHEMY = frozenset(
    {
        *("Mapped", "DynamicMapped", "WriteOnlyMapped", "Optional", "List", "Dict", "Set"),
        *("datetime", "date", "time", "timedelta", "Decimal"),
    }
)


def _star_may_bind(bindings: Bindings, name: str) -> bool:
    """Whether a star import may give a name; SQLAlchemy itself has no types of Python's own."""
    return any(
        star.module != "sqlalchemy" or star.level > 0 or name not in _NOT_IN_SQLALCHEMY
        for star in bindings.stars
    )


# mapped classes without a relationship


class Bare(Struct, frozen=True, eq=False):
    """An attribute annotated with a mapped class that no `relationship()` fills."""

    declared: Declared
    target: Class


def without_relationship(declarations: Declarations, mapper: Mapper) -> Iterator[Bare]:
    """The bare annotations `Mapped[Post]` and `Mapped[list["Post"]]` of mapped classes."""
    if not declarations.surely_since("2.0") or not declarations.is_declarative(mapper):
        return
    if _types_a_table(mapper):
        return
    for one in declarations.of(mapper.cls):
        if one.annotation is None or not one.is_bare or not one.always:
            continue
        if _mapped(one) is not None:
            target = mapped_class_in(declarations, one)
            if target is not None:
                yield Bare(one, target)


def mapped_class_in(declarations: Declarations, one: Declared) -> Class | None:
    """The mapped class that an annotation is about."""
    if not isinstance(one.unquoted, Subscript):
        return None
    inner = unquoted(one.unquoted.index)
    while isinstance(inner, Subscript):
        head = inner.value.id if isinstance(inner.value, Name) else ""
        if head not in {"Optional", "List", "list", "Set", "set", "Sequence"}:
            return None
        inner = unquoted(inner.index)
    if isinstance(inner, Operation) and inner.operator == "|":
        rest = [each for each in inner.operands if not _is_none(each)]
        inner = unquoted(rest[0]) if len(rest) == 1 else None
    if not isinstance(inner, Name | Attribute):
        return None
    value = declarations.named(one.owner, inner)
    if isinstance(value, Class) and declarations.declarative.mapped(value):
        return value
    return None


def _is_none(expression: Expression) -> bool:
    return isinstance(expression, Constant) and expression.value is None
