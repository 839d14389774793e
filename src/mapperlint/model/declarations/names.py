"""The names that declarative asks for, and those it keeps for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import When
from mapperlint.model.near import near
from mapperlint.model.values.attributes_of import member_value
from mapperlint.model.values.bases import Root
from mapperlint.model.values.values import NONE, External, Function, Made
from mapperlint.model.values.vocabulary import (
    COLUMN_WORDS,
    MAPPED_WORDS,
    PROPERTY_WORDS,
    RELATIONSHIP_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.values.classes import Member
    from mapperlint.places import Location

_MAPPED = frozenset({*COLUMN_WORDS, *RELATIONSHIP_WORDS, *PROPERTY_WORDS})
_DUNDERS = ("__tablename__", "__table__", "__abstract__")


class Nameless(Struct, frozen=True, eq=False):
    """A class that is mapped to no table; `meant` is the name it has in place of the right one."""

    mapper: Mapper
    written: str | None
    meant: str | None


def without_table(declarations: Declarations, mapper: Mapper) -> Nameless | None:
    """A class that gives no table name, and inherits none."""
    cls = mapper.cls
    if mapper.table is not None or mapper.parent is not None:
        return None
    if not declarations.is_declarative(mapper) or mapper.hook is not None:
        return None
    if declarations.declarative.table_name(cls) != NONE:
        return None
    if any(base.own("__table__") is not None for base in cls.classes):
        return None
    names = [name for base in cls.classes for name in base.names()]
    for name in names:
        meant = _dunder_meant(name)
        if meant is not None:
            return Nameless(mapper, name, meant)
    return Nameless(mapper, None, None)


def table_name_methods(
    declarations: Declarations, mappers: Iterable[Mapper]
) -> Iterator[tuple[Mapper, Member]]:
    """The `__tablename__` that are methods nobody calls, each with the first class that has it."""
    seen: set[Location] = set()
    for mapper in mappers:
        if mapper.parent is not None or not declarations.is_declarative(mapper):
            continue
        member = mapper.cls.member("__tablename__")
        if member is None or member.location in seen or mapper.hook is not None:
            continue
        if isinstance(member_value(declarations.evaluator, mapper.cls, member), Function):
            seen.add(member.location)
            yield mapper, member


def _dunder_meant(name: str) -> str | None:
    """The name of declarative's own that another was probably meant to be."""
    if name in _DUNDERS:
        return None
    bare = name.strip("_").replace("_", "").lower()
    if bare in {"tablename", "abstract"}:
        return f"__{bare}__"
    return near(name, _DUNDERS) if name.startswith("__") else None


def called_metadata(declarations: Declarations, mapper: Mapper) -> Declared | None:
    """The mapped attribute that is called `metadata`."""
    return _mapped_under(declarations, mapper, "metadata")


def called_registry(declarations: Declarations, mapper: Mapper) -> Declared | None:
    """The mapped attribute that is called `registry`."""
    return _mapped_under(declarations, mapper, "registry")


def hides_metadata_of_flask(declarations: Declarations, one: Declared) -> bool:
    """Whether an attribute called `metadata` is in the way of Flask-SQLAlchemy.

    It asks `cls.metadata.tables` before it makes a table, unless its own way to name is turned off.
    An annotation alone hides nothing.
    """
    root = declarations.declarative.root(one.cls)
    if not isinstance(root, Root) or root.kind != "flask" or root.made is None:
        return False
    match root.made.arguments:
        case (Made(External()) as extension, *_):
            named = extension.keyword("disable_autonaming") is None and not extension.open
            return named and one.value is not None
    return False


def _mapped_under(declarations: Declarations, mapper: Mapper, name: str) -> Declared | None:
    if declarations.imperative(mapper.cls) is not None or mapper.evident_only:
        return None
    for one in declarations.of(mapper.cls):
        if one.name != name or not one.always:
            continue
        if isinstance(one.value, Made) and one.word in _MAPPED:
            return one
        bare = one.is_bare and one.annotation is not None
        if bare and declarations.surely_since("2.0") and _is_mapped(declarations, one):
            return one
    return None


def _is_mapped(declarations: Declarations, one: Declared) -> bool:
    read = declarations.annotation(one)
    if read is None:
        return False
    return read.wrapper in MAPPED_WORDS or (
        read.wrapper is None and declarations.declarative.is_sqlmodel(one.cls)
    )


# mixins


def properties_on_mixins(declarations: Declarations, mapper: Mapper) -> Iterator[Declared]:
    """The relationships and other properties that a mixin declares, not in a function."""
    cls = mapper.cls
    if declarations.imperative(cls) is not None or mapper.evident_only:
        return
    is_sqlmodel = declarations.declarative.is_sqlmodel(cls)
    for one in declarations.of(cls):
        is_property = one.word == "relationship" or one.word in PROPERTY_WORDS
        if is_sqlmodel:
            is_property = one.word == "sqlmodel.Relationship" and (
                declarations.declarative.is_sqlmodel(one.owner)
            )
        if one.on_mixin and not one.by_function and one.always and is_property:
            yield one


def keys_on_mixins(declarations: Declarations, mapper: Mapper) -> Iterator[Declared]:
    """The columns of mixins whose foreign keys cannot be copied.

    Before 2.0 those with any foreign key; since then those with one to a column that is no string.
    """
    cls = mapper.cls
    if declarations.imperative(cls) is not None or mapper.evident_only:
        return
    if declarations.declarative.is_sqlmodel(cls):
        return
    for one in declarations.of(cls):
        if not one.on_mixin or one.by_function or not one.always or one.made is None:
            continue
        keys = list(_keys(one.made)) if one.word in {"Column", "mapped_column"} else []
        if any(map(_refers_to_a_loose_column, keys)) or (
            keys and declarations.sqlalchemy.before("2.0")
        ):
            yield one


def _keys(made: Made) -> Iterator[Made]:
    for value in made.arguments:
        if isinstance(value, Made) and getattr(value.maker, "name", "") == "ForeignKey":
            yield value


def _refers_to_a_loose_column(key: Made) -> bool:
    target = key.arguments[0] if key.arguments else key.keyword("column")
    return isinstance(target, Made) and getattr(target.maker, "name", "") in {
        "Column",
        "mapped_column",
    }


# two classes of one name


def redefined(mappers: Iterable[Mapper]) -> Iterator[tuple[Mapper, Mapper]]:
    """The mapped classes of one name in one module and one registry, each with the one before."""
    seen: dict[tuple[object, str, str], Mapper] = {}
    for mapper in mappers:
        cls = mapper.cls
        certain = cls.facts.when is When.ALWAYS and not cls.in_function and not cls.by_call
        if not certain or mapper.registry.identity is None or not mapper.registry.known:
            continue
        place = (mapper.registry, cls.module.path, cls.name)
        first = seen.get(place)
        if first is not None and not _same_table(first, mapper):
            yield first, mapper
        seen[place] = mapper


def _same_table(one: Mapper, other: Mapper) -> bool:
    """Whether two classes define one table, or may do so."""
    if one.table is None or other.table is None:
        return True
    if one.table.key is None or other.table.key is None:
        return True
    return one.table is not other.table and one.table.key == other.table.key
