"""Tables by MetaData and key, and what a foreign key leads to among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.declarative.registries import Metadata
from mapperlint.model.mapping.class_attributes import lacks
from mapperlint.model.mapping.later_columns import LaterColumns, later_columns
from mapperlint.model.mapping.mappers import Mapper
from mapperlint.model.names.resolution import Missing, Resolution, Resolved, Unknowable
from mapperlint.model.names.universe import visible
from mapperlint.model.tables.table_builder import TableBuilder
from mapperlint.model.tables.tables import Column, ForeignKey, Table, default_place
from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import (
    ClassAttribute,
    Items,
    Known,
    Made,
    TableColumn,
    TableOf,
    Unknown,
    Value,
)
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from mapperlint.model.modules.load_order import LoadOrder
    from mapperlint.model.modules.modules import Module
    from mapperlint.model.values.evaluation import Evaluator


class MetadataTables:
    """All tables of the project."""

    def __init__(
        self,
        tables: Iterable[Table],
        builder: TableBuilder,
        mappers: dict[Class, Mapper],
        evaluator: Evaluator,
        foreign_metadata: frozenset[Hashable],
        order: LoadOrder,
    ) -> None:
        self.all = list(tables)
        self._builder = builder
        self._mappers = mappers
        self._evaluator = evaluator
        self._foreign_metadata = foreign_metadata
        self._order = order
        self._by_key: dict[tuple[Hashable, str], list[Table]] = {}
        self._nameless: dict[Hashable, Table] = {}
        for table in self.all:
            if table.place is None:
                self._nameless.setdefault(table.metadata.identity, table)
            else:
                self._by_key.setdefault((table.metadata.identity, table.place), []).append(table)
        self._resolved: dict[ForeignKey, Resolution[Column]] = {}
        for tables_of_key in self._by_key.values():
            if any(table.extends for table in tables_of_key[1:]):
                _merge(tables_of_key)

    def by_key(self, metadata: Metadata, key: str, seen_from: Module) -> list[Table]:
        """The tables a MetaData has under a key, as far as `seen_from` can meet them."""
        found = self._by_key.get((metadata.identity, key), [])
        return [table for table in found if visible(table.module, seen_from)]

    def keys(self, metadata: Metadata, seen_from: Module) -> tuple[str, ...]:
        """All keys of a MetaData."""
        return tuple(
            key
            for (identity, key), tables in self._by_key.items()
            if identity == metadata.identity
            and any(visible(table.module, seen_from) for table in tables)
        )

    def schemas(self, metadata: Metadata, seen_from: Module) -> frozenset[str]:
        """The names of the schemas in which a MetaData has tables."""
        keys = self.keys(metadata, seen_from)
        return frozenset(key.rpartition(".")[0] for key in keys) - {"", "?"}

    def elsewhere(self, key: str, seen_from: Module) -> list[Table]:
        """Tables of a key in other MetaData."""
        return [
            table
            for (_, other), tables in self._by_key.items()
            if other == key
            for table in tables
            if visible(table.module, seen_from)
        ]

    def incomplete_reason(self, metadata: Metadata) -> str | None:
        """Why a MetaData may hold tables that are not seen."""
        if metadata.identity is None:
            return "its MetaData is not known"
        if metadata.identity in self._foreign_metadata:
            return "its MetaData is reflected, or comes from a library"
        nameless = self._nameless.get(metadata.identity) or self._nameless.get(None)
        if nameless is not None:
            return "some tables have names that are not read"
        return None

    def duplicates(self) -> list[list[Table]]:
        """Tables that share a key in one MetaData."""
        return [
            tables
            for (identity, _), tables in self._by_key.items()
            if len(tables) > 1 and identity is not None
        ]

    def is_alone(self, table: Table) -> bool:
        """Whether no other statement can speak of a table, whatever it says it extends."""
        place = (table.metadata.identity, table.place or "")
        sure = self.incomplete_reason(table.metadata) is None
        return sure and self._by_key.get(place) == [table]

    def later(self, mapper: Mapper) -> LaterColumns:
        """The columns in the tables of a mapper that are not in what it selects from."""
        return later_columns(mapper, self._order)

    def is_made_after(self, table: Table, mapper: Mapper) -> bool:
        """Whether a table surely comes after a class statement."""
        here = mapper.cls.location
        if table.where.path == here.path:
            return table.where > here
        return self._order.runs_before(mapper.module, table.module) is True

    # foreign keys

    def referred(self, key: ForeignKey) -> Resolution[Column]:
        """The column a foreign key refers to; a Missing without `within` is a missing table."""
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._referred(key)
        return found

    def _referred(self, key: ForeignKey) -> Resolution[Column]:
        spec = self._evaluator.resolved(key.spec)
        names = _names(spec)
        if names is not None:
            if self._evaluator.sqlalchemy.before("2.1"):
                return Unknowable("SQLAlchemy before 2.1 takes no tuple for a foreign key")
            return self._by_names(key, *names)
        match spec:
            case Known(str(text)):
                return self._by_text(key, text)
            case Unknown(reason):
                return Unknowable(reason)
            case ClassAttribute() | TableColumn() | Made():
                column = self.column(spec, None)
                return self._unread(spec) if column is None else Resolved(column)
        return Unknowable("its target is not read")

    def _unread(self, spec: ClassAttribute | TableColumn | Made) -> Resolution[Column]:
        """What is no column in sight; an attribute that a class surely lacks is missing."""
        match spec:
            case ClassAttribute(owner, name):
                mapper = self._mappers.get(owner)
                if mapper is not None and mapper.table is not None and lacks(mapper, name):
                    return Missing(name, tuple(mapper.table.columns), mapper.table)
        return Unknowable("its target is not read")

    def _by_text(self, key: ForeignKey, text: str) -> Resolution[Column]:
        *prefix, name = text.split(".")
        if not prefix:
            return self._by_names(key, None, name, key.column.key)
        *schema, table = prefix
        return self._by_names(key, ".".join(schema) or None, table, name)

    def _by_names(
        self, key: ForeignKey, schema: str | None, name: str, column_key: str
    ) -> Resolution[Column]:
        table = key.column.table
        table_key = f"{schema}.{name}" if schema else name
        if not schema and not table.metadata.schema_known:
            if table.metadata.identity is None:
                return Unknowable("its MetaData is not known")
            table_key = default_place(table_key)
        elif not schema and table.metadata.schema:
            table_key = f"{table.metadata.schema}.{table_key}"
        found = self.by_key(table.metadata, table_key, table.module)
        if not found:
            reason = self.incomplete_reason(table.metadata)
            if reason is not None:
                return Unknowable(reason)
            return Missing(table_key, self.keys(table.metadata, table.module))
        return self._column_of(key, found, column_key)

    def _column_of(self, key: ForeignKey, tables: list[Table], name: str) -> Resolution[Column]:
        for table in tables:
            column = table.columns.get(name)
            if key.link_to_name:
                column = next((c for c in table.columns.values() if c.name == name), None)
            if column is not None:
                return Resolved(column)
        reason = next((table.open_reason for table in tables if table.open_reason), None)
        if reason is not None:
            return Unknowable(reason)
        return Missing(name, tuple(tables[0].columns), tables[0])

    # references by value

    def table(self, value: object) -> Table | None:
        """The table a value stands for."""
        match value:
            case Made():
                return self._builder.by_call.get(value)
            case TableOf(owner):
                mapper = self._mappers.get(owner)
                return mapper.table if mapper else None
        return None

    def call_of(self, table: Table) -> Made | None:
        """The `Table(...)` call a table comes from."""
        return next((made for made, each in self._builder.by_call.items() if each is table), None)

    def column(self, value: object, owner: Mapper | None) -> Column | None:
        """The column a value stands for, preferring a table of `owner` where several share it."""
        match value:
            case ClassAttribute(cls, name):
                mapper = self._mappers.get(cls)
                return mapper.column(name) if mapper else self._mixin_column(cls, name, owner)
            case TableColumn(table, name):
                found = self.table(table)
                return found.columns.get(name) if found else None
            case Made():
                made = self._builder.by_column_call.get(value, {})
                tables = () if owner is None else owner.tables
                near = [columns[0] for table, columns in made.items() if table in tables]
                if near:
                    return near[0]
                columns = [column for each in made.values() for column in each]
                return columns[0] if len(columns) == 1 else None
        return None

    def _mixin_column(self, cls: Class, name: str, owner: Mapper | None) -> Column | None:
        if owner is not None and cls in owner.cls.classes:
            return owner.column(name)
        return None


def _merge(tables: list[Table]) -> None:
    """Tables written as several that are one: each has what the others add to it."""
    for table in tables:
        reason = "another statement extends its table"
        table.open_reason = table.open_reason or reason


def _names(spec: Value) -> tuple[str | None, str, str] | None:
    """The schema, the table and the column of a tuple of names."""
    match spec:
        case Items("tuple", (Known(str(table)), Known(str(column)))) if table:
            return None, table, column
        case Items(
            "tuple", (Known(str() | None as schema), Known(str(table)), Known(str(column)))
        ) if table:
            return schema, table, column
    return None


def library_place(where: object) -> bool:
    """Whether an identity is a place in an installed library."""
    return isinstance(where, Location) and where.path.startswith("/")
