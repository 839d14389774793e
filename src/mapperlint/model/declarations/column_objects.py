"""Columns that are declared twice, objects that are used twice, and what a class body hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Attribute, Call, Expression, Name, Sequence, Subscript
from mapperlint.facts.shapes import Assign, FunctionFacts, Statement, When
from mapperlint.model.declarations.declared import Declared
from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.tables.columns import column_name
from mapperlint.model.values.constructs import column_word, construct_of
from mapperlint.model.values.values import TRUE, Entries, Items, Known, Made, Value
from mapperlint.model.values.vocabulary import (
    COLUMN_WORDS,
    PROPERTY_WORDS,
    RELATIONSHIP_WORDS,
)
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import Table
    from mapperlint.model.values.classes import Class
    from mapperlint.places import Span

_COLUMNS = frozenset({"Column", "mapped_column"})


class Placed(Struct, frozen=True, eq=False):
    """A column where a class or a table names it; a bare annotation has no call.

    `attribute` is the name it has in a class, None in a table.
    """

    made: Made | None
    name: str
    key: str
    written: Declared | Made
    attribute: str | None

    @property
    def where(self) -> Location:
        """The place of its name in a class, of its call in a table."""
        return self.written.where

    @property
    def primary_key(self) -> bool:
        """Whether its call surely says that it is part of the primary key."""
        return self.made is not None and self.made.keyword("primary_key") == TRUE


# two columns of one name


class SameName(Struct, frozen=True, eq=False):
    """Two columns of one table that have a name in common; `label` is that of the table."""

    label: str
    name: str
    first: Placed
    second: Placed

    @property
    def irreplaceable(self) -> bool:
        """Whether 1.4 too refuses to put the second in the place of the first.

        It does for a primary key, and for an attribute that is not called as its column.
        """
        lost_key = self.first.primary_key and not self.second.primary_key
        same_key = self.first.key == self.second.key
        return same_key and (lost_key or self.first.attribute not in {None, self.first.key})


def of_one_name(declarations: Declarations, tables: Iterable[Table]) -> Iterator[SameName]:
    """The columns of tables that are declared under a name twice."""
    for table in tables:
        seen: dict[str, Placed] = {}
        for placed in _columns(declarations, table):
            other = seen.get(placed.name) or seen.get(placed.key)
            if other is not None and (placed.made is None or other.made != placed.made):
                name = placed.name if placed.name in seen else placed.key
                yield SameName(table.label, name, other, placed)
                break
            seen[placed.name] = seen[placed.key] = placed


def _columns(declarations: Declarations, table: Table) -> Iterator[Placed]:
    if table.owner is not None:
        read_fields = declarations.declarative.is_sqlmodel(table.owner)
        for one in sorted(declarations.of(table.owner), key=_age):
            if read_fields:
                yield from _field(declarations, one)
                continue
            if one.value is None and one.always and declarations.is_bare_column(one):
                yield Placed(None, one.name, one.name, one, one.name)
            made = one.made if one.word in _COLUMNS and one.always else None
            if made is not None and made.keyword("use_existing_column") is None:
                yield from _placed(made, one.name, one)
        return
    made = declarations.call_of(table)
    if made is None or construct_of(made) != "Table" or table.extends or table.conditional:
        return
    for value in made.arguments:
        if isinstance(value, Made) and column_word(value):
            yield from _placed(value, None, value)


def _field(declarations: Declarations, one: Declared) -> Iterator[Placed]:
    """The column of a field of SQLModel; what is no `Field` is its default."""
    read = declarations.annotation(one) if one.always else None
    if read is None or read.wrapper == "ClassVar" or one.name.startswith(("_", "model_")):
        return
    if one.word not in {None, "sqlmodel.Field"}:
        return
    made = one.made if one.word is not None else None
    column = made.keyword("sa_column") if made is not None else None
    if column is not None:
        if isinstance(column, Made) and column_word(column):
            yield from _placed(column, one.name, one)
        return
    name = one.name if made is None else column_name(made, one.name)
    if name is not None:
        yield Placed(made, name, name, one, one.name)


def _age(one: Declared) -> int:
    """Columns are added as they were made: first those of mixins, last those of functions."""
    return 2 if one.by_function else 0 if one.on_mixin else 1


def _placed(made: Made, attribute: str | None, written: Declared | Made) -> Iterator[Placed]:
    name = column_name(made, attribute)
    key = made.keyword("key")
    if name is None or made.open or not isinstance(key, Known | None):
        return
    first = made.arguments[0] if made.arguments else None
    if first is not None and not isinstance(first, Known) and attribute is None:
        return
    yield Placed(made, name, str(key.value) if key is not None else name, written, attribute)


# one object in two places


class Twice(Struct, frozen=True, eq=False):
    """One object that two attributes are given, or two tables."""

    first: str
    first_where: Location
    second: str
    second_where: Location
    subject: str


def shared_between_tables(declarations: Declarations, tables: Iterable[Table]) -> Iterator[Twice]:
    """The column objects that two tables take; only copies could belong to both."""
    seen: dict[Made, tuple[Table, str, Location]] = {}
    for table in tables:
        for made, name, where in _own_columns(declarations, table):
            first = seen.setdefault(made, (table, name, where))
            if first[0] is not table and first[0].where != table.where:
                yield Twice(first[0].label, first[2], table.label, where, f"{table.label}.{name}")


def _own_columns(declarations: Declarations, table: Table) -> Iterator[tuple[Made, str, Location]]:
    """The columns that are no copies: a class copies those of its mixins."""
    if table.owner is not None:
        for one in declarations.of(table.owner):
            statement = one.member.statement
            named = isinstance(statement, Assign) and isinstance(statement.value, Name | Attribute)
            own = not one.on_mixin and named and one.always
            if own and one.word in _COLUMNS and one.made is not None:
                yield one.made, one.name, one.where
        return
    made = declarations.call_of(table)
    if made is None or construct_of(made) != "Table" or table.extends or table.conditional:
        return
    for index, value in enumerate(made.arguments):
        named = isinstance(made.expression(str(index)), Name | Attribute)
        if named and isinstance(value, Made) and column_word(value):
            yield value, column_name(value, None) or "?", made.place(str(index))


def of_two_names(declarations: Declarations, mapper: Mapper) -> Iterator[Twice]:
    """The columns, and since 2.0 the relationships, that two attributes of a class share."""
    seen: dict[Made, Declared] = {}
    for one in declarations.of(mapper.cls):
        if one.made is None or one.on_mixin or one.by_function or not one.always:
            continue
        is_relationship = one.word in RELATIONSHIP_WORDS
        if one.word not in _COLUMNS and not is_relationship:
            continue
        if is_relationship and not declarations.surely_since("2.0"):
            continue
        first = seen.setdefault(one.made, one)
        if first is not one:
            yield Twice(first.name, first.where, one.name, one.where, one.full_name)


# what stands in a tuple, or is hidden


def in_tuples(declarations: Declarations, mapper: Mapper) -> Iterator[Declared]:
    """The attributes whose value is a tuple of one: a comma stands behind it."""
    for one in declarations.of(mapper.cls):
        match one.value:
            case Items("tuple", (Made() as made,)) if not one.on_mixin and one.always:
                if construct_of(made) in _MAPPED:
                    yield one


_MAPPED = frozenset({*COLUMN_WORDS, *RELATIONSHIP_WORDS, *PROPERTY_WORDS})


class Hidden(Struct, frozen=True, eq=False):
    """A mapped attribute that a later statement of the class body takes the name of."""

    cls: Class
    name: str
    word: str
    where: Location
    by: str
    later: Location


def hidden(declarations: Declarations, mapper: Mapper) -> Iterator[Hidden]:
    """The columns and relationships whose name the class body gives away again."""
    cls = mapper.cls
    if declarations.imperative(cls) is not None:
        return
    for name, statements in cls.bindings.by_name.items():
        if len(statements) < 2 or any(each.when is not When.ALWAYS for each in statements):
            continue
        first, last = statements[0], statements[-1]
        if not isinstance(first, Assign) or _mentions(last, name):
            continue
        value = declarations.evaluator.bound(first, name, cls.body_scope)
        word = _mapped_word(value)
        if word is not None and not any(_mentions(each, name) for each in statements[1:]):
            yield Hidden(
                cls,
                name,
                word,
                Location(cls.module.path, first.target.span),
                _kind(declarations, cls, last, name),
                Location(cls.module.path, _span(last)),
            )


def _mapped_word(value: Value) -> str | None:
    if not isinstance(value, Made):
        return None
    word = construct_of(value)
    if word in RELATIONSHIP_WORDS:
        return "relationship"
    return "column" if word in _COLUMNS else None


def _kind(declarations: Declarations, cls: Class, statement: Statement, name: str) -> str:
    if isinstance(statement, FunctionFacts):
        return "a method or property"
    if isinstance(statement, Assign):
        word = _mapped_word(declarations.evaluator.bound(statement, name, cls.body_scope))
        return f"another {word}" if word else "another value"
    return "something else"


def _span(statement: Statement) -> Span:
    if isinstance(statement, Assign):
        return statement.target.span
    return statement.name_span if isinstance(statement, FunctionFacts) else statement.span


def _mentions(statement: Statement, name: str) -> bool:
    """Whether a statement makes something of the name it takes: `@name.expression`."""
    match statement:
        case FunctionFacts(decorators=decorators):
            return any(_holds(each, name) for each in decorators)
        case Assign(value=value) if value is not None:
            return _holds(value, name)
    return False


def _holds(expression: Expression, name: str) -> bool:
    match expression:
        case Name(id):
            return id == name
        case Attribute(value):
            return _holds(value, name)
        case Subscript(value, index):
            return _holds(value, name) or _holds(index, name)
        case Call(function, arguments, keywords):
            inner = (function, *arguments, *(keyword.value for keyword in keywords))
            return any(_holds(each, name) for each in inner)
        case Sequence(items=items):
            return any(_holds(each, name) for each in items)
    return False


# relationships over columns


class Conflict(Struct, frozen=True, eq=False):
    """A relationship and a column that would be one attribute."""

    name: str
    where: Location
    subject: str
    relationship: str
    column: str
    other: Location


def columns_and_relationships(declarations: Declarations, mapper: Mapper) -> Iterator[Conflict]:
    """The relationships that bear the name of a column that no other attribute maps."""
    if mapper.concrete or mapper.open_reason or mapper.tables_reason:
        return
    if _selects_properties(declarations, mapper):
        return
    named = {
        column
        for attribute in mapper.all_attributes.values()
        if isinstance(attribute, ColumnAttribute)
        for column in attribute.columns
    }
    table = mapper.table
    for read in mapper.relationship_reads:
        label = f"{mapper.name}.{read.name}"
        column = None
        if table is not None and table.owner is not mapper.cls and not mapper.single_table:
            column = table.columns.get(read.name)
            if column in named:
                column = None
        inherited = mapper.parent.attribute(read.name) if mapper.parent else None
        if column is None and isinstance(inherited, ColumnAttribute):
            column = next((each for each in inherited.columns if each.key == read.name), None)
        if column is not None:
            yield Conflict(
                read.name,
                read.where,
                f"{mapper.full_name}.{read.name}",
                label,
                column.label,
                column.where,
            )
    yield from _columns_over_relationships(mapper)


def _selects_properties(declarations: Declarations, mapper: Mapper) -> bool:
    """Whether a mapper leaves columns out, or maps them under other names."""
    given = declarations.mapper_arguments(mapper.cls)
    imperative = declarations.imperative(mapper.cls)
    words = ("include_properties", "exclude_properties", "column_prefix")
    if imperative is not None and any(imperative.keyword(word) is not None for word in words):
        return True
    return given is not None and (
        not isinstance(given, Entries) or any(given.get(word) is not None for word in words)
    )


def _columns_over_relationships(mapper: Mapper) -> Iterator[Conflict]:
    parent = mapper.parent
    if parent is None:
        return
    inherited = {
        read.name: (each, read) for each in parent.lineage for read in each.relationship_reads
    }
    for name, attribute in mapper.attributes.items():
        if name in inherited and isinstance(attribute, ColumnAttribute):
            owner, read = inherited[name]
            column = attribute.columns[0]
            if column.key == name:
                yield Conflict(
                    name,
                    attribute.where,
                    f"{mapper.full_name}.{name}",
                    f"{owner.name}.{name}",
                    column.label,
                    read.where,
                )
