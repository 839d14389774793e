"""The fields of mapped dataclasses, in the order in which Python's `dataclass` takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Name, Subscript
from mapperlint.model.declarations.declared import Declared
from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import (
    FALSE,
    TRUE,
    Entries,
    External,
    Items,
    Known,
    Made,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import (
    COLUMN_WORDS,
    DESCRIPTOR_WORDS,
    PROPERTY_WORDS,
    RELATIONSHIP_WORDS,
    construct,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.facts.expressions import Expression
    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.mapping.mappers import Mapper

_MAPPED = frozenset({*COLUMN_WORDS, *RELATIONSHIP_WORDS, *PROPERTY_WORDS})
_DECORATORS = frozenset({"mapped_as_dataclass"})
_ARGUMENTS = ("init", "repr", "default_factory", "compare", "kw_only", "hash")


class Field(Struct, frozen=True, eq=False):
    """A field as the order of `__init__` needs it: `required` is one without a default."""

    declared: Declared
    required: bool
    by_position: bool


class Disordered(Struct, frozen=True, eq=False):
    """A field without a default behind one that has one."""

    field: Declared
    before: Declared


def disordered(declarations: Declarations, mapper: Mapper) -> Disordered | None:
    """The first field without a default behind one that has one."""
    fields = _fields(declarations, mapper)
    if fields is None:
        return None
    before: Declared | None = None
    for field in fields:
        if not field.by_position:
            continue
        if not field.required:
            before = before or field.declared
        elif before is not None:
            return Disordered(field.declared, before)
    return None


def _fields(declarations: Declarations, mapper: Mapper) -> list[Field] | None:
    """All fields in order; None where they are not all known."""
    cls = mapper.cls
    if not declarations.surely_since("2.0") or not declarations.is_declarative(mapper):
        return None
    if not is_mapped_dataclass(cls) or _option(cls, "init") != TRUE:
        return None
    found: dict[str, Field] = {}
    for owner in reversed(cls.classes):
        if not is_mapped_dataclass(owner):
            if owner.annotations:
                return None  # What becomes of those differs between versions.
            continue
        by_name = _option(owner, "kw_only")
        if by_name not in {TRUE, FALSE}:
            return None
        for name in owner.annotations:
            field = _field(declarations, owner, name, by_position=by_name == FALSE)
            if field is None:
                return None
            if isinstance(field, Field):
                found[name] = field
    return list(found.values())


class _NoField(Struct, frozen=True):
    """An annotation that makes no field."""


_NO_FIELD = _NoField()


def _field(
    declarations: Declarations, owner: Class, name: str, *, by_position: bool
) -> Field | _NoField | None:
    """A field of a class, `_NO_FIELD` where the annotation is none, None where it is not known."""
    if name.startswith("__") and name.endswith("__"):
        return _NO_FIELD
    one = next((each for each in declarations.of(owner) if each.name == name), None)
    if one is None or not one.always or one.by_function or one.annotation is None:
        return None
    read = declarations.annotation(one)
    if read is None or not read.known:
        return None
    if read.wrapper == "ClassVar":
        return _NO_FIELD
    if construct(declarations.evaluator.evaluate(read.inner, owner.body_scope, None)) is not None:
        return None
    if repr(read.inner).find("'KW_ONLY'") >= 0:
        return None
    made = one.made
    if one.value is None:
        return Field(one, required=True, by_position=by_position)
    if isinstance(one.value, Unknown):
        return None
    if made is None:
        return Field(one, required=False, by_position=by_position)
    is_field = getattr(made.maker, "path", "") == "dataclasses.field"
    if one.word not in _MAPPED and one.word not in DESCRIPTOR_WORDS and not is_field:
        return None
    if made.open:
        return None
    init, kw_only = made.keyword("init"), made.keyword("kw_only")
    if init not in {None, TRUE, FALSE} or kw_only not in {None, TRUE, FALSE}:
        return None
    if init == FALSE:
        return _NO_FIELD
    required = made.keyword("default") is None and made.keyword("default_factory") is None
    return Field(
        one, required=required, by_position=by_position if kw_only is None else kw_only == FALSE
    )


def is_mapped_dataclass(cls: Class) -> bool:
    """Whether a class, as far as its bases are in sight, is made a dataclass by SQLAlchemy."""
    return "MappedAsDataclass" in map(construct, cls.external_bases) or any(
        map(_decorates, cls.decorators)
    )


def _decorates(decorator: Value) -> bool:
    value = decorator.maker if isinstance(decorator, Made) else decorator
    return getattr(value, "name", None) in _DECORATORS


def _option(cls: Class, name: str) -> Value:
    """`init` or `kw_only` of a class: its own, else that of the nearest base that says it."""
    for decorator in cls.decorators:
        if _decorates(decorator) and isinstance(decorator, Made):
            given = decorator.keyword(name)
            if given is not None:
                return given
    for base in cls.classes:
        given = base.keyword(name)
        if given is not None:
            return given
    return TRUE if name == "init" else FALSE


# arguments that only dataclasses take


class Misplaced(Struct, frozen=True, eq=False):
    """An argument for dataclasses on a class that is none."""

    declared: Declared
    argument: str


def misplaced(declarations: Declarations, mapper: Mapper) -> Iterator[Misplaced]:
    """The arguments `init`, `default_factory`, ... of attributes of plain classes."""
    if not declarations.surely_since("2.0") or not declarations.is_declarative(mapper):
        return
    if declarations.is_dataclass(mapper.cls):
        return
    for one in declarations.of(mapper.cls):
        if one.made is None or not one.always or one.word not in {"relationship", "mapped_column"}:
            continue
        given = {name for name, _ in one.made.keywords}
        names = (*_ARGUMENTS, "default") if one.word == "relationship" else _ARGUMENTS
        argument = next((name for name in names if name in given), None)
        if argument is not None:
            yield Misplaced(one, argument)


def _differs_since_2_1(declarations: Declarations, one: Declared, made: Made) -> bool:
    """Whether 2.1 refuses the default of a relationship, which 2.0 takes as it is."""
    default, factory = made.keyword("default"), made.keyword("default_factory")
    read = declarations.annotation(one)
    if read is None or read.wrapper != "Mapped" or not read.known:
        return False
    wrong = isinstance(default, Known) and (read.collection or default.value is not None)
    if isinstance(factory, External) and read.collection:
        wrong = _container(read.inner) not in {factory.name, None}
    return wrong and declarations.surely_since("2.1")


def _container(expression: Expression) -> str | None:
    """The builtin that a collection annotation stands for, None where that is not sure."""
    head = expression.value if isinstance(expression, Subscript) else None
    names = {"list": "list", "List": "list", "set": "set", "Set": "set"}
    return names.get(head.id) if isinstance(head, Name) else None


def _is_mutable(value: Value | None) -> bool:
    return isinstance(value, Entries) or (
        isinstance(value, Items) and value.kind in {"list", "set"}
    )


class Unusable(Struct, frozen=True, eq=False):
    """A default that `dataclass` refuses, with the reason."""

    declared: Declared
    wrong: str
    remedy: str = "use `default_factory` alone"


def unusable_defaults(declarations: Declarations, mapper: Mapper) -> Iterator[Unusable]:
    """The defaults of mapped dataclasses that Python's `dataclass` does not take."""
    cls = mapper.cls
    if not declarations.surely_since("2.0") or not is_mapped_dataclass(cls):
        return
    for one in declarations.of(cls):
        if one.made is None or one.on_mixin or not one.always or one.annotation is None:
            continue
        if one.word not in {"relationship", "mapped_column"}:
            continue
        default = one.made.keyword("default")
        if default is not None and one.made.keyword("default_factory") is not None:
            yield Unusable(one, "both `default` and `default_factory`")
        elif one.word == "relationship" and _differs_since_2_1(declarations, one, one.made):
            wrong = "a default that is not what the relationship holds"
            yield Unusable(one, wrong, "use `default=None`, or the type of the collection")
        elif _is_mutable(default) and (
            one.word == "relationship" or declarations.sqlalchemy.before("2.1")
        ):
            kind = default.kind if isinstance(default, Items) else "dict"
            yield Unusable(one, f"a {kind} as its default")


def fields_of_plain_mixins(declarations: Declarations, mapper: Mapper) -> Iterator[Declared]:
    """The annotated attributes that a mapped dataclass takes from bases that are none."""
    cls = mapper.cls
    if not is_mapped_dataclass(cls) or not declarations.is_declarative(mapper):
        return
    for one in declarations.of(cls):
        owner = one.owner
        if not one.on_mixin or one.by_function or owner.decorators or is_mapped_dataclass(owner):
            continue
        if one.annotation is None or one.word not in {None, "mapped_column", "Column"}:
            continue
        read = declarations.annotation(one)
        if one.always and read is not None and read.wrapper == "Mapped":
            yield one
