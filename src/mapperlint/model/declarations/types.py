"""Annotations and columns from which SQLAlchemy can make no type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import (
    Constant,
    Expression,
    Name,
    Operation,
    Sequence,
    Subscript,
)
from mapperlint.model.declarations.annotated import first_unresolved, mapped_class_in
from mapperlint.model.declarative.annotations import unquoted
from mapperlint.model.relationships.annotated_types import shown
from mapperlint.model.values.bases import Root
from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import FALSE, TRUE, External, Generic, Known, Made, Value
from mapperlint.model.values.vocabulary import (
    TYPE_WORDS,
    construct,
    package,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper

_CONTAINERS = frozenset(
    {"list", "dict", "set", "frozenset", "tuple", "List", "Dict", "Set", "FrozenSet", "Tuple"}
)


class Unmappable(Struct, frozen=True, eq=False):
    """A column whose annotation stands for no type of a column."""

    declared: Declared
    type: str
    is_sql_type: bool = False


def unmappable(declarations: Declarations, mapper: Mapper) -> Iterator[Unmappable]:
    """The columns without a type of their own whose annotation gives none."""
    if not declarations.is_declarative(mapper):
        return
    is_sqlmodel = declarations.declarative.is_sqlmodel(mapper.cls)
    if not is_sqlmodel and not _default_types(declarations, mapper.cls):
        return
    for one in declarations.of(mapper.cls):
        if one.annotation is None or not one.always or one.by_function:
            continue
        if not _leaves_the_type_open(one, is_sqlmodel=is_sqlmodel):
            continue
        if one.is_bare and mapped_class_in(declarations, one) is not None:
            continue  # What it lacks is its relationship.
        if first_unresolved(declarations, one) is not None:
            continue
        found = _unmappable(declarations, one, is_sqlmodel=is_sqlmodel)
        if found is not None:
            yield found


def _default_types(declarations: Declarations, cls: Class) -> bool:
    """Whether the types of annotations are looked up in SQLAlchemy's own table alone."""
    if not declarations.surely_since("2.0"):
        return False
    roots = [base for base in cls.mro if isinstance(base, Root)]
    if not any(
        root.kind == "DeclarativeBase"
        or (root.kind == "declarative_base" and root.made is not None and not root.made.keywords)
        for root in roots
    ):
        return False
    return cls.member("type_annotation_map") is None and cls.member("registry") is None


def _leaves_the_type_open(one: Declared, *, is_sqlmodel: bool) -> bool:
    if one.is_bare:
        return True
    made = one.made
    if made is None:
        return is_sqlmodel and isinstance(one.value, Known)
    if made.open:
        return False
    if one.word == "sqlmodel.Field":
        given = {name for name, _ in made.keywords}
        return not given & {"sa_column", "sa_type", "sa_column_args", "sa_column_kwargs"}
    return (
        one.word == "mapped_column"
        and not is_sqlmodel
        and all(isinstance(each, Known) for each in made.arguments)
        and made.keyword("type_") is None
    )


def _unmappable(
    declarations: Declarations, one: Declared, *, is_sqlmodel: bool
) -> Unmappable | None:
    read = declarations.annotation(one)
    if read is None or (read.wrapper != "Mapped" and not (is_sqlmodel and read.wrapper is None)):
        return None
    if one.name.startswith("_") and is_sqlmodel:
        return None
    expression = _without_none(unquoted(read.inner))
    if expression is None:
        return None
    if not is_sqlmodel and _is_value(expression, quoted=read.quoted):
        return Unmappable(one, shown(expression))
    value = declarations.evaluator.evaluate(expression, one.owner.body_scope, None)
    origin = value.origin if isinstance(value, Generic) else value
    if not isinstance(origin, External):
        return None
    if not is_sqlmodel and isinstance(value, Generic) and origin.name == "Literal":
        return Unmappable(one, shown(expression)) if _holds_no_strings(value) else None
    if package(origin.path) in {"builtins", "typing"} and origin.name in _CONTAINERS:
        return Unmappable(one, origin.name)
    if not is_sqlmodel and construct(origin) in TYPE_WORDS and origin.path.startswith("sqlalchemy"):
        return Unmappable(one, origin.name, is_sql_type=True)
    return None


def _is_value(expression: Expression, *, quoted: bool) -> bool:
    """Whether a value stands where a type should: `5`, or two types in one string."""
    match expression:
        case Constant(value):
            return value is not None and isinstance(value, int | float)
        case Sequence("tuple"):
            return quoted
    return False


def _holds_no_strings(literal: Generic) -> bool:
    """Whether a `Literal` has a number or a boolean in it: SQLAlchemy makes an Enum of strings."""
    return any(
        type(each) is Known and isinstance(each.value, int | float) for each in literal.arguments
    )


def _without_none(expression: Expression | None) -> Expression | None:
    """The type of `Optional[X]` and of `X | None`."""
    match expression:
        case Subscript(Name("Optional"), index):
            return unquoted(index)
        case Operation("|", operands):
            rest = [each for each in operands if each != Constant(None, each.span)]
            return unquoted(rest[0]) if len(rest) == 1 else None
    return expression


def untyped(declarations: Declarations, mapper: Mapper) -> Iterator[Declared]:
    """The `mapped_column()` with neither a type nor a foreign key nor an annotation."""
    if not declarations.is_declarative(mapper) or not declarations.surely_since("2.0"):
        return
    for one in declarations.of(mapper.cls):
        made = one.made
        if made is None or one.word != "mapped_column" or one.annotation is not None:
            continue
        if not one.always or one.by_function or made.open or one.name in one.owner.annotations:
            continue
        only_name = all(isinstance(each, Known) for each in made.arguments)
        if only_name and made.keyword("type_") is None:
            yield one


# SQLModel's own refusals

_OF_THE_COLUMN = (
    *("sa_column_args", "sa_column_kwargs", "primary_key", "nullable", "foreign_key"),
    *("ondelete", "unique", "index", "sa_type"),
)
_OF_THE_RELATIONSHIP = ("sa_relationship_args", "sa_relationship_kwargs")


class Refused(Struct, frozen=True, eq=False):
    """Arguments of SQLModel that exclude each other."""

    declared: Declared
    wrong: str


def refused_by_sqlmodel(declarations: Declarations, mapper: Mapper) -> Iterator[Refused]:
    """The arguments of `Field` and `Relationship` that SQLModel does not take together."""
    if not declarations.declarative.is_sqlmodel(mapper.cls):
        return
    for one in declarations.of(mapper.cls):
        if one.made is not None and one.always and not one.made.open:
            wrong = _refused(declarations, one, one.made)
            if wrong is not None:
                yield Refused(one, wrong)


def _refused(declarations: Declarations, one: Declared, made: Made) -> str | None:
    given = {name for name, _ in made.keywords}
    if one.word == "sqlmodel.Relationship":
        other = next((each for each in _OF_THE_RELATIONSHIP if each in given), None)
        if "sa_relationship" in given and other is not None:
            return f"is given both `sa_relationship` and `{other}`"
    if one.word != "sqlmodel.Field":
        return None
    if "sa_column" in given:
        other = next((each for each in _OF_THE_COLUMN if each in given), None)
        return None if other is None else f"is given both `sa_column` and `{other}`"
    if "ondelete" in given and "foreign_key" not in given:
        return "is given `ondelete`, but no `foreign_key`"
    if made.keyword("ondelete") == Known("SET NULL") and _not_null(declarations, one, made):
        return 'is given `ondelete="SET NULL"`, but cannot be NULL'
    return None


def _not_null(declarations: Declarations, one: Declared, made: Made) -> bool:
    given = made.keyword("nullable")
    if given is not None:
        return given == FALSE
    read = declarations.annotation(one)
    has_default = bool(made.arguments) or made.keyword("default") is not None
    return read is not None and not read.optional and not has_default


# nullable against Optional


class Nullability(Struct, frozen=True, eq=False):
    """A column whose annotation says another thing of NULL than the column does."""

    declared: Declared
    optional: bool


def nullability(declarations: Declarations, mapper: Mapper) -> Iterator[Nullability]:
    """The columns that say `nullable` against the `Optional` of their annotation."""
    for one in declarations.of(mapper.cls):
        if one.word != "mapped_column" or one.made is None or not one.always:
            continue
        read = declarations.annotation(one)
        if read is None or read.wrapper != "Mapped" or not read.known:
            continue
        given: Value | None = one.made.keyword("nullable")
        if given == TRUE and not read.optional and _says_its_type(declarations, one):
            yield Nullability(one, optional=False)
        if given == FALSE and read.optional:
            yield Nullability(one, optional=True)


def _says_its_type(declarations: Declarations, one: Declared) -> bool:
    """Whether an annotation is no alias, which may hold the `Optional`."""
    read = declarations.annotation(one)
    if read is None:
        return False
    inner = unquoted(read.inner)
    if not isinstance(inner, Name):
        return False
    value = declarations.evaluator.evaluate(inner, one.owner.body_scope, None)
    return isinstance(value, External | Class)
