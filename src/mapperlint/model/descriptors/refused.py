"""Descriptors that SQLAlchemy refuses for what they are given, and proxies that cannot create.

A synonym that is to take over a column which is not there; a composite of columns that have no
names, or of more than its class takes; a proxy with arguments that exclude each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.mapping.mappers import ColumnAttribute, OtherAttribute
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.tables.columns import column_name
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import column_word, construct_of
from mapperlint.model.values.values import NONE, TRUE, External, Known, Made, Value
from mapperlint.model.values.vocabulary import construct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.places import Location


class Refused(Struct, frozen=True, eq=False):
    """What an attribute is given in vain: `wrong` in words, `remedy` what would do."""

    name: str
    where: Location
    wrong: str
    remedy: str


def _made(mapper: Mapper, words: frozenset[str]) -> Iterator[tuple[str, Made]]:
    """The attributes that calls of these words make in a class itself."""
    for name, attribute in mapper.attributes.items():
        made = attribute.made if isinstance(attribute, OtherAttribute) else None
        if made is None or made.open or mapper.cls.own(name) is None:
            continue
        if construct_of(made) in words:
            yield name, made


# synonyms that take over a column


def without_column(mapper: Mapper) -> Iterator[Refused]:
    """The synonyms with `map_column=True` whose table has no column of their name."""
    table = mapper.table
    if table is None or table.open_reason or mapper.open_reason or mapper.parent is not None:
        return
    for name, made in _made(mapper, frozenset({"synonym"})):
        if made.keyword("map_column") == TRUE and name not in table.columns:
            wrong = f"is to map the column `{name}` of `{table.label}`, which has none of the name"
            remedy = "leave out `map_column`, which needs the column in a `Table`"
            yield Refused(name, made.place("map_column"), wrong, remedy)


# composites


def refused_composites(declarations: Declarations, mapper: Mapper) -> Iterator[Refused]:
    """The composites that cannot be made of what they are given."""
    for one in declarations.of(mapper.cls):
        made = one.made
        if made is not None and one.word == "composite" and one.always and not made.open:
            found = _refused_composite(declarations, one, made)
            if found is not None:
                yield found


def _refused_composite(declarations: Declarations, one: Declared, made: Made) -> Refused | None:
    template = made.keyword("column_template")
    if isinstance(template, Known) and isinstance(template.value, str):
        if template.value.count("%s") != 1:
            wrong = f"has the template `{template.value}`, which needs one `%s`"
            return Refused(one.name, made.place("column_template"), wrong, 'say `"prefix_%s"`')
        return None
    cls, given = _class_and_columns(declarations, one, made)
    for index, value in given:
        if isinstance(value, Known) and isinstance(value.value, int | float):
            wrong = f"is given `{value.value!r}`, which is no column"
            return Refused(one.name, made.place(str(index)), wrong, "give columns, or their names")
    if cls is None or not declarations.surely_since("2.0"):
        return None
    if _is_plain(cls):
        for index, value in given:
            if _is_unnamed(value):
                wrong = f"is given a column without a name, and `{cls.name}` is no dataclass"
                remedy = f"name the column, or decorate `{cls.name}` with `@dataclass`"
                return Refused(one.name, made.place(str(index)), wrong, remedy)
        return None
    number = _number_of_fields(cls)
    if number is not None and len(given) > number:
        wrong = f"has {len(given)} columns, but `{cls.name}` takes {number}"
        return Refused(one.name, made.where, wrong, f"give as many as `{cls.name}` has fields")
    return None


def _class_and_columns(
    declarations: Declarations, one: Declared, made: Made
) -> tuple[Class | None, list[tuple[int, Value]]]:
    """The class of a composite, from its first argument or its annotation, and the rest."""
    given = list(enumerate(made.arguments))
    if given and isinstance(given[0][1], Class):
        return given[0][1], list(given[1:])
    first = given[0][1] if given else None
    if first == NONE or (first is not None and not _is_column_like(first)):
        return None, list(given[1:])
    read = declarations.annotation(one)
    if read is None or read.wrapper != "Mapped":
        return None, list(given)
    value = declarations.evaluator.evaluate(read.inner, one.owner.body_scope, None)
    return (value if isinstance(value, Class) else None), list(given)


def _is_unnamed(value: Value) -> bool:
    return isinstance(value, Made) and column_word(value) and column_name(value, None) is None


def _is_column_like(value: Value) -> bool:
    return (isinstance(value, Known) and isinstance(value.value, str)) or (
        isinstance(value, Made) and column_word(value)
    )


_DATACLASS = External("dataclasses.dataclass")


def _is_plain(cls: Class) -> bool:
    """Whether a class surely is no dataclass."""
    return (
        cls.open_reason is None
        and not cls.external_bases
        and not any(base.decorators for base in cls.classes)
    )


def _number_of_fields(cls: Class) -> int | None:
    """How many arguments the dataclass takes; None where that is not sure."""
    if len(cls.classes) != 1 or cls.external_bases or cls.open_reason or cls.defines("__init__"):
        return None
    made = [each.maker if isinstance(each, Made) else each for each in cls.decorators]
    if made != [_DATACLASS]:
        return None
    if any("ClassVar" in repr(each.annotation) for each in cls.annotations.values()):
        return None
    if any("KW_ONLY" in repr(each.annotation) for each in cls.annotations.values()):
        return None
    plain = all(
        "field" not in repr(each.value) and "InitVar" not in repr(each.annotation)
        for each in cls.annotations.values()
    )
    return len(cls.annotations) if plain else None


# association proxies

_PROXIES = frozenset({"association_proxy", "AssociationProxy"})


def conflicting_proxies(mapper: Mapper) -> Iterator[Refused]:
    """The proxies that are to delete what becomes None, and to create it as well."""
    for name, made in _made(mapper, _PROXIES):
        flags = ("cascade_scalar_deletes", "create_on_none_assignment")
        if all(made.keyword(flag) == TRUE for flag in flags):
            wrong = f"says both `{flags[0]}` and `{flags[1]}`"
            yield Refused(name, made.place(flags[1]), wrong, "choose one of them")


class NoCreator(Struct, frozen=True, eq=False):
    """A proxy that makes its objects by a constructor that takes nothing by position."""

    name: str
    where: Location
    target: Mapper


def without_creator(mapper: Mapper) -> Iterator[NoCreator]:
    """The association proxies that can be read but not written."""
    for name, made in _made(mapper, _PROXIES):
        if made.keyword("creator") is not None or not made.arguments:
            continue
        over = made.arguments[0]
        way = mapper.attribute(str(over.value)) if isinstance(over, Known) else None
        if not isinstance(way, Relationship) or way.viewonly is not False:
            continue
        target = way.target_mapper
        value = made.arguments[1] if len(made.arguments) > 1 else made.keyword("attr")
        if target is None or not isinstance(value, Known) or not _is_column(target, value):
            continue
        if _takes_no_positions(target):
            yield NoCreator(name, made.where, target)


def _is_column(target: Mapper, value: Known) -> bool:
    return isinstance(target.attribute(str(value.value)), ColumnAttribute)


def _takes_no_positions(target: Mapper) -> bool:
    """Whether the class surely has the constructor that declarative gives to all."""
    cls = target.cls
    if cls.open_reason or target.evident_only or cls.decorators:
        return False
    if any(construct(base) == "MappedAsDataclass" for base in cls.external_bases):
        return False
    return not any(cls.defines(name) for name in ("__init__", "__new__", "__init_subclass__"))
