"""Strings that SQLAlchemy evaluates: which of their names lead nowhere.

`primaryjoin`, `secondaryjoin`, `order_by`, `foreign_keys` and `remote_side` may be strings. They
are evaluated as Python when mappers are configured, with the classes and tables of the registry
for names, and nothing of the module they stand in. A `secondary` that is more than the name of a
table is evaluated before 2.1, and is no table from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from mapperlint.facts.expressions import (
    Attribute,
    Call,
    Constant,
    Expression,
    Mapping,
    Name,
    Operation,
    Sequence,
    Starred,
    Subscript,
)
from mapperlint.facts.extract import parsed
from mapperlint.facts.shapes import Problem
from mapperlint.model.mapping.mappers import Mapper, OtherAttribute
from mapperlint.model.names.resolution import Ambiguous, Resolved, Unknowable
from mapperlint.model.relationships.arguments import Given
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.relationships.string_words import (
    COLUMNS_ATTRIBUTES,
    TABLE_ATTRIBUTES,
    is_word,
)
from mapperlint.model.relationships.written_strings import expression_in
from mapperlint.model.tables.tables import Table
from mapperlint.model.values.values import External, Known
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.names.class_registry import ClassRegistry
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.relationships.relationship_calls import RelationshipCall


class NoPython(Struct, frozen=True):
    """A string that is no expression of Python."""

    call: RelationshipCall
    argument: str
    text: str
    where: Location


class UnknownWord(Struct, frozen=True):
    """A name in a string that is neither a class nor a table nor a word of SQLAlchemy.

    `columns` are the attributes of that name that the string could have meant (`Post.id`).
    """

    call: RelationshipCall
    argument: str
    name: str
    where: Location
    names: tuple[str, ...]
    columns: tuple[str, ...]


class NoColumn(Struct, frozen=True):
    """`Post.titel`: an attribute of a class or a table that is no column. `is_` says what it is.

    `written` is what says so; `meant` is what would be right, where that is sure. `names` are the
    columns there are.
    """

    call: RelationshipCall
    argument: str
    holder: str
    name: str
    is_: str | None
    where: Location
    names: tuple[str, ...]
    written: str
    meant: str | None = None


class AmbiguousWord(Struct, frozen=True):
    """A name in a string that several classes have."""

    call: RelationshipCall
    argument: str
    name: str
    where: Location
    candidates: tuple[Mapper, ...]


class NoSchema(Struct, frozen=True):
    """A schema in a string that SQLAlchemy 1.4 does not find from the class of a relationship."""

    call: RelationshipCall
    argument: str
    name: str
    where: Location


Fault: TypeAlias = NoPython | UnknownWord | NoSchema | AmbiguousWord | NoColumn


class StringArguments:
    """Looks up the names in strings of relationships, in SQLAlchemy's order."""

    def __init__(self, registry: ClassRegistry, tables: MetadataTables) -> None:
        self._registry = registry
        self._tables = tables
        self._module_words: frozenset[str] | None = None

    def faults(self, call: RelationshipCall) -> Iterator[Fault]:
        """What is wrong with each string; only the first fault of a string is one."""
        for argument, given in call.evaluated:
            match given:
                case Given(Known(str(text)), where):
                    yield from self._of_string(call, argument, text, where)
        match call.secondary:
            case Given(Known(str(text)), where) if not _is_name(text):
                yield from self._of_string(call, "secondary", text, where)
            case Given(Known(str(text)), where) if "." in text:
                schema = text.partition(".")[0]
                if self._registry.table_names.lacks_schemas(call.owner, schema):
                    yield NoSchema(call, "secondary", schema, where)

    def _of_string(
        self, call: RelationshipCall, argument: str, text: str, where: Location
    ) -> Iterator[Fault]:
        if not text:
            return
        expression = expression_in(text)
        named = expression is not None and _is_name(text)
        if not named and isinstance(parsed(text.lstrip(" \t"), mode="eval"), Problem):
            yield NoPython(call, argument, text, where)
            return
        for each in _chains(expression) if expression is not None else ():
            fault = self._of_chain(call, argument, each, where)
            if fault is not None:
                yield fault
                return

    def _of_chain(
        self, call: RelationshipCall, argument: str, chain: tuple[str, ...], where: Location
    ) -> Fault | None:
        name, *attributes = chain
        match self._meaning(call.owner, name):
            case Mapper() as mapper if attributes:
                return _of_class(call, argument, mapper, attributes[0], where)
            case Table() as table if attributes:
                plain = self._is_plain(table)
                return _of_table(call, argument, table, name, attributes, where, plain=plain)
            case Unknowable() if self._registry.table_names.lacks_schemas(call.owner, name):
                return NoSchema(call, argument, name, where)
            case Ambiguous(_, candidates):
                return AmbiguousWord(call, argument, name, where, candidates)
            case None if argument == "secondary" or not _unknown_secondary(call):
                names = (*self._registry.near(call.owner), *self._table_names(call.owner))
                return UnknownWord(call, argument, name, where, names, _columns_named(call, name))
        return None

    def _meaning(
        self, owner: Mapper, name: str
    ) -> Mapper | Table | Ambiguous[Mapper] | Unknowable | None:
        """What a name stands for, None if it surely stands for nothing."""
        word = is_word(name)
        may_be_class = not word or self._registry.all_named(name)
        match self._registry.resolve(owner, name) if may_be_class else None:
            case Resolved(mapper):
                return mapper
            case Ambiguous() as ambiguous:
                return ambiguous
            case Unknowable():
                return Unknowable("several classes may be meant")
        match self._registry.table_names.token(owner, name):
            case Resolved(table):
                return table
            case Unknowable() as unknown:
                return unknown
        if word or name in self._words_of_modules() or self._is_schema(owner, name):
            return Unknowable("a word of SQLAlchemy, a module or a schema")
        return None

    def _is_plain(self, table: Table) -> bool:
        """Whether a table is surely an object of SQLAlchemy's own class."""
        if table.owner is not None:
            return table.owner.open_reason is None and not table.owner.defines("__table_cls__")
        made = self._tables.call_of(table)
        return made is not None and isinstance(made.maker, External)

    def _is_schema(self, owner: Mapper, name: str) -> bool:
        keys = self._table_names(owner)
        return any(name in key.split(".")[:-1] for key in keys)

    def _table_names(self, owner: Mapper) -> tuple[str, ...]:
        return self._tables.keys(owner.metadata, owner.module)

    def _words_of_modules(self) -> frozenset[str]:
        if self._module_words is None:
            names = [
                m.module.name for n in self._registry.names for m in self._registry.all_named(n)
            ]
            self._module_words = frozenset(word for name in names for word in name.split("."))
        return self._module_words


def _unknown_secondary(call: RelationshipCall) -> bool:
    """Whether a string may speak of a secondary table that is not known."""
    return isinstance(call.relationship.secondary, Unknowable)


def _is_name(text: str) -> bool:
    """Whether a string is the name of a table, with or without a schema."""
    return all(part.isidentifier() for part in text.split("."))


def _of_class(
    call: RelationshipCall, argument: str, mapper: Mapper, name: str, where: Location
) -> NoColumn | None:
    if mapper.hierarchy_open_reason or mapper.tables_reason or mapper.evident_only:
        return None
    if any(table.open_reason for table in mapper.tables):
        return None
    found = mapper.attribute(name)
    is_ = None
    is_gone = name in _OF_THE_CLASS or name in mapper.replaced
    if found is None and not is_gone and mapper.cls.defines(name):
        return None
    if isinstance(found, Relationship):
        is_ = "a relationship"
    elif isinstance(found, OtherAttribute) and found.kind == "composite":
        is_ = "a composite"
    elif found is not None:
        return None
    columns = tuple(
        key
        for key, each in mapper.all_attributes.items()
        if not isinstance(each, Relationship | OtherAttribute)
    )
    written = f"{mapper.name}.{name}"
    return NoColumn(call, argument, mapper.name, name, is_, where, columns, written)


_OF_THE_CLASS = frozenset({"__table__", "__tablename__", "__mapper__", "metadata"})


def _of_table(
    call: RelationshipCall,
    argument: str,
    table: Table,
    written: str,
    attributes: list[str],
    where: Location,
    *,
    plain: bool,
) -> NoColumn | None:
    first, *rest = attributes
    if first in {"c", "columns"}:
        if not rest or table.open_reason or rest[0] in COLUMNS_ATTRIBUTES:
            return None
        if rest[0] in table.columns or rest[0].startswith("_"):
            return None
        holder = f"{written}.{first}"
        columns, whole = tuple(table.columns), f"{holder}.{rest[0]}"
        return NoColumn(call, argument, holder, rest[0], None, where, columns, whole)
    if first in table.columns and (first not in TABLE_ATTRIBUTES or first in _TEXTS):
        whole, meant = f"{written}.{first}", f"{written}.c.{first}"
    elif plain and first not in TABLE_ATTRIBUTES and not first.startswith("_"):
        whole, meant = ".".join((written, first, *rest[:1])), ".".join((written, "c", *rest[:1]))
    else:
        return None
    holder = f"the table `{written}`"
    return NoColumn(call, argument, holder, first, None, where, (), whole, meant)


_TEXTS = frozenset({"comment", "description", "info", "key", "name", "schema"})
"""What a table has under a name that is also one for a column, and that no argument can hold."""


def _columns_named(call: RelationshipCall, name: str) -> tuple[str, ...]:
    """The columns of this name that either side has."""
    sides = [call.relationship.target_mapper, call.owner]
    found = [side for side in sides if side is not None and side.column(name) is not None]
    return tuple(dict.fromkeys(f"{side.name}.{name}" for side in found))


def _chains(expression: Expression) -> Iterator[tuple[str, ...]]:
    """The names of an expression with the attributes that follow them: `("Post", "id")`.

    In the order they are evaluated. Names that a comprehension or a lambda binds are left out,
    with all that stands in it.
    """
    match expression:
        case Name() | Attribute():
            chain = _chain(expression)
            if chain is not None:
                yield chain
            elif isinstance(expression, Attribute):
                yield from _chains(expression.value)
        case Subscript(value, index):
            yield from _chains(value)
            yield from _chains(index)
        case Call(function, arguments, keywords):
            yield from _chains(function)
            for each in (*arguments, *(keyword.value for keyword in keywords)):
                yield from _chains(each)
        case Starred(value):
            yield from _chains(value)
        case Sequence(_, items) | Operation(_, items):
            for item in items:
                yield from _chains(item)
        case Mapping(entries):
            for key, value in entries:
                yield from _chains(value)
                if key is not None:
                    yield from _chains(key)
        case Constant():
            return


def _chain(expression: Expression) -> tuple[str, ...] | None:
    match expression:
        case Name(id):
            return (id,)
        case Attribute(value, attribute):
            inner = _chain(value)
            return None if inner is None else (*inner, attribute)
    return None
