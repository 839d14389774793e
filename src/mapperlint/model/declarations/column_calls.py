"""Calls that make a column, and what in them excludes or contradicts something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import (
    FALSE,
    NONE,
    TRUE,
    External,
    Known,
    Made,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import TYPE_WORDS, construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.tables.tables import Column, Table

_COLUMNS = frozenset({"Column", "mapped_column"})
_SERVER_SIDE = ("server_default", "server_onupdate")


class Clash(Struct, frozen=True, eq=False):
    """Arguments of one column that SQLAlchemy does not take, and what is wrong with them."""

    label: str
    where: Location
    wrong: str
    remedy: str


def clashes(declarations: Declarations, tables: Iterable[Table]) -> Iterator[Clash]:
    """What the columns of some tables are given that they do not take, the first of each call."""
    for table in tables:
        for column in table.columns.values():
            made = column.made
            if made is None or not _may_clash(made) or construct_of(made) not in _COLUMNS:
                continue
            found = next(_clashes(declarations, column, made), None)
            if found is not None:
                yield found


_CLASHING = frozenset({"name", "type_", "quote", "index", "unique"})
_BESIDE_AN_ARGUMENT = frozenset({"default", "onupdate", "autoincrement", *_SERVER_SIDE})


def _may_clash(made: Made) -> bool:
    """Whether a call has anything that could go against something else in it."""
    given = dict(made.keywords)
    return (
        len(made.arguments) > 1
        or not _CLASHING.isdisjoint(given)
        or "insert_default" in given
        or (bool(made.arguments) and not _BESIDE_AN_ARGUMENT.isdisjoint(given))
    )


def _clashes(declarations: Declarations, column: Column, made: Made) -> Iterator[Clash]:
    yield from _given_twice(column, made)
    yield from _named_flags(column, made)
    yield from _generated_twice(column, made)
    default = made.keyword("default")
    other = made.keyword("insert_default")
    if default is not None and other is not None and declarations.surely_since("2.1"):
        yield Clash(
            column.label,
            made.place("insert_default"),
            "is given both `default` and `insert_default`",
            "leave one of them out",
        )


def _given_twice(column: Column, made: Made) -> Iterator[Clash]:
    """The name and the type, each by position and by keyword, and a quoted name that is missing."""
    first = made.arguments[0] if made.arguments else None
    by_position = isinstance(first, Known) and isinstance(first.value, str)
    by_keyword = made.keyword("name")
    if by_position and isinstance(by_keyword, Known) and by_keyword != NONE:
        yield Clash(
            column.label, made.place("name"), "is given its name twice", "leave one of them out"
        )
    types = [index for index, each in enumerate(made.arguments[:3]) if _is_type(each)]
    given = made.keyword("type_")
    if len(types) > 1:
        second = made.place(str(types[1]))
        yield Clash(column.label, second, "is given two types", "leave one of them out")
    elif types and given is not None and _is_type(given):
        yield Clash(
            column.label, made.place("type_"), "is given its type twice", "leave one of them out"
        )
    quote = made.keyword("quote")
    named = by_position or by_keyword is not None or isinstance(first, Unknown) or made.open
    if quote in {TRUE, FALSE} and not named:
        yield Clash(
            column.label,
            made.place("quote"),
            "has `quote`, but no name to be quoted",
            "write the name of the column as its first argument",
        )


def _is_type(value: Value) -> bool:
    maker = value.maker if isinstance(value, Made) else value
    return isinstance(maker, External) and construct(maker) in TYPE_WORDS


def _named_flags(column: Column, made: Made) -> Iterator[Clash]:
    """`index` and `unique` are true or false; before a table takes them, names pass unseen."""
    for word in ("index", "unique"):
        value = made.keyword(word)
        if isinstance(value, Known) and isinstance(value.value, str) and value.value:
            thing = "Index" if word == "index" else "UniqueConstraint"
            yield Clash(
                column.label,
                made.place(word),
                f"has a name in `{word}`, which is true or false",
                f"write `{word}=True`, or a `{thing}` of that name for the table",
            )
        if value is not None and value not in {NONE, FALSE}:
            return  # `unique` is not looked at where there is an `index`.


def _generated_twice(column: Column, made: Made) -> Iterator[Clash]:
    """What an `Identity` or a `Computed` excludes."""
    words = {construct_of(each): each for each in made.arguments if isinstance(each, Made)}
    maker = next((word for word in ("Identity", "Computed") if word in words), None)
    if maker is None:
        return
    label = column.label
    for word in _SERVER_SIDE:
        value = made.keyword(word)
        if value is not None and value != NONE and not isinstance(value, Unknown):
            yield Clash(
                label,
                made.place(word),
                f"has `{maker}(...)` and `{word}`, of which the database takes one",
                f"leave out `{word}`",
            )
    if maker == "Identity":
        yield from _beside_identity(label, made, words)


def _beside_identity(label: str, made: Made, words: dict[str | None, Made]) -> Iterator[Clash]:
    if "Computed" in words:
        wrong = "has both `Identity(...)` and `Computed(...)`"
        yield Clash(label, words["Computed"].where, wrong, "leave one of them out")
    if made.keyword("autoincrement") == FALSE:
        wrong = "has `Identity(...)` and `autoincrement=False`"
        yield Clash(label, made.place("autoincrement"), wrong, "leave out `autoincrement`")
    for value in (words.get("Sequence"), made.keyword("default"), made.keyword("onupdate")):
        if isinstance(value, Made) and construct_of(value) == "Sequence":
            wrong = "has both `Identity(...)` and `Sequence(...)`"
            yield Clash(label, value.where, wrong, "leave one of them out")


# one foreign key object for two columns


class SharedKey(Struct, frozen=True, eq=False):
    """A `ForeignKey` object that a second column is given."""

    first: Column
    second: Column
    where: Location


def shared_keys(tables: Iterable[Table]) -> Iterator[SharedKey]:
    """The foreign keys that two columns take, which stand at two places.

    Calls at one place may run more than once, each time with a key of their own.
    """
    seen: dict[Made, tuple[Column, Made]] = {}
    for table in tables:
        for column in table.columns.values():
            made = column.made
            if made is None or construct_of(made) not in _COLUMNS:
                continue
            for index, key in enumerate(made.arguments):
                if not isinstance(key, Made) or construct_of(key) != "ForeignKey":
                    continue
                first, other = seen.setdefault(key, (column, made))
                if other.where != made.where and other.within == key.within == made.within:
                    yield SharedKey(first, column, made.place(str(index)))


# columns that count up


_COUNTING = frozenset(
    {"Integer", "BigInteger", "SmallInteger", "INTEGER", "INT", "BIGINT", "SMALLINT"}
)
_DECIMAL = frozenset({"Numeric", "Float", "Double", "DECIMAL", "NUMERIC", "FLOAT", "REAL"})
_OF_ANY_KIND = frozenset({"TypeDecorator"})


class NoCounter(Struct, frozen=True, eq=False):
    """A column that says `autoincrement=True`, and cannot count up; `first` is one that does."""

    column: Column
    where: Location
    type: str | None
    first: Column | None


def no_counters(tables: Iterable[Table]) -> Iterator[NoCounter]:
    """The columns of primary keys that cannot count up: by their type, or as another one does."""
    for table in tables:
        counting: list[Column] = []
        for column in table.columns.values():
            made = column.made
            if made is None or column.primary_key is not True:
                continue
            if made.keyword("autoincrement") != TRUE or construct_of(made) not in _COLUMNS:
                continue
            where, kind = made.place("autoincrement"), _uncountable(made)
            if kind is not None:
                yield NoCounter(column, where, kind, None)
            elif counting:
                yield NoCounter(column, where, None, counting[0])
            counting.append(column)


def _uncountable(made: Made) -> str | None:
    """The type of a column, where it is one of SQLAlchemy's own, but no kind of number."""
    types = [each for each in (*made.arguments[:2], made.keyword("type_")) if each is not None]
    for value in types:
        maker = value.maker if isinstance(value, Made) else value
        if isinstance(maker, External) and construct(maker) in TYPE_WORDS:
            name = str(construct(maker))
            return None if name in _COUNTING | _DECIMAL | _OF_ANY_KIND else name
    return None


# sentinels


class FalseSentinel(Struct, frozen=True, eq=False):
    """A column that says `insert_sentinel=True`, and why it cannot be one."""

    column: Column
    where: Location
    wrong: str
    remedy: str


def false_sentinels(declarations: Declarations, tables: Iterable[Table]) -> Iterator[FalseSentinel]:
    """The columns that cannot tell the rows of an INSERT apart, though they say so."""
    for table in tables:
        first: Column | None = None
        for column in table.columns.values():
            made = column.made
            if made is None or made.open or made.keyword("insert_sentinel") != TRUE:
                continue
            if not declarations.surely_since("2.0"):
                return
            where = made.place("insert_sentinel")
            if first is not None:
                wrong = f"is a second sentinel of its table, beside `{first.name}`"
                yield FalseSentinel(column, where, wrong, "leave one of them out")
                continue
            first = column
            found = _why_no_sentinel(made)
            if found is not None:
                yield FalseSentinel(column, where, *found)


def _why_no_sentinel(made: Made) -> tuple[str, str] | None:
    identity = next((each for each in made.arguments if _is_identity(each)), None)
    if isinstance(identity, Made):
        step = identity.keyword("increment")
        if isinstance(step, Known) and isinstance(step.value, int) and step.value < 0:
            return "is a sentinel that counts downwards", "let the `Identity` count upwards"
        return None
    server = made.keyword("server_default")
    if server is not None and server != NONE and not isinstance(server, Unknown):
        return (
            "is a sentinel with a `server_default`, whose values the program does not see",
            "use an `Identity`, or a `default` of the program",
        )
    may_be_null = construct_of(made) == "Column" and made.keyword("nullable") in {None, TRUE}
    valued = any(made.keyword(each) is not None for each in _VALUED)
    if may_be_null and not valued and all(map(_brings_no_value, made.arguments)):
        return "is a sentinel that gets no value", "give it a `default` that differs by row"
    return None


_VALUED = ("primary_key", "default", "insert_default", "server_default", "type")


def _brings_no_value(value: Value) -> bool:
    return isinstance(value, Known) or _is_type(value)


def _is_identity(value: Value) -> bool:
    return isinstance(value, Made) and construct_of(value) == "Identity"


# columns without a type


def untyped_columns(tables: Iterable[Table]) -> Iterator[Column]:
    """The columns that are given neither a type nor a foreign key, which would bring one."""
    for table in tables:
        if table.open_reason or table.extends:
            continue
        for column in table.columns.values():
            made = column.made
            if made is None or made.open or construct_of(made) != "Column":
                continue
            if column.foreign_keys or column.open_reason or made.keyword("type_") is not None:
                continue
            if isinstance(made.maker, External) and all(map(_brings_no_type, made.arguments)):
                yield column


def _brings_no_type(value: Value) -> bool:
    if isinstance(value, Known):
        return True
    return isinstance(value, Made) and construct_of(value) in {
        *("Identity", "Computed", "Sequence", "CheckConstraint", "FetchedValue", "DefaultClause"),
    }
