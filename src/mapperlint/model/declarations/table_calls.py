"""Calls of `Table(...)` and `MetaData(...)` that cannot run, and columns without a name in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.declarative.registries import is_declarative_base
from mapperlint.model.values.bases import Root, root_of
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import column_word, construct_of
from mapperlint.model.values.values import NONE, TRUE, Entries, External, Items, Known, Made, Value
from mapperlint.model.values.vocabulary import TYPE_WORDS, construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.tables.tables import Table


class Refused(Struct, frozen=True, eq=False):
    """Something about a table that SQLAlchemy refuses; `what` is a sentence of its own."""

    subject: str
    where: Location
    what: str
    remedy: str


def refused_tables(declarations: Declarations, tables: Iterable[Table]) -> Iterator[Refused]:
    """What is wrong with the calls that make some tables, the first of each table."""
    calls = {table: made for made, table in declarations.calls()}
    judged = list(tables)
    for table in judged:
        made = calls.get(table)
        for found in _refused(declarations, table, made):
            yield found
            break
    yield from _requoted(calls, judged)


def _refused(declarations: Declarations, table: Table, made: Made | None) -> Iterator[Refused]:
    yield from _both_flags(declarations, table, made)
    if made is None:
        yield from _blank_in_class(declarations, table)
        return
    if construct(made.maker) == "Table" and made.keyword("flask") is None:
        yield from _without_metadata(declarations, table, made)
    for index, value in enumerate(made.arguments):
        if isinstance(value, Made) and construct_of(value) == "Column" and _is_nameless(value):
            yield Refused(
                f"{table.label}.{index}",
                value.where,
                f"a column of the table `{table.label}` has no name",
                "write its name as its first argument",
            )


# flags


def _both_flags(declarations: Declarations, table: Table, made: Made | None) -> Iterator[Refused]:
    words = ("keep_existing", "extend_existing")
    if made is not None:
        both = all(made.keyword(word) == TRUE for word in words)
        where = made.place("keep_existing")
    else:
        cls = table.owner
        member = None if cls is None else cls.member("__table_args__")
        if cls is None or member is None:
            return
        arguments = declarations.table_arguments(cls)
        both = all(arguments.keyword(word) == TRUE for word in words)
        where = member.location
    if both:
        what = f"the table `{table.label}` has both `keep_existing` and `extend_existing`"
        yield Refused(table.label, where, what, "leave one of them out")


def _requoted(calls: dict[Table, Made], tables: list[Table]) -> Iterator[Refused]:
    """The tables that are extended with `quote`, which only the first of their calls may say."""
    first: dict[tuple[object, str], Table] = {}
    for table in tables:
        made = calls.get(table)
        if made is None or table.key is None or table.conditional:
            continue
        if table.metadata.identity is None:
            continue
        other = first.setdefault((table.metadata.identity, table.key), table)
        if other is table or other.module is not table.module:
            continue
        word = next((w for w in ("quote", "quote_schema") if made.keyword(w) is not None), None)
        if made.keyword("extend_existing") == TRUE and word is not None:
            yield Refused(
                table.label,
                made.place(word),
                f"`{word}` is given for the table `{table.label}`, which is there already",
                "give it where the table is first defined",
            )


# what stands in the place of the MetaData


def _without_metadata(declarations: Declarations, table: Table, made: Made) -> Iterator[Refused]:
    if made.open:
        return
    name = table.name or "?"
    given = made.arguments[1] if len(made.arguments) > 1 else None
    if given is None:
        if len(made.arguments) == 1:
            what = f"`Table` is given no MetaData for `{name}`"
            if made.keyword("metadata") is not None:
                what = f"`Table` takes the MetaData of `{name}` by its position only"
            yield Refused(table.label, made.where, what, "write it as the second argument")
        return
    if isinstance(given, Made) and (column_word(given) or construct_of(given) == "ForeignKey"):
        yield Refused(
            table.label,
            made.place("1"),
            f"the table `{name}` has a column in the place of its MetaData",
            "write the MetaData as the second argument",
        )
    elif _is_base(declarations, given):
        base = given.name if isinstance(given, Class) else "Base"
        yield Refused(
            table.label,
            made.place("1"),
            f"the table `{name}` has a declarative base in the place of its MetaData",
            f"write `{base}.metadata`",
        )


def _is_base(declarations: Declarations, value: Value) -> bool:
    """Whether a value is a base or a mapped class, which has no `schema` as a MetaData has."""
    if isinstance(value, Class):
        is_class = is_declarative_base(value) or declarations.declarative.mapped(value)
        return is_class and value.open_reason is None and not value.defines("schema")
    root = root_of(value)
    return root is not None and root.kind == "declarative_base"


# columns without a name


def _is_nameless(made: Made) -> bool:
    if made.open or not isinstance(made.maker, External):
        return False
    given: Value | None = made.keyword("name")
    first = made.arguments[0] if made.arguments else None
    if isinstance(first, Known) and first != NONE:
        given = first
    elif first is not None and first != NONE and not _is_no_name(first):
        return False
    return given is None or given in {NONE, Known("")}


def _is_no_name(value: Value) -> bool:
    """Whether a value is a type or a foreign key."""
    maker = value.maker if isinstance(value, Made) else value
    return isinstance(maker, External) and construct(maker) in {*TYPE_WORDS, "ForeignKey"}


def _blank_in_class(declarations: Declarations, table: Table) -> Iterator[Refused]:
    cls = table.owner
    for one in declarations.of(cls) if cls is not None else ():
        made = one.made
        if made is None or one.word not in {"Column", "mapped_column"} or not one.always:
            continue
        first = made.arguments[0] if made.arguments else made.keyword("name")
        if first == Known(""):
            what = f"the column of `{one.label}` has a blank name"
            yield Refused(one.full_name, one.where, what, "leave the name out, or write one")


# MetaData


def refused_metadata(
    declarations: Declarations, classes: Iterable[Class], tables: Iterable[Table]
) -> Iterator[Refused]:
    """The `MetaData(...)` whose schema is no string, of some classes and tables."""
    seen: set[Location] = set()
    for made in _metadata(declarations, classes, tables):
        if made.where not in seen:
            seen.add(made.where)
            found = _misnamed_schema(made)
            if found is None:
                continue
            if not declarations.surely_since("2.0"):
                return
            yield found


def _metadata(
    declarations: Declarations, classes: Iterable[Class], tables: Iterable[Table]
) -> Iterator[Made]:
    calls = {table: made for made, table in declarations.calls()}
    values: list[Value | None] = []
    for cls in classes:
        for base in cls.mro:
            if isinstance(base, Root):
                values.append(None if base.made is None else _metadata_of(base.made))
                continue
            member = base.own("metadata")
            if member is not None:
                scope = member.scope
                values.append(declarations.evaluator.bound(member.statement, "metadata", scope))
    for table in tables:
        made = calls.get(table)
        if made is not None and len(made.arguments) > 1:
            values.append(made.arguments[1])
    for value in values:
        if isinstance(value, Made) and construct(value.maker) == "MetaData":
            yield value


def _metadata_of(made: Made) -> Value | None:
    """The MetaData that a base is made with: by `declarative_base`, or by Flask-SQLAlchemy."""
    extension = made.arguments[0] if made.arguments else None
    if isinstance(extension, Made):
        return extension.keyword("metadata")
    return made.keyword("metadata")


def _misnamed_schema(made: Made) -> Refused | None:
    given = made.arguments[0] if made.arguments else made.keyword("schema")
    where = made.place("0") if made.arguments else made.place("schema")
    match given:
        case Made(External() as maker) if maker.name == "create_engine":
            what = "`MetaData` is given an engine, which it takes for the name of a schema"
            return Refused("MetaData", where, what, "leave it out, and pass it to `create_all`")
        case Made() if construct(given.maker) == "MetaData":
            what = "`MetaData` is given another one in the place of the name of a schema"
            return Refused("MetaData", where, what, "give the name of the schema as a string")
        case Known(value) if value is not None and not isinstance(value, str):
            what = f"the schema of a `MetaData` is `{value!r}`, which is no string"
            return Refused("MetaData", where, what, "give the name of the schema as a string")
        case Items(kind):
            what = f"the schema of a `MetaData` is a {kind}, not a string"
            return Refused("MetaData", where, what, "give the name of the schema as a string")
        case Entries():
            what = "the schema of a `MetaData` is a dict, not a string"
            return Refused("MetaData", where, what, "give the name of the schema as a string")
    return None
