"""Arguments of mappers, calls that are no more, and what SQLModel makes no table of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import When
from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import FALSE, TRUE, Entries, Known, Made
from mapperlint.model.values.vocabulary import construct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.places import Location

KEYWORDS = frozenset(
    {
        *("allow_partial_pks", "always_refresh", "batch", "class_", "column_prefix", "concrete"),
        *("confirm_deleted_rows", "eager_defaults", "exclude_properties", "include_properties"),
        *("inherit_condition", "inherit_foreign_keys", "inherits", "legacy_is_orphan"),
        *("local_table", "passive_deletes", "passive_updates", "polymorphic_abstract"),
        *("polymorphic_identity", "polymorphic_load", "polymorphic_on", "primary_key"),
        *("properties", "version_id_col", "version_id_generator", "with_polymorphic"),
        *("_compiled_cache_size", "_polymorphic_map"),
    }
)

_NON_PRIMARY = Known("non_primary")
"""A second mapper of a class, until 2.0; the one that declarative makes is always the first."""


class UnknownKey(Struct, frozen=True, eq=False):
    """A key of `__mapper_args__` that a mapper does not take, and the class that says it.

    `value` is the place of the dict, None where a function returns it.
    """

    owner: Class
    key: str
    where: Location
    value: Location | None


def unknown_keys(declarations: Declarations, mapper: Mapper) -> Iterator[UnknownKey]:
    """The keys of `__mapper_args__` that no mapper takes."""
    cls = mapper.cls
    if declarations.imperative(cls) is not None:
        return
    value = declarations.mapper_arguments(cls)
    member = cls.member("__mapper_args__")
    if not isinstance(value, Entries) or member is None or mapper.evident_only:
        return
    if member.statement.when is not When.ALWAYS or member.owner.facts.when is not When.ALWAYS:
        return
    for key, given in value.entries:
        if key == _NON_PRIMARY and given != TRUE:
            continue  # Until 2.0 it is taken, and it is what each mapper is.
        if isinstance(key, Known) and isinstance(key.value, str) and key.value not in KEYWORDS:
            yield UnknownKey(member.owner, key.value, member.location, member.value_location)


def removed_call(declarations: Declarations, mapper: Mapper) -> Made | None:
    """The call of `sqlalchemy.orm.mapper` that maps a class, where that is no more."""
    made = declarations.imperative(mapper.cls)
    if made is None or not declarations.surely_since("2.0"):
        return None
    return made if construct(made.maker) == "mapper" else None


def table_models_unmapped(declarations: Declarations) -> Iterator[tuple[Class, Class]]:
    """SQLModel classes with `table=True` below another one, which therefore have no mapper."""
    for cls in declarations.classes:
        if cls.open_reason or not declarations.declarative.is_sqlmodel(cls):
            continue
        table = cls.keyword("table")
        if table is None or table == FALSE or declarations.declarative.mapped(cls):
            continue
        for base in cls.classes[1:]:
            if declarations.declarative.mapped(base):
                yield cls, base
                break


class Unlinked(Struct, frozen=True, eq=False):
    """A `link_model` that has no table; `link` is the class that is given, if it is one."""

    declared: Declared
    where: Location
    wrong: str
    remedy: str | None
    link: Class | None = None


def link_models_without_table(declarations: Declarations, mapper: Mapper) -> Iterator[Unlinked]:
    """The relationships of SQLModel whose `link_model` is no class with a table."""
    for one in declarations.of(mapper.cls):
        if one.made is None or one.word != "sqlmodel.Relationship" or not one.always:
            continue
        given, where = one.made.keyword("link_model"), one.made.place("link_model")
        if isinstance(given, Class) and given.open_reason is None:
            if not declarations.declarative.mapped(given):
                wrong = f"is `{given.name}`, which has no table"
                remedy = f"add `table=True` to `{given.name}`"
                yield Unlinked(one, where, wrong, remedy, given)
        elif isinstance(given, Known) and isinstance(given.value, str):
            yield Unlinked(one, where, "is a string", f"give the class `{given.value}` itself")
