"""What stands in `Table(...)` and `__table_args__`: constraints, their columns, keyword names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import When
from mapperlint.model.near import near
from mapperlint.model.tables.table_builder import UNREAD_CONSTRAINT
from mapperlint.model.values.attributes_of import member_value
from mapperlint.model.values.classes import Class, Member
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Entries, Function, Items, Known, Made, Value
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import Table

_CONSTRAINTS = frozenset(
    {
        *("UniqueConstraint", "Index", "PrimaryKeyConstraint", "ForeignKeyConstraint"),
        *("CheckConstraint", "ExcludeConstraint"),
    }
)


# `__table_args__` of another form


class Misshapen(Struct, frozen=True, eq=False):
    """`__table_args__` that SQLAlchemy does not take, and what is wrong with them.

    `single` where a constraint stands alone, and is only no tuple for want of a comma.
    """

    owner: Class
    where: Location
    wrong: str
    remedy: str
    member: Member
    single: bool


def misshapen(declarations: Declarations, mapper: Mapper) -> Misshapen | None:
    """What is wrong with the form of the `__table_args__` of a class."""
    member = _table_args(declarations, mapper.cls)
    if member is None or mapper.evident_only:
        return None
    value = member_value(declarations.evaluator, mapper.cls, member)
    match value:
        case Items("list" | "set" as kind):
            wrong, remedy = f"is a {kind}", "write a tuple"
        case Made() if construct_of(value) in _CONSTRAINTS:
            wrong = f"is a single `{construct_of(value)}`"
            remedy = "write a tuple: put a comma behind it"
        case Known(str()):
            wrong, remedy = "is a string", "write a tuple or a dict"
        case Function():
            wrong, remedy = "is a method", "put `@declared_attr` above it"
        case Items("tuple", items) if any(isinstance(each, Entries) for each in items[:-1]):
            wrong, remedy = "has a dict that is not its last element", "put the dict last"
        case Items("tuple", items) if any(isinstance(each, Known) and each.value for each in items):
            wrong, remedy = "has an element that is no constraint", "take it out"
        case _:
            return None
    single = isinstance(value, Made)
    return Misshapen(member.owner, member.location, wrong, remedy, member, single)


def _table_args(declarations: Declarations, cls: Class) -> Member | None:
    for base in cls.classes:
        member = base.own("__table_args__")
        if member is not None and (base is cls or not declarations.declarative.mapped(base)):
            statements = base.bindings.by_name.get("__table_args__", [])
            certain = len(statements) == 1 and statements[0].when is When.ALWAYS
            return member if certain else None
    return None


# constraints over columns that are not there


class Absent(Struct, frozen=True, eq=False):
    """A column that a constraint names and its table does not have."""

    table: Table
    constraint: str
    name: str
    where: Location
    attribute_of: str | None


def columns_absent(
    declarations: Declarations,
    tables: Iterable[Table],
    mappers: Iterable[Mapper],
    is_alone: Callable[[Table], bool],
) -> Iterator[Absent]:
    """The names in constraints and indexes that are no columns of their table."""
    owners = {mapper.table: mapper for mapper in mappers if not mapper.single_table}
    for table in tables:
        if table.open_reason not in {None, UNREAD_CONSTRAINT}:
            continue
        if table.conditional or (table.extends and not is_alone(table)):
            continue
        mapper = owners.get(table)
        for constraint in _items(declarations, table):
            for name, where in _columns_named(constraint):
                if name not in table.columns:
                    word = str(construct_of(constraint))
                    yield Absent(table, word, name, where, _column_of(mapper, name))


def _items(declarations: Declarations, table: Table) -> Iterator[Made]:
    if table.owner is not None:
        cls = table.owner
        if cls.open_reason is not None or declarations.rewritten(cls):
            return
        values = declarations.table_arguments(cls).items
    else:
        made = declarations.call_of(table)
        values = () if made is None or construct_of(made) != "Table" else made.arguments
    for value in values:
        if isinstance(value, Made) and construct_of(value) in _CONSTRAINTS:
            yield value


def _columns_named(made: Made) -> Iterator[tuple[str, Location]]:
    word = construct_of(made)
    if word in {"UniqueConstraint", "PrimaryKeyConstraint", "Index"}:
        for index, value in enumerate(made.arguments):
            named = word == "Index" and index == 0
            if isinstance(value, Known) and isinstance(value.value, str) and not named:
                yield value.value, made.place(str(index))
    if word == "ForeignKeyConstraint":
        columns = made.arguments[0] if made.arguments else made.keyword("columns")
        if isinstance(columns, Items):
            for value in columns.items:
                if isinstance(value, Known) and isinstance(value.value, str):
                    yield value.value, made.place("0")


def _column_of(mapper: Mapper | None, name: str) -> str | None:
    """The name that the column of an attribute has in the table."""
    column = mapper.column(name) if mapper is not None else None
    return None if column is None else column.key


# keyword names

_KEYWORDS: dict[str, frozenset[str]] = {
    "Column": frozenset(
        {
            *("name", "type_", "autoincrement", "default", "insert_default", "doc", "key"),
            *("index", "unique", "info", "nullable", "onupdate", "primary_key"),
            *("server_default", "server_onupdate", "quote", "system", "comment"),
            *("insert_sentinel", "_proxies", "type", "_constraints", "args", "kwargs"),
        }
    ),
    "UniqueConstraint": frozenset(
        {"name", "deferrable", "initially", "info", "comment", "columns", "_column_flag"}
    ),
    "Index": frozenset({"name", "unique", "quote", "info", "expressions", "kw"}),
    "ForeignKey": frozenset(
        {
            *("column", "use_alter", "name", "onupdate", "ondelete", "deferrable", "initially"),
            *("link_to_name", "match", "info", "comment"),
        }
    ),
}
_KEYWORDS["mapped_column"] = _KEYWORDS["Column"] | {
    *("init", "repr", "default_factory", "compare", "kw_only", "hash", "use_existing_column"),
    *("deferred", "deferred_group", "deferred_raiseload", "active_history", "sort_order"),
    *("dataclass_metadata",),
}


class Misnamed(Struct, frozen=True, eq=False):
    """A keyword that a construct does not know; `where` is its value, `call` what gets it.

    `dialect` is its part before an underscore, which SQLAlchemy takes for the name of a database.
    """

    construct: str
    keyword: str
    where: Location
    known: tuple[str, ...]
    subject: str
    call: Location
    dialect: str | None = None

    @property
    def is_slip(self) -> bool:
        """Whether no database can be meant: it is one of the known keywords, misspelt."""
        if self.dialect is None:
            return True
        if self.dialect in _DIALECTS:
            return False
        if near(self.dialect, _DIALECTS, _ALIKE) is not None:
            return True
        meant = near(self.keyword, self.known)
        if meant is None:
            return False
        if meant.replace("_", "") == self.keyword.replace("_", ""):
            return True
        first = meant.partition("_")[0]
        return "_" in meant and (self.dialect == first or near(self.dialect, (first,)) is not None)


_DIALECTS = frozenset(
    {"firebird", "mariadb", "mssql", "mysql", "oracle", "postgresql", "sqlite", "sybase"}
)
"""Those that SQLAlchemy brings, in 1.4 or later; packages bring others."""

_ALIKE = 0.85


def keywords_unknown(declarations: Declarations, tables: Iterable[Table]) -> Iterator[Misnamed]:
    """The keywords that nothing in the columns and constraints of some tables takes."""
    for table in tables:
        for column in table.columns.values():
            if column.made is not None:
                yield from _misnamed((column.made,), column.label)
        yield from _misnamed(tuple(_items(declarations, table)), table.label)


def _misnamed(values: Iterable[Value], label: str) -> Iterator[Misnamed]:
    """The keywords of columns, constraints and keys that nothing takes."""
    for value in values:
        if not isinstance(value, Made) or isinstance(value.maker, Class):
            continue
        word = str(construct_of(value))
        known = _KEYWORDS.get(word)
        if known is not None:
            for keyword, _ in value.keywords:
                if keyword in known:
                    continue
                found = Misnamed(
                    word,
                    keyword,
                    value.place(keyword),
                    tuple(sorted(known)),
                    f"{label}.{keyword}",
                    value.where,
                    _dialect(keyword),
                )
                if found.is_slip:
                    yield found
        yield from _misnamed(value.arguments, label)


def _dialect(keyword: str) -> str | None:
    """What SQLAlchemy takes for the name of a database in a keyword that it does not know."""
    found = re.match("(.+?)_.", keyword)
    return found[1] if found else None
