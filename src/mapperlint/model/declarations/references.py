"""What foreign keys are given, and whether the types of both their ends meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mapperlint.model.names.resolution import Resolved
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import column_word, construct_of, makes_table
from mapperlint.model.values.values import NONE, External, Items, Known, Made, TableOf, Value
from mapperlint.model.values.vocabulary import construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.tables.tables import Column, ForeignKey, Table


class Malformed(Struct, frozen=True, eq=False):
    """A key that SQLAlchemy cannot read, and what is wrong with it."""

    where: Location
    wrong: str
    remedy: str
    subject: str = ""


def malformed(declarations: Declarations, tables: Iterable[Table]) -> Iterator[Malformed]:
    """The foreign keys of tables that name no column, or constraints whose columns do not meet."""
    for table in tables:
        for column in table.columns.values():
            if column.made is not None:
                for found in _malformed_keys(declarations, column.made):
                    yield replace(found, subject=column.label)
        for value in _items(declarations, table):
            if isinstance(value, Made) and construct_of(value) == "ForeignKeyConstraint":
                for found in _malformed_constraint(declarations, value):
                    yield replace(found, subject=f"{table.label}.{found.wrong}")


def _malformed_keys(declarations: Declarations, made: Made) -> Iterator[Malformed]:
    for value in made.arguments:
        if not isinstance(value, Made) or construct_of(value) != "ForeignKey":
            continue
        target = value.arguments[0] if value.arguments else value.keyword("column")
        where = value.place("0")
        match target:
            case Class():
                wrong = f"is given the class `{target.name}`"
                yield Malformed(
                    where, wrong, f'name a column: `"table.column"` or `{target.name}.id`'
                )
            case Made() | TableOf() if isinstance(target, TableOf) or makes_table(target):
                yield Malformed(where, "is given a table", 'name a column: `"table.column"`')
            case Known(constant) if not isinstance(constant, str):
                yield Malformed(
                    where, f"is given `{constant!r}`", 'name a column: `"table.column"`'
                )
            case Items("tuple", parts, False) if _is_no_path(parts):
                wrong = "is given a tuple that is no table and column, with or without a schema"
                yield Malformed(where, wrong, 'write one string: `"table.column"`')
            case Items("tuple") if declarations.sqlalchemy.before("2.1"):
                yield Malformed(where, "is given a tuple", 'write one string: `"table.column"`')


def _is_no_path(parts: tuple[Value, ...]) -> bool:
    """Whether a tuple is none of those that 2.1 takes; older versions take no tuple."""
    if len(parts) not in {2, 3}:
        return True
    table = parts[-2]
    return isinstance(table, Known) and table in {NONE, Known("")}


def _malformed_constraint(declarations: Declarations, made: Made) -> Iterator[Malformed]:
    columns = made.arguments[0] if made.arguments else made.keyword("columns")
    targets = made.arguments[1] if len(made.arguments) > 1 else made.keyword("refcolumns")
    if not isinstance(columns, Items) or not isinstance(targets, Items):
        return
    if columns.open or targets.open:
        return
    names = columns.items
    if not all(isinstance(each, Known) for each in names):
        return
    repeated = len(set(names)) < len(names)
    if repeated:
        if declarations.sqlalchemy.before("2.1"):
            yield Malformed(made.place("0"), "names a column of its own twice", "name each once")
        return
    if len(names) != len(targets.items):
        wrong = f"has {_columns(len(names))} but refers to {_columns(len(targets.items))}"
        yield Malformed(made.where, wrong, "both lists must have the same length")
        return
    texts = [each.value for each in targets.items if isinstance(each, Known)]
    tables = [text.rpartition(".")[0] for text in texts if isinstance(text, str)]
    distinct = list(dict.fromkeys(each for each in tables if each))
    if len(distinct) > 1:
        wrong = f"refers to `{distinct[0]}` and to `{distinct[1]}`"
        yield Malformed(made.place("1"), wrong, "a key refers to one table; write one for each")


def _columns(number: int) -> str:
    return "1 column" if number == 1 else f"{number} columns"


def _items(declarations: Declarations, table: Table) -> tuple[Value, ...]:
    if table.owner is not None:
        return declarations.table_arguments(table.owner).items
    made = declarations.call_of(table)
    return () if made is None or construct_of(made) != "Table" else made.arguments


# types

_KINDS: dict[str, str] = {
    **dict.fromkeys(
        ("Integer", "BigInteger", "SmallInteger", "INTEGER", "INT", "BIGINT", "SMALLINT"),
        "an integer",
    ),
    **dict.fromkeys(
        ("String", "Text", "Unicode", "UnicodeText", "VARCHAR", "NVARCHAR", "CHAR", "TEXT"),
        "a string",
    ),
    **dict.fromkeys(("Uuid", "UUID"), "a UUID"),
    **dict.fromkeys(("DateTime", "DATETIME", "TIMESTAMP"), "a date and time"),
    **dict.fromkeys(("Date", "DATE"), "a date"),
    **dict.fromkeys(("Boolean", "BOOLEAN"), "a boolean"),
    **dict.fromkeys(("LargeBinary", "BLOB", "BINARY", "VARBINARY"), "binary data"),
}


class Mismatch(Struct, frozen=True, eq=False):
    """A key from a column of one kind to a column of another."""

    key: ForeignKey
    kind: str
    target: Column
    target_kind: str


def mismatches(tables: MetadataTables, keys: Iterable[ForeignKey]) -> Iterator[Mismatch]:
    """The foreign keys whose column has another kind of type than the column they refer to."""
    for key in keys:
        match tables.referred(key):
            case Resolved(target):
                kind, other = _kind(key.column), _kind(target)
                if kind is not None and other is not None and kind != other:
                    yield Mismatch(key, kind, target, other)


def _kind(column: Column) -> str | None:
    """The kind of value that a column holds, if its type is one of SQLAlchemy's own."""
    made = column.made
    if made is None or made.open or not column_word(made):
        return None
    given = [each for each in made.arguments if not isinstance(each, Known)][:1]
    value: Value | None = made.keyword("type_") or next(iter(given), None)
    if isinstance(value, Made) and isinstance(value.maker, External):
        value = value.maker
    word = construct(value) if isinstance(value, External) else None
    return _KINDS.get(word) if word is not None else None
