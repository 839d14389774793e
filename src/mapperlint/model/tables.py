"""Tables, columns and foreign keys: what `Table(...)` and mapped classes put into a MetaData."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mapperlint.model.classes import Class
from mapperlint.model.registries import UNKNOWN_METADATA, Metadata, Registries
from mapperlint.model.values import (
    MADE_FROM,
    NONE,
    ClassAttribute,
    Entries,
    Expressed,
    External,
    Items,
    Known,
    Made,
    TableColumn,
    Unknown,
    Value,
)
from mapperlint.model.vocabulary import construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from typing import TypeGuard

    from mapperlint.model.modules import Module


@dataclass(eq=False, slots=True)
class ForeignKey:
    """One column that refers to another. `spec` is "table.column", a value, or Unknown."""

    column: Column
    spec: Value
    constraint: Constraint
    where: Location
    link_to_name: bool = False

    @property
    def text(self) -> str | None:
        """The target as written, if it is written as a string."""
        return (
            self.spec.value
            if isinstance(self.spec, Known) and isinstance(self.spec.value, str)
            else None
        )


@dataclass(eq=False, slots=True)
class Constraint:
    """A foreign key constraint over one or more columns of a table."""

    table: Table
    keys: list[ForeignKey] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Column:
    """A column of one table. `key` is what `table.c` calls it, `name` what the database does.

    `open_reason` says why it may have foreign keys that are not seen. `made` is the call it comes
    from; mixin columns are copied, so several columns can share one.
    """

    table: Table
    key: str
    name: str
    where: Location
    made: Made | None
    primary_key: bool | None = False
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    open_reason: str | None = None

    @property
    def label(self) -> str:
        """`table.column`, with the schema."""
        return f"{self.table.label}.{self.name}"


ANONYMOUS = "(anonymous)"
"""The name of a subquery that has none of its own; SQLAlchemy makes one up for each statement."""


@dataclass(eq=False, slots=True)
class Table:
    """A table of one MetaData. `name` is None when it is not known.

    `in_default_schema` is true for a table without a schema of its own. `open_reason` says why it
    may have columns or constraints that are not seen. A subquery without a name is `ANONYMOUS`.
    """

    name: str | None
    schema: str | None
    schema_known: bool
    metadata: Metadata
    where: Location
    module: Module
    owner: Class | None
    columns: dict[str, Column] = field(default_factory=dict)
    constraints: list[Constraint] = field(default_factory=list)
    open_reason: str | None = None
    name_where: Location | None = None
    extends: bool = False
    conditional: bool = False
    in_default_schema: bool = False

    @property
    def place(self) -> str | None:
        """What a foreign key finds it under, among the tables of its MetaData.

        The key; or, where only the program knows the default schema, the name in that schema: keys
        without a schema lead there all the same. None when not even that is known.
        """
        if self.key is None and self.name is not None and self.in_default_schema:
            return default_place(self.name)
        return self.key

    @property
    def key(self) -> str | None:
        """What `metadata.tables` calls it; None when name or schema are not known."""
        if self.name is None or not self.schema_known:
            return None
        return f"{self.schema}.{self.name}" if self.schema else self.name

    @property
    def nameless(self) -> bool:
        """Whether its full name is only known to the program."""
        return self.key is None

    @property
    def label(self) -> str:
        """The name for people, with "?" for what only the program knows of it."""
        return self.key or default_place(self.name or "?")

    @property
    def foreign_keys(self) -> list[ForeignKey]:
        """All foreign keys of the table."""
        return [key for constraint in self.constraints for key in constraint.keys]

    @property
    def keys_open_reason(self) -> str | None:
        """Why the table may have foreign keys that are not seen."""
        if self.open_reason:
            return self.open_reason
        return next((c.open_reason for c in self.columns.values() if c.open_reason), None)


def default_place(name: str) -> str:
    """The place of a table in a default schema that is not known."""
    return f"?.{name}"


class TableBuilder:
    """Makes tables and their columns out of values."""

    def __init__(self, registries: Registries) -> None:
        self._registries = registries
        self.by_call: dict[Made, Table] = {}
        self.by_column_call: dict[Made, list[Column]] = {}

    def from_call(self, made: Made, module: Module) -> Table:
        """The table a `Table(...)` call makes, or a `to_metadata()` of one."""
        found = self.by_call.get(made)
        if found is None and construct_of(made) in COPY_WORDS:
            found = self.by_call[made] = self._copied(made, module)
        elif found is None:
            found = self.by_call[made] = self._from_call(made, module)
            self._fill(found, made)
        return found

    def _copied(self, made: Made, module: Module) -> Table:
        """The copy of a table that `to_metadata()` puts into another MetaData."""
        origin = made.keyword(MADE_FROM)
        assert isinstance(origin, Made)
        whole = origin.arguments
        given = made.arguments[0] if made.arguments else made.keyword("metadata")
        name = made.keyword("name")
        copy = replace(
            origin,
            arguments=(name or whole[0] if whole else NONE, given or NONE, *whole[2:]),
            open=origin.open or made.open,
            where=made.where,
        )
        table = self._from_call(copy, module)
        self._fill(table, copy)
        schema = made.keyword("schema")
        if schema is not None:
            # Its foreign keys follow it into the other schema, where their targets moved along.
            table.schema, table.schema_known = schema_of(schema, table.metadata)
            for constraint in table.constraints:
                for key in constraint.keys:
                    key.spec = Unknown("its table was copied into another schema")
        return table

    def append(self, table: Table, value: Value) -> None:
        """What `append_column()` and `append_constraint()` add to a table."""
        self._argument(table, value)

    def _from_call(self, made: Made, module: Module) -> Table:
        metadata = self._call_metadata(made)
        name = made.arguments[0] if made.arguments else made.keyword("name")
        schema, schema_known = schema_of(made.keyword("schema"), metadata)
        text = name.value if isinstance(name, Known) and isinstance(name.value, str) else None
        return Table(
            text,
            schema,
            schema_known and made.all_keywords,
            metadata,
            made.where,
            module,
            None,
            open_reason="its arguments are not read whole" if made.open else None,
            name_where=made.place("0"),
            in_default_schema=_defaults(made.keyword("schema"), metadata) and made.all_keywords,
            extends=made.keyword("extend_existing") is not None
            or made.keyword("keep_existing") is not None,
        )

    def _call_metadata(self, made: Made) -> Metadata:
        for value in (*made.arguments[1:2], made.keyword("metadata")):
            found = self._registries.of_value(value)
            if found is not UNKNOWN_METADATA:
                return found
        extension = made.keyword("flask")
        if isinstance(extension, Made):
            plain = self._registries.of_value(
                Made(
                    External("flask_sqlalchemy.metadata"),
                    (extension,),
                    (),
                    open=False,
                    where=extension.where,
                )
            )
            bind = made.keyword("bind_key")
            if isinstance(bind, Known) and bind.value is not None:
                return Metadata((plain.identity, bind.value), plain.schema, plain.schema_known)
            return plain
        return UNKNOWN_METADATA

    def _fill(self, table: Table, made: Made) -> None:
        reflected = {"autoload", "autoload_with", "autoload_replace"}
        if any(made.keyword(name) is not None for name in reflected):
            table.open_reason = "it is reflected from the database"
        for value in made.arguments[1:]:
            self._argument(table, value)

    def from_select(self, made: Made, module: Module, cls: Class) -> Table | None:
        """The columns of `select(...).subquery()`, under its name if it is given one."""
        select = made.keyword(MADE_FROM)
        if not isinstance(select, Made) or construct(select.maker) != "select":
            return None
        name = made.arguments[0] if made.arguments else made.keyword("name") or NONE
        if not isinstance(name, Known):
            return None
        table = Table(
            str(name.value or ANONYMOUS),
            None,
            schema_known=True,
            metadata=Metadata(made.where),
            where=made.where,
            module=module,
            owner=cls,
        )
        for value in select.arguments:
            column = _selected_name(value)
            if column is None:
                table.open_reason = "its select is not read whole"
            else:
                table.columns[column] = Column(table, column, column, made.where, None)
        return table

    def _argument(self, table: Table, value: Value) -> None:
        match value:
            case Made() if column_word(value):
                self.add_column(table, value, None)
            case Made():
                self.add_constraint(table, value)
            case Unknown(reason):
                table.open_reason = table.open_reason or reason

    def add_column(self, table: Table, made: Made, attribute: str | None) -> Column | None:
        """Add the column a call makes to a table; None when its name is not known."""
        name = column_name(made, attribute)
        if name is None:
            table.open_reason = table.open_reason or "a column has a name that is not read"
            return None
        key = made.keyword("key")
        column = Column(
            table,
            key.value if isinstance(key, Known) and isinstance(key.value, str) else name,
            name,
            made.where,
            made,
            flag(made.keyword("primary_key")),
            open_reason=_column_open_reason(made),
        )
        table.columns[column.key] = column
        self.by_column_call.setdefault(made, []).append(column)
        for value in column_arguments(made):
            if isinstance(value, Made) and construct_of(value) == "ForeignKey":
                self._add_key(column, value)
        text = made.keyword("foreign_key")
        if construct_of(made) == "sqlmodel.Field" and text is not None and text != NONE:
            constraint = Constraint(table)
            constraint.keys.append(ForeignKey(column, text, constraint, made.place("foreign_key")))
            self._attach(constraint)
        return column

    def _add_key(self, column: Column, made: Made) -> None:
        spec = made.arguments[0] if made.arguments else made.keyword("column")
        constraint = Constraint(column.table)
        key = ForeignKey(
            column,
            spec or Unknown("a foreign key without a target"),
            constraint,
            made.place("0"),
            flag(made.keyword("link_to_name")) is not False,
        )
        constraint.keys.append(key)
        self._attach(constraint)

    def _attach(self, constraint: Constraint) -> None:
        constraint.table.constraints.append(constraint)
        for key in constraint.keys:
            key.column.foreign_keys.append(key)

    def add_constraint(self, table: Table, made: Made) -> None:
        """Add what a `ForeignKeyConstraint(...)` says; other constraints matter for keys only."""
        word = construct_of(made)
        if word == "PrimaryKeyConstraint":
            for value in made.arguments:
                column = _constrained(table, value, self)
                if column is not None:
                    column.primary_key = True
        if word != "ForeignKeyConstraint":
            return
        columns = made.arguments[0] if made.arguments else made.keyword("columns")
        targets = made.arguments[1] if len(made.arguments) > 1 else made.keyword("refcolumns")
        if not isinstance(columns, Items) or not isinstance(targets, Items):
            table.open_reason = table.open_reason or "a ForeignKeyConstraint is not read"
            return
        constraint = Constraint(table)
        for value, target in zip(columns.items, targets.items, strict=False):
            column = _constrained(table, value, self)
            if column is None:
                table.open_reason = table.open_reason or "a ForeignKeyConstraint is not read"
                return
            by_name = flag(made.keyword("link_to_name")) is not False
            constraint.keys.append(ForeignKey(column, target, constraint, made.place("1"), by_name))
        self._attach(constraint)


def _selected_name(value: Value) -> str | None:
    """The name a select gives to one of its columns."""
    match value:
        case Expressed("label", (_, Known(str(name)))):
            return name
        case ClassAttribute(_, name) | TableColumn(_, name):
            return name
    return None


def _constrained(table: Table, value: Value, builder: TableBuilder) -> Column | None:
    match value:
        case Known(str(name)):
            return table.columns.get(name) or next(
                (column for column in table.columns.values() if column.name == name), None
            )
        case Made():
            found = [c for c in builder.by_column_call.get(value, []) if c.table is table]
            return found[0] if found else None
        case TableColumn(_, name):
            return table.columns.get(name)
    return None


COPY_WORDS = frozenset({"to_metadata", "tometadata"})


def makes_table(value: object) -> TypeGuard[Made]:
    """Whether a call makes a table: `Table(...)`, or the copy of one."""
    if not isinstance(value, Made):
        return False
    word = construct_of(value)
    if word in COPY_WORDS:
        origin = value.keyword(MADE_FROM)
        return isinstance(origin, Made) and construct_of(origin) == "Table"
    return word == "Table"


def construct_of(made: Made) -> str | None:
    """The SQLAlchemy word of a call, looking through the project's own subclasses."""
    if isinstance(made.maker, Class):
        if made.maker.own("__init__") is not None or made.maker.own("__new__") is not None:
            return None
        words = [construct(base) for base in made.maker.external_bases]
        return next((word for word in words if word in {"Column", "ForeignKey"}), None)
    return construct(made.maker)


_COLUMNS = frozenset({"Column", "mapped_column", "unmapped_column"})


def column_word(value: Value) -> bool:
    """Whether a value is a column as a Table takes it."""
    return isinstance(value, Made) and construct_of(value) in _COLUMNS


def column_name(made: Made, attribute: str | None) -> str | None:
    """The database name of a column: given first, by keyword, or that of the attribute."""
    if construct_of(made) == "sqlmodel.Field":
        return _field_name(made, attribute)
    first = made.arguments[0] if made.arguments else None
    if isinstance(first, Known) and isinstance(first.value, str):
        return first.value
    given = made.keyword("name")
    if isinstance(given, Known) and isinstance(given.value, str):
        return given.value
    if isinstance(given, Unknown):
        return None
    return attribute


def _field_name(made: Made, attribute: str | None) -> str | None:
    options = made.keyword("sa_column_kwargs")
    if isinstance(options, Entries):
        given = options.get("name")
        if given is not None:
            return (
                given.value if isinstance(given, Known) and isinstance(given.value, str) else None
            )
    return attribute


def column_arguments(made: Made) -> tuple[Value, ...]:
    """The positional arguments of a column, where foreign keys stand."""
    if construct_of(made) == "sqlmodel.Field":
        extra = made.keyword("sa_column_args")
        return extra.items if isinstance(extra, Items) else ()
    type_given = made.keyword("type_") or made.keyword("type")
    return (*made.arguments, *((type_given,) if type_given is not None else ()))


def _column_open_reason(made: Made) -> str | None:
    if made.open and construct_of(made) != "sqlmodel.Field":
        return "the arguments of a column are not read whole"
    for index, value in enumerate(column_arguments(made)):
        if isinstance(value, Unknown) and index > 0:
            return value.reason
        if isinstance(value, Unknown) and len(made.arguments) == 1:
            return value.reason
    return None


def flag(value: Value | None) -> bool | None:
    """A boolean keyword: False when it is absent, None when it is not known."""
    match value:
        case None:
            return False
        case Known(constant):
            return bool(constant)
    return None


def _defaults(value: Value | None, metadata: Metadata) -> bool:
    """Whether a table lies in the default schema of a MetaData that is known."""
    return value in {None, NONE} and metadata.identity is not None


def schema_of(value: Value | None, metadata: Metadata) -> tuple[str | None, bool]:
    """(schema, known) from the `schema` keyword of a table and its MetaData."""
    match value:
        case None | Known(None):
            return metadata.schema, metadata.schema_known
        case Known(str(name)):
            return name or None, True
        case External() as path if path.name == "BLANK_SCHEMA":
            return None, True
    return None, False
