"""What a class body says that declarative refuses, leaves out, or does not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Attribute, Name, Subscript
from mapperlint.facts.shapes import FunctionFacts, When
from mapperlint.model.mapping.validators import has_decorators
from mapperlint.model.tables.columns import column_name
from mapperlint.model.values.attributes_of import decorator_words
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import (
    FALSE,
    NONE,
    Entries,
    Function,
    Items,
    Known,
    Made,
    Unknown,
)
from mapperlint.model.values.vocabulary import PROPERTY_WORDS, RELATIONSHIP_WORDS, construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.values.classes import Class, Member

_COLUMNS = frozenset({"Column", "mapped_column"})


# columns beside `__table__`


def beside_table(declarations: Declarations, mapper: Mapper) -> Iterator[tuple[Declared, str]]:
    """The columns that a class declares though its table is made elsewhere, with their names."""
    cls, table = mapper.cls, mapper.table
    if declarations.imperative(cls) is not None or cls.own("__table__") is None or table is None:
        return
    statements = cls.bindings.by_name.get("__table__", [])
    if mapper.evident_only or len(statements) != 1 or statements[0].when is not When.ALWAYS:
        return
    call = declarations.call_of(table)
    if call is None or call.open or any(isinstance(each, Unknown) for each in call.arguments):
        return
    if any(call.keyword(word) is not None for word in ("autoload", "autoload_with")):
        return
    taken = {each for each in call.arguments if isinstance(each, Made)}
    names = {column_name(each, None) for each in taken}
    for one in declarations.of(cls):
        made = _column_in(one.made)
        if made is None or made in taken or not one.always:
            continue
        name = column_name(made, one.name)
        if name is not None and not (one.on_mixin and name in names):
            yield one, name


def _column_in(made: Made | None) -> Made | None:
    """The column that a value is, or that `deferred(...)` and `column_property(...)` hold."""
    if made is None:
        return None
    if construct_of(made) in PROPERTY_WORDS and made.arguments:
        inner = made.arguments[0]
        made = inner if isinstance(inner, Made) else made
    return made if construct_of(made) in _COLUMNS else None


# `Unmapped`, new in 2.1


class Unfit(Struct, frozen=True, eq=False):
    """A declaration whose parts do not go together."""

    declared: Declared
    where: Location
    wrong: str
    remedy: str


_OF_THE_MAPPER = ("deferred", "deferred_group", "deferred_raiseload", "active_history")


def misused_unmapped(declarations: Declarations, mapper: Mapper) -> Iterator[Unfit]:
    """The attributes of which one half says that they are not mapped, and the other does not."""
    if declarations.imperative(mapper.cls) is not None or mapper.evident_only:
        return
    for one in declarations.of(mapper.cls):
        if not one.always or one.by_function or one.made is None:
            continue
        is_unmapped = one.word == "unmapped_column"
        if not is_unmapped and not _says_unmapped(declarations, one):
            continue
        read = declarations.annotation(one)
        wrapper = None if read is None else read.wrapper
        if wrapper == "Unmapped" and one.word in {*_COLUMNS, *RELATIONSHIP_WORDS}:
            wrong = f"is annotated with `Unmapped`, but is a `{one.word}`"
            yield Unfit(one, one.where, wrong, "write `unmapped_column()`, or `Mapped`")
        elif is_unmapped and wrapper in {"Mapped", "DynamicMapped", "WriteOnlyMapped"}:
            wrong = f"is an `unmapped_column()`, but is annotated with `{wrapper}`"
            yield Unfit(one, one.where, wrong, "write `Unmapped`, or `mapped_column()`")
        elif is_unmapped:
            for word in _OF_THE_MAPPER:
                given = one.made.keyword(word)
                if isinstance(given, Known) and given not in {NONE, FALSE}:
                    wrong = f"is not mapped, so that it cannot have `{word}`"
                    yield Unfit(one, one.made.place(word), wrong, f"leave out `{word}`")
                    break


def _says_unmapped(declarations: Declarations, one: Declared) -> bool:
    """Whether an annotation begins with `Unmapped`; all of it costs more to read."""
    whole = one.unquoted
    if not isinstance(whole, Subscript) or not isinstance(whole.value, Name | Attribute):
        return False
    return construct(declarations.named(one.owner, whole.value)) == "Unmapped"


# names that SQLAlchemy keeps for itself

_OWN = "_sa_"
_INSTRUMENTED = ("_sa_instance_state", "_sa_class_manager")
_MAPPED = frozenset({*_COLUMNS, *RELATIONSHIP_WORDS, *PROPERTY_WORDS})


class Instrumented(Struct, frozen=True, eq=False):
    """A mapped attribute with the name of something that SQLAlchemy sets on each class."""

    mapper: Mapper
    name: str
    where: Location


def instrumented(declarations: Declarations, mapper: Mapper) -> Iterator[Instrumented]:
    """The columns and relationships whose name the instrumentation of classes needs.

    Since 2.0 declarative passes over names that begin with `_sa_`; columns of a table it takes.
    """
    for one in _of_own_names(declarations, mapper):
        if one.name == "_sa_class_manager" or (
            one.name in _INSTRUMENTED and declarations.sqlalchemy.before("2.0")
        ):
            yield Instrumented(mapper, one.name, one.where)
    table = mapper.table
    if table is None or table.owner is not None or mapper.single_table or mapper.open_reason:
        return
    if _selects(declarations, mapper):
        return
    for name in _INSTRUMENTED:
        column = table.columns.get(name)
        attribute = mapper.attributes.get(name)
        if column is not None and attribute is not None and column in _columns_of(attribute):
            yield Instrumented(mapper, name, column.where)


def passed_over(declarations: Declarations, mapper: Mapper) -> Iterator[Declared]:
    """The columns and relationships whose name declarative passes over in silence, since 2.0."""
    for one in _of_own_names(declarations, mapper):
        if one.name != "_sa_class_manager" and declarations.surely_since("2.0"):
            yield one


def _of_own_names(declarations: Declarations, mapper: Mapper) -> Iterator[Declared]:
    if not declarations.is_declarative(mapper):
        return
    for one in declarations.of(mapper.cls):
        if one.name.startswith(_OWN) and one.always and one.word in _MAPPED:
            yield one


def _columns_of(attribute: object) -> list[object]:
    return list(getattr(attribute, "columns", ()))


def _selects(declarations: Declarations, mapper: Mapper) -> bool:
    """Whether a mapper is told which columns to map, or by which names."""
    imperative = declarations.imperative(mapper.cls)
    if imperative is not None:
        return bool(imperative.open or imperative.keywords)
    return declarations.mapper_arguments(mapper.cls) is not None


# finalizers


def finalizer(declarations: Declarations, mapper: Mapper) -> Member | None:
    """The `__del__` in the body of a mapped class itself; that of a base is not seen."""
    member = mapper.cls.own("__del__")
    if member is None or member.statement.when is not When.ALWAYS:
        return None
    return None if declarations.rewritten(mapper.cls) else member


# attributes that are left out


def excluded(declarations: Declarations, mapper: Mapper) -> Iterator[tuple[Declared, str]]:
    """The columns that a class declares and leaves out of its mapping, and by which argument."""
    if not declarations.is_declarative(mapper):
        return
    arguments = declarations.mapper_arguments(mapper.cls)
    if not isinstance(arguments, Entries):
        return
    left_out, chosen = (
        _names(arguments, word) for word in ("exclude_properties", "include_properties")
    )
    if left_out is None and chosen is None:
        return
    for one in declarations.of(mapper.cls):
        is_column = one.word in _COLUMNS or (one.value is None and declarations.is_bare_column(one))
        if not is_column or not one.always:
            continue
        if one.made is not None and column_name(one.made, one.name) != one.name:
            continue
        if left_out is not None and one.name in left_out:
            yield one, "exclude_properties"
        elif chosen is not None and one.name not in chosen:
            yield one, "include_properties"


def _names(arguments: Entries, word: str) -> frozenset[str] | None:
    """The names in a list of properties; None where there is none that is read whole."""
    given = arguments.get(word)
    if not isinstance(given, Items) or given.open:
        return None
    names = [each.value for each in given.items if isinstance(each, Known)]
    if len(names) < len(given.items):
        return None
    return frozenset(str(each) for each in names)


# `declared_attr.cascading`


class Uncascaded(Struct, frozen=True, eq=False):
    """A `cascading` that does nothing, or not what it should."""

    owner: Class
    name: str
    where: Location
    wrong: str
    remedy: str
    other: Location | None = None


_SPECIAL = ("__tablename__", "__table_args__", "__mapper_args__")


def uncascaded(declarations: Declarations, mappers: Iterable[Mapper]) -> Iterator[Uncascaded]:
    """The functions whose `cascading` SQLAlchemy warns of."""
    for mapper in mappers:
        if not declarations.is_declarative(mapper):
            continue
        for base in filter(has_decorators, mapper.cls.classes):
            for name in base.names():
                member = base.own(name)
                if member is not None and _cascades(declarations, base, member):
                    yield from _uncascaded(declarations, mapper, member)


def _cascades(declarations: Declarations, base: Class, member: Member) -> bool:
    statement = member.statement
    if not isinstance(statement, FunctionFacts) or statement.when is not When.ALWAYS:
        return False
    if len(base.bindings.by_name.get(member.name, [])) != 1:
        return False
    return "cascading" in decorator_words(declarations.evaluator, Function(statement, member.scope))


def _uncascaded(declarations: Declarations, mapper: Mapper, member: Member) -> Iterator[Uncascaded]:
    cls, name = mapper.cls, member.name
    if name in _SPECIAL:
        yield Uncascaded(
            member.owner,
            name,
            member.location,
            "is called for each subclass in any case, so that `cascading` does nothing",
            "write `declared_attr.directive`, or `declared_attr` before SQLAlchemy 2.0",
        )
        return
    if name.startswith("__"):
        return
    if member.owner is cls:
        yield Uncascaded(
            cls,
            name,
            member.location,
            "is a function of a mapped class, where `cascading` is ignored",
            "move it into a mixin, or leave out `cascading`",
        )
        return
    own = cls.own(name)
    if own is not None and not declarations.declarative.mapped(member.owner):
        yield Uncascaded(
            cls,
            name,
            own.location,
            f"is passed over: `{member.owner.name}.{name}` cascades, and takes its place",
            f"decide by `cls` in `{member.owner.name}.{name}`",
            member.location,
        )
