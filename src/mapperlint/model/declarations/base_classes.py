"""Bases that cannot be bases, and classes that are mapped in two ways at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import ClassFacts, FunctionFacts, When
from mapperlint.model.declarative.registries import (
    REGISTRY_DECORATORS,
    is_declarative_base,
)
from mapperlint.model.values.attributes_of import member_value
from mapperlint.model.values.bases import Root, root_of
from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import (
    NONE,
    Entries,
    External,
    Items,
    Known,
    Made,
    Method,
    Value,
)
from mapperlint.model.values.vocabulary import construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.mapping.mappers import Mapper


# bases


class UnusableBase(Struct, frozen=True, eq=False):
    """A class that is no base as SQLAlchemy wants one: what is wrong, and where."""

    cls: Class
    where: Location
    wrong: str
    remedy: str


def unusable_bases(declarations: Declarations, classes: Iterable[Class]) -> Iterator[UnusableBase]:
    """The bases that SQLAlchemy refuses when their class statement runs."""
    for cls in classes:
        if cls.facts.when is not When.ALWAYS or cls.by_call:
            continue
        direct = next((each for each in cls.base_values if _is_declarative_base(each)), None)
        if isinstance(direct, External):
            yield from _of_declarative_base(declarations, cls, direct)
        elif construct(cls.keyword("metaclass")) == "DeclarativeMeta":
            yield from _of_metaclass(declarations, cls)


def _is_declarative_base(value: Value) -> bool:
    root = root_of(value)
    return isinstance(value, External) and root is not None and root.kind == "DeclarativeBase"


def _of_declarative_base(
    declarations: Declarations, cls: Class, direct: External
) -> Iterator[UnusableBase]:
    table = _own(declarations, cls, "__table__")
    name = _own(declarations, cls, "__tablename__")
    for word, given in (("__table__", table), ("__tablename__", name)):
        is_text = isinstance(given, Known) and isinstance(given.value, str)
        if given is not None and (is_text or word == "__table__"):
            yield UnusableBase(
                cls,
                cls.location,
                f"is a direct subclass of `{direct.name}`, and has a `{word}`",
                f"write `class Base({direct.name})`, and let `{cls.name}` inherit from `Base`",
            )
            return
    registry = _own(declarations, cls, "registry")
    if registry is not None and registry != NONE and _is_no_registry(registry):
        yield UnusableBase(cls, _where(cls, "registry"), *_NO_REGISTRY)
        return
    types = _own(declarations, cls, "type_annotation_map")
    is_given = isinstance(registry, Made) and construct(registry.maker) == "registry"
    if is_given and isinstance(types, Entries):
        yield UnusableBase(
            cls,
            _where(cls, "type_annotation_map"),
            "has both a `registry` and a `type_annotation_map`",
            "give the map to the `registry(...)`",
        )
    elif isinstance(types, Items):
        yield UnusableBase(
            cls,
            _where(cls, "type_annotation_map"),
            f"has a `type_annotation_map` that is a {types.kind}",
            "write a dict",
        )


_NO_REGISTRY = (
    "has a `registry` that is no registry",
    "make it with `sqlalchemy.orm.registry()`, or leave it out",
)


def _of_metaclass(declarations: Declarations, cls: Class) -> Iterator[UnusableBase]:
    alone = cls.open_reason is None and not any(isinstance(each, Root) for each in cls.mro)
    if not alone or any(each.name != "object" for each in cls.external_bases):
        return
    if any(is_declarative_base(each) for each in cls.classes[1:]):
        return
    if cls.member("registry") is None:
        if not any(construct(each.keyword("metaclass")) for each in cls.classes[1:]):
            yield UnusableBase(
                cls,
                cls.location,
                "has the metaclass `DeclarativeMeta`, but no `registry`",
                "give it a `registry = registry()`",
            )
        return
    registry = _own(declarations, cls, "registry")
    if registry is not None and _is_no_registry(registry):
        yield UnusableBase(cls, _where(cls, "registry"), *_NO_REGISTRY)


def _own(declarations: Declarations, cls: Class, name: str) -> Value | None:
    """What the body of a class surely says of a name."""
    member = cls.own(name)
    statements = cls.bindings.by_name.get(name, [])
    if member is None or len(statements) != 1 or statements[0].when is not When.ALWAYS:
        return None
    if isinstance(member.statement, FunctionFacts | ClassFacts):
        return None
    return member_value(declarations.evaluator, cls, member)


def _where(cls: Class, name: str) -> Location:
    member = cls.own(name)
    return cls.location if member is None else member.location


def _is_no_registry(value: Value) -> bool:
    match value:
        case Known() | Items() | Entries():
            return True
        case Made(External() as maker):
            return construct(maker) in {"MetaData", "Column", "mapped_column", "declarative_base"}
        case External():
            return construct(value) == "registry"
    return False


# classes that are mapped twice


class MappedTwice(Struct, frozen=True, eq=False):
    """A class that two things map: its base, a decorator, a call."""

    cls: Class
    where: Location
    first: str
    second: str


def mapped_twice(declarations: Declarations, mappers: Iterable[Mapper]) -> Iterator[MappedTwice]:
    """The classes that have a mapper already when a decorator or a call maps them."""
    for mapper in mappers:
        cls = mapper.cls
        decorators = [each for each in cls.decorators if _maps(each)]
        where = Location(cls.module.path, cls.facts.name_span)
        if decorators and _is_mapped_by_base(declarations, cls):
            yield MappedTwice(cls, where, "its base", "a decorator")
        elif len(decorators) > 1:
            yield MappedTwice(cls, where, "a decorator", "another one")
        made = declarations.imperative(cls)
        if made is None or not _is_mapped_by_base(declarations, cls):
            continue
        # Until 2.0 a class could have more mappers, which were only read from.
        second = made.keyword("non_primary") is not None and not declarations.surely_since("2.1")
        if not second and _runs_with_module(cls, made):
            yield MappedTwice(cls, made.where, "its base", "this call")


def _maps(decorator: Value) -> bool:
    match decorator:
        case Method(_, name):
            return name in REGISTRY_DECORATORS
        case Made(External() as maker):
            return maker.name in REGISTRY_DECORATORS and construct(maker) is not None
    return False


def _is_mapped_by_base(declarations: Declarations, cls: Class) -> bool:
    """Whether the class statement alone maps a class."""
    declarative = declarations.declarative
    if is_declarative_base(cls) or declarative.abstract(cls) or declarative.is_sqlmodel(cls):
        return False
    root = declarative.root(cls)
    if root is None or (isinstance(root, Root) and root.kind == "automap_base"):
        return False
    deferred = any(construct(value) == "DeferredBase" for value in cls.external_bases)
    return not deferred and not declarations.rewritten(cls)


def _runs_with_module(cls: Class, made: Made) -> bool:
    """Whether a call stands outside of functions, in the module of the class it maps."""
    if made.where.path != cls.module.path or made.within:
        return False
    inside = (FunctionFacts, ClassFacts)
    return not any(
        isinstance(each, inside) and made.where.span.within(each.span)
        for each in cls.module.facts.body
    )


# the class that a mapper is told to inherit from


class OtherParent(Struct, frozen=True, eq=False):
    """A class whose `inherits` names another class than its bases do."""

    mapper: Mapper
    where: Location
    named: str
    parent: str | None


def other_parents(declarations: Declarations, mappers: Iterable[Mapper]) -> Iterator[OtherParent]:
    """The classes that are told to inherit from a mapper that is not the one of their base."""
    for mapper in mappers:
        cls = mapper.cls
        if cls.open_reason is not None or mapper.evident_only or declarations.rewritten(cls):
            continue
        made = declarations.imperative(cls)
        if made is not None:
            given = made.keyword("inherits")
            if isinstance(given, Class) and given not in cls.classes:
                yield OtherParent(mapper, made.place("inherits"), given.name, None)
            continue
        arguments = declarations.mapper_arguments(cls)
        member = cls.own("__mapper_args__")
        if not isinstance(arguments, Entries) or member is None:
            continue
        if member.statement.when is not When.ALWAYS:
            continue
        parent = declarations.declarative.parent(cls)
        match arguments.get("inherits"):
            case Class() as given if given is not parent:
                name = given.name
            case Known(str(name)):
                pass
            case _:
                continue
        yield OtherParent(mapper, member.location, name, None if parent is None else parent.name)
