"""Defaults of columns that SQLAlchemy does not take, or takes in two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.declarations.fields import is_mapped_dataclass
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Closure, External, Function, Made, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import Table
    from mapperlint.places import Location

_COLUMNS = frozenset({"Column", "mapped_column"})
_OF_THE_SERVER = frozenset({"FetchedValue", "DefaultClause", "Computed", "Identity"})


class UnusableDefault(Struct, frozen=True, eq=False):
    """What a column has as `default` or `onupdate`, and why that gives no value."""

    label: str
    word: str
    where: Location
    wrong: str
    remedy: str


def unusable_defaults(tables: Iterable[Table]) -> Iterator[UnusableDefault]:
    """The defaults of some tables that SQLAlchemy refuses, each once."""
    seen: set[Location] = set()
    for table in tables:
        for column in table.columns.values():
            made = column.made
            if made is None or construct_of(made) not in _COLUMNS:
                continue
            for word in _words(made):
                value = made.keyword(word)
                found = None if value is None else _refused(value, word)
                if found is None:
                    continue
                where = made.place(word)
                if where not in seen:
                    seen.add(where)
                    yield UnusableDefault(column.label, word, where, *found)


def _words(made: Made) -> tuple[str, ...]:
    """The keywords whose value SQLAlchemy makes a default of."""
    if construct_of(made) == "Column":
        return ("default", "onupdate")
    if made.keyword("insert_default") is not None:
        return ("insert_default", "onupdate")
    # What is given by `**` may hold an `insert_default`, and `default` is then for dataclasses.
    return ("onupdate",) if made.open else ("default", "onupdate")


def _refused(value: Value, word: str) -> tuple[str, str] | None:
    if isinstance(value, Made) and construct_of(value) in _OF_THE_SERVER:
        kind = construct_of(value)
        if kind in {"Computed", "Identity"}:
            return f"`{kind}(...)`, which the database computes", "make it an argument of its own"
        other = "server_default" if word.endswith("default") else "server_onupdate"
        return f"`{kind}(...)`, which the database computes", f"write `{other}=`"
    required = _required(value) if isinstance(value, Function) else 0
    if isinstance(value, Function) and required > 1:
        name = value.facts.name
        return (
            f"`{name}`, which needs {required} arguments",
            "SQLAlchemy calls it with none, or with the context of the statement",
        )
    return None


def _required(function: Function) -> int:
    """How many arguments a function needs by position, as far as it is what its `def` says."""
    if function.facts.decorators or function.bound is not None:
        return 0
    return sum(
        parameter.kind == "positional" and parameter.default is None
        for parameter in function.facts.parameters
    )


# dataclasses


_CALLABLE = frozenset(
    {
        *("uuid.uuid1", "uuid.uuid4", "builtins.dict", "builtins.list", "builtins.set"),
        *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today"),
        *("datetime.date.today", "time.time"),
    }
)


class CalledDefault(Struct, frozen=True, eq=False):
    """A field of a mapped dataclass whose `default` is something to be called."""

    declared: Declared
    where: Location


def called_defaults(
    declarations: Declarations, mappers: Iterable[Mapper]
) -> Iterator[CalledDefault]:
    """The fields whose default is a function: for the column it is called, for the object not."""
    for mapper in mappers:
        if not is_mapped_dataclass(mapper.cls) or not declarations.is_declarative(mapper):
            continue
        for one in declarations.of(mapper.cls):
            made = one.made
            if made is None or one.word != "mapped_column" or one.annotation is None:
                continue
            if one.on_mixin or one.by_function or not one.always:
                continue
            value = made.keyword("default")
            if value is None or not _is_callable(value) or _refused(value, "default"):
                continue
            read = declarations.annotation(one)
            if read is None or read.wrapper != "Mapped" or not declarations.surely_since("2.0"):
                continue
            yield CalledDefault(one, made.place("default"))


def _is_callable(value: Value) -> bool:
    match value:
        case Function() | Closure():
            return True
        case Class():
            return value.open_reason is None
        case External(path):
            return path in _CALLABLE
    return False
