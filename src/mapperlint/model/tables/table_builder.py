"""Making tables and columns: what `Table(...)` and mapped classes put into a MetaData."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from mapperlint.model.declarative.registries import (
    UNKNOWN_METADATA,
    Metadata,
    Registries,
    schema_of,
)
from mapperlint.model.tables.columns import column_arguments, column_name, column_open_reason, flag
from mapperlint.model.tables.tables import ANONYMOUS, Column, Constraint, ForeignKey, Table
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import COPY_WORDS, column_word, construct_of
from mapperlint.model.values.values import (
    MADE_FROM,
    NONE,
    ClassAttribute,
    Expressed,
    External,
    Items,
    Known,
    Made,
    TableColumn,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import construct

if TYPE_CHECKING:
    from mapperlint.model.modules.modules import Module
    from mapperlint.model.values.evaluation import Evaluator


UNREAD_CONSTRAINT = "a ForeignKeyConstraint is not read"
"""Why a table is open where a foreign key has columns that the table does not show."""


class TableBuilder:
    """Makes tables and their columns out of values."""

    def __init__(self, registries: Registries, evaluator: Evaluator) -> None:
        self._registries = registries
        self._evaluator = evaluator
        self.by_call: dict[Made, Table] = {}
        self.by_column_call: dict[Made, dict[Table, list[Column]]] = {}

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
        arguments = column_arguments(made)
        column = Column(
            table,
            key.value if isinstance(key, Known) and isinstance(key.value, str) else name,
            name,
            made.where,
            made,
            flag(made.keyword("primary_key")),
            open_reason=column_open_reason(made, arguments),
        )
        earlier = table.columns.get(column.key)
        table.columns[column.key] = column
        if earlier is not None and table.owner is None:
            self.replace(earlier, column)
        self.by_column_call.setdefault(made, {}).setdefault(table, []).append(column)
        for value in arguments:
            if isinstance(value, Made) and construct_of(value) == "ForeignKey":
                self._add_key(column, value)
        text = made.keyword("foreign_key")
        if text is not None and text != NONE and construct_of(made) == "sqlmodel.Field":
            constraint = Constraint(table)
            constraint.keys.append(ForeignKey(column, text, constraint, made.place("foreign_key")))
            self._attach(constraint)
        return column

    def column_made(self, made: Made, table: Table) -> Column | None:
        """The column of a table that a call makes; that of a mixin makes one for each class."""
        return next(iter(self.by_column_call.get(made, {}).get(table, ())), None)

    def replace(self, earlier: Column, later: Column) -> None:
        """Let a column take the place, and the keys, of the one that has its key already.

        That is what 1.4 does. Since 2.0 there is no such table, and nothing to be said of it.
        """
        table = later.table
        table.columns[later.key] = later
        table.constraints = [
            each
            for each in table.constraints
            if all(key.column is not earlier for key in each.keys)
        ]
        was_primary = earlier.primary_key and not later.primary_key
        if was_primary or not (table.extends or self._evaluator.sqlalchemy.before("2.0")):
            table.open_reason = table.open_reason or f"it has two columns `{later.key}`"

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
                table.open_reason = table.open_reason or UNREAD_CONSTRAINT
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
            return builder.column_made(value, table)
        case TableColumn(_, name):
            return table.columns.get(name)
    return None


def _defaults(value: Value | None, metadata: Metadata) -> bool:
    """Whether a table lies in the default schema of a MetaData that is known."""
    return value in {None, NONE} and metadata.identity is not None
