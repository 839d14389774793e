"""How a class becomes a dataclass: by its base, by a decorator, or not at all; and with what.

SQLAlchemy makes dataclasses of the subclasses of `MappedAsDataclass` and of what
`mapped_as_dataclass` decorates. It refuses those that are dataclasses already, those with a table
of their own, and fields of Python's `dataclass` where no such decorator has run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.declarations.fields import is_mapped_dataclass
from mapperlint.model.values.attributes_of import member_value
from mapperlint.model.values.bases import Root
from mapperlint.model.values.values import Entries, External, Known, Made, Value
from mapperlint.model.values.vocabulary import construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.values.classes import Class

_DATACLASS = External("dataclasses.dataclass")
_FIELD = External("dataclasses.field")


class Mixed(Struct, frozen=True, eq=False):
    """A class that is made a dataclass in a way SQLAlchemy refuses."""

    where: Location
    wrong: str
    remedy: str


def mixed(declarations: Declarations, mapper: Mapper) -> Mixed | None:
    """What SQLAlchemy refuses in the way a class is made a dataclass."""
    cls = mapper.cls
    if not declarations.surely_since("2.0") or mapper.evident_only or cls.open_reason:
        return None
    made = [_maker(each) for each in cls.decorators]
    by_decorator = any(getattr(each, "name", "") == "mapped_as_dataclass" for each in made)
    by_base = any(construct(base) == "MappedAsDataclass" for base in cls.external_bases)
    is_mapped_by_base = declarations.declarative.root(cls) is not None
    if by_decorator and by_base and is_mapped_by_base:
        return None  # It is mapped twice, whatever else.
    if by_decorator and by_base:
        wrong = "inherits from `MappedAsDataclass` and is decorated by `mapped_as_dataclass`"
        return Mixed(cls.location, wrong, "one of the two is enough")
    if by_decorator and _DATACLASS in made and made[-1] == _DATACLASS:
        wrong = "is a dataclass already when `mapped_as_dataclass` runs"
        return Mixed(cls.location, wrong, "remove `@dataclass`")
    table = cls.own("__table__") if by_decorator or by_base else None
    if table is not None:
        wrong = "is to be made a dataclass, but has a `__table__`"
        return Mixed(table.location, wrong, "declare the columns in the class, with `Mapped[...]`")
    if _DATACLASS not in made and all(getattr(each, "name", "") in _OF_SQLALCHEMY for each in made):
        field = next(_fields_of_python(declarations, cls), None)
        if field is not None:
            wrong = f"gives `{field.name}` as a field of Python's `dataclass`, but is none"
            return Mixed(field.where, wrong, "decorate the class with `@dataclass`, below `mapped`")
    return None


_OF_SQLALCHEMY = frozenset({"mapped", "mapped_as_dataclass", "as_declarative"})


def _maker(decorator: Value) -> Value:
    return decorator.maker if isinstance(decorator, Made) else decorator


def _fields_of_python(declarations: Declarations, cls: Class) -> Iterator[Declared]:
    """The fields of the body that hold something for SQLAlchemy in their metadata."""
    member = cls.member("__sa_dataclass_metadata_key__")
    if member is None:
        return
    key = member_value(declarations.evaluator, cls, member)
    if not isinstance(key, Known) or not isinstance(key.value, str):
        return
    for one in declarations.of(cls):
        made = one.made
        if made is None or made.maker != _FIELD or one.on_mixin or not one.always:
            continue
        metadata = made.keyword("metadata")
        if isinstance(metadata, Entries) and metadata.get(key.value) is not None:
            yield one


# class keywords

_KEYWORDS = frozenset(
    {
        *("init", "repr", "eq", "order", "unsafe_hash", "match_args", "kw_only"),
        "dataclass_callable",
    }
)
_BASES = frozenset({"DeclarativeBase", "DeclarativeBaseNoMeta", "MappedAsDataclass"})


class UnknownKeyword(Struct, frozen=True, eq=False):
    """A keyword in the class statement that nothing takes."""

    name: str
    where: Location
    is_dataclass: bool


def unknown_keywords(declarations: Declarations, mapper: Mapper) -> Iterator[UnknownKeyword]:
    """The keywords of a class statement that none of its bases takes."""
    cls = mapper.cls
    if not cls.facts.keywords or not declarations.is_declarative(mapper):
        return
    if not _bases_in_sight(cls):
        return
    known = any(construct(base) == "MappedAsDataclass" for base in cls.external_bases)
    for name, expression in cls.facts.keywords:
        if name in {None, "metaclass"} or (known and name in _KEYWORDS):
            continue
        yield UnknownKeyword(str(name), Location(cls.module.path, expression.span), known)


def _bases_in_sight(cls: Class) -> bool:
    """Whether no base takes keywords but those of SQLAlchemy that are known to."""
    roots = [base for base in cls.mro if isinstance(base, Root)]
    return (
        all(construct(base) in _BASES for base in cls.external_bases)
        and all(root.kind in {"DeclarativeBase", "declarative_base"} for root in roots)
        and all(root.made is None or not root.made.keywords for root in roots)
        and not any(base.own("__init_subclass__") for base in cls.classes)
    )


# defaults of synonyms


class OtherDefault(Struct, frozen=True, eq=False):
    """A synonym in a mapped dataclass whose default is not that of what it stands for."""

    declared: Declared
    proxied: Declared
    where: Location
    has_default: bool


def other_defaults(declarations: Declarations, mapper: Mapper) -> Iterator[OtherDefault]:
    """The synonyms with a default of their own, which 2.1 does not take."""
    if not is_mapped_dataclass(mapper.cls) or not declarations.is_declarative(mapper):
        return
    by_name = {one.name: one for one in declarations.of(mapper.cls)}
    for one in by_name.values():
        made = one.made
        if made is None or one.word != "synonym" or not one.always or not made.arguments:
            continue
        named, given = made.arguments[0], made.keyword("default")
        proxied = by_name.get(str(named.value)) if isinstance(named, Known) else None
        if not isinstance(given, Known) or proxied is None or not declarations.surely_since("2.1"):
            continue
        if proxied.made is None or proxied.made.open or proxied.word not in _PROXIED:
            continue
        if proxied.made.keyword("default_factory") is not None:
            continue
        other = proxied.made.keyword("default")
        if other is None or (isinstance(other, Known) and other != given):
            yield OtherDefault(one, proxied, made.place("default"), other is not None)


_PROXIED = frozenset({"mapped_column", "relationship"})
