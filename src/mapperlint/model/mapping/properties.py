"""The properties of a mapper: columns, relationships, and what stands beside them.

They come from attributes of the class, from `properties={...}`, and last from the columns of the
table that nothing names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.shapes import FunctionFacts
from mapperlint.model.declarative.reads import (
    ColumnRead,
    OtherRead,
    PlainRead,
    Read,
    RelationshipRead,
    TableColumnRead,
    UnknownRead,
)
from mapperlint.model.declarative.registries import UNKNOWN_METADATA
from mapperlint.model.mapping.mappers import (
    ColumnAttribute,
    Mapper,
    OtherAttribute,
    PlainAttribute,
    UnknownAttribute,
)
from mapperlint.model.tables.columns import column_name
from mapperlint.model.tables.table_builder import TableBuilder
from mapperlint.model.tables.tables import Column, Table
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import column_word, construct_of
from mapperlint.model.values.values import (
    TRUE,
    Entries,
    Items,
    Known,
    Made,
    TableColumn,
    TableOf,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import PROPERTY_WORDS, RELATIONSHIP_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.places import Location


class Properties:
    """Gives mappers their attributes: SQLAlchemy's `Mapper._configure_properties`."""

    def __init__(
        self,
        evaluator: Evaluator,
        tables: TableBuilder,
        mapper_of: Callable[[Class], Mapper | None],
    ) -> None:
        self._evaluator = evaluator
        self._tables = tables
        self._mapper_of = mapper_of
        self._unmapped: set[Column] = set()

    # from attributes of the class

    def add(self, mapper: Mapper, read: Read) -> None:
        """Take over what stands in the class under one name."""
        match read:
            case ColumnRead():
                self._column(mapper, read)
            case RelationshipRead():
                mapper.relationship_reads.append(read)
            case OtherRead(name, kind, made, where):
                mapper.attributes[name] = OtherAttribute(name, kind, made, where)
            case PlainRead(name, where):
                mapper.attributes[name] = PlainAttribute(name, where)
            case TableColumnRead(name, column, where, otherwise):
                found = self._referenced(mapper, column)
                if found is None and otherwise is not None:
                    self._column(mapper, ColumnRead(name, otherwise, (), where))
                else:
                    self._table_column(mapper, name, found, where)
            case UnknownRead(name, reason, where, may_be_column):
                mapper.attributes[name] = UnknownAttribute(name, reason, where)
                if may_be_column:
                    self._open_table(mapper, reason)

    def _open_table(self, mapper: Mapper, reason: str) -> None:
        """Note that a class may give a column to its table, or to the one it shares."""
        table = mapper.table
        if table is None:
            return
        if table.owner is mapper.cls or mapper.single_table:
            table.open_reason = table.open_reason or reason

    def _table_column(
        self, mapper: Mapper, name: str, column: Column | None, where: Location
    ) -> None:
        """`key = __table__.c.id`: a column of the given table under another name."""
        if column is None:
            reason = "it is a column of a table that is not read"
            mapper.attributes[name] = UnknownAttribute(name, reason, where)
        else:
            mapper.attributes[name] = ColumnAttribute(name, [column], where)

    def _column(self, mapper: Mapper, read: ColumnRead) -> None:
        table = mapper.table
        if table is None:
            mapper.attributes[read.name] = UnknownAttribute(
                read.name, mapper.table_reason or "its table is not known", read.where
            )
            return
        existing = (
            None if self._copied(mapper, read) else self._tables.column_made(read.made, table)
        )
        existing = existing or self._shared(table, read)
        column = existing or self._add_column(mapper, table, read)
        if column is None:
            mapper.attributes[read.name] = UnknownAttribute(
                read.name, "its column has a name that is not read", read.where
            )
            return
        if existing is not None and self._second_name(mapper, read, existing):
            return
        for extra in read.extra if existing is None else ():
            self._merge(column, extra)
        if read.mapped:
            mapper.attributes[read.name] = ColumnAttribute(read.name, [column], read.where)
        else:
            self._unmapped.add(column)

    def _add_column(self, mapper: Mapper, table: Table, read: ColumnRead) -> Column | None:
        """Add a column to a table; in that of a parent it takes the place of no other."""
        before = dict(table.columns)
        column = self._tables.add_column(table, read.made, read.name)
        earlier = before.get(column.key) if column is not None else None
        if column is not None and earlier is not None:
            if mapper.single_table:
                table.columns[column.key] = earlier
            elif self._made_before(mapper, read):
                self._tables.replace(column, earlier)
            else:
                self._tables.replace(earlier, column)
        return column

    def _made_before(self, mapper: Mapper, read: ColumnRead) -> bool:
        """Whether a column is older than those of its class: that of a mixin is."""
        member = mapper.cls.member(read.name)
        return member is not None and (
            member.owner is not mapper.cls and not isinstance(member.statement, FunctionFacts)
        )

    def drop_replaced(self, mapper: Mapper) -> None:
        """Take away the attributes of columns whose place another one has.

        One that is not named as its column cannot be mapped: the class statement fails.
        """
        table = mapper.table
        for name, attribute in list(mapper.attributes.items()):
            match attribute:
                case ColumnAttribute(columns=[column]) if column.table is table:
                    if column.table.columns.get(column.key) is column or mapper.single_table:
                        continue
                    if name == column.key:
                        del mapper.attributes[name]
                        mapper.replaced[name] = column
                    else:
                        reason = f"another column has the place of its `{column.key}`"
                        mapper.attributes[name] = UnknownAttribute(name, reason, attribute.where)

    def _copied(self, mapper: Mapper, read: ColumnRead) -> bool:
        """Whether a column of a mixin is copied into a table that may have another copy."""
        return mapper.single_table and mapper.cls.own(read.name) is None

    def _second_name(self, mapper: Mapper, read: ColumnRead, column: Column) -> bool:
        """Whether a column has a name in the class already; which one counts differs by version."""
        first = next(
            (
                name
                for name, each in mapper.attributes.items()
                if isinstance(each, ColumnAttribute) and each.columns == [column]
            ),
            None,
        )
        if first is None:
            return False
        reason = "it is one column under two names"
        for name in (first, read.name):
            mapper.attributes[name] = UnknownAttribute(name, reason, read.where)
        self._unmapped.add(column)
        return True

    def _shared(self, table: Table, read: ColumnRead) -> Column | None:
        """The column of the table that `use_existing_column=True` stands back for."""
        if all(each.keyword("use_existing_column") != TRUE for each in (read.made, *read.extra)):
            return None
        name = column_name(read.made, read.name)
        return next((each for each in table.columns.values() if each.name == name), None)

    def _merge(self, column: Column, extra: Made) -> None:
        """What an `Annotated` column brings: keys and the primary key, not its name."""
        scratch = Table(
            None,
            None,
            schema_known=False,
            metadata=UNKNOWN_METADATA,
            where=column.where,
            module=column.table.module,
            owner=None,
        )
        other = self._tables.add_column(scratch, extra, column.key)
        if other is None:
            return
        column.primary_key = column.primary_key or other.primary_key
        column.open_reason = column.open_reason or other.open_reason
        for key in other.foreign_keys:
            key.column = column
            key.constraint.table = column.table
            column.table.constraints.append(key.constraint)
            column.foreign_keys.append(key)

    # from `properties={...}`

    def add_given(self, mapper: Mapper, value: Value) -> None:
        """`properties={...}` of a mapper."""
        if not isinstance(value, Entries) or value.open:
            mapper.open_reason = mapper.open_reason or "its `properties` are not read whole"
        if not isinstance(value, Entries):
            return
        for key, entry in value.entries:
            if isinstance(key, Known) and isinstance(key.value, str):
                self._given(mapper, key.value, entry)
            else:
                mapper.open_reason = mapper.open_reason or "its `properties` are not read whole"

    def _given(self, mapper: Mapper, name: str, value: Value) -> None:
        column = self._referenced(mapper, value)
        if column is not None:
            mapper.attributes[name] = ColumnAttribute(name, [column], column.where)
            return
        match value:
            case Made() if construct_of(value) in RELATIONSHIP_WORDS:
                scope = self._evaluator.scope(mapper.cls.module)
                mapper.attributes.pop(name, None)
                mapper.relationship_reads.append(
                    RelationshipRead(name, value, None, scope, None, value.where)
                )
            case Made() if (
                construct_of(value) in PROPERTY_WORDS
                and value.arguments
                and (self._referenced(mapper, value.arguments[0]) is not None)
            ):
                self._given(mapper, name, value.arguments[0])
            case Made() if construct_of(value) in PROPERTY_WORDS:
                kind = str(construct_of(value))
                if kind == "synonym":
                    self._mapped_synonym(mapper, name, value)
                mapper.attributes[name] = OtherAttribute(name, kind, value, value.where)
            case _:
                reason = value.reason if isinstance(value, Unknown) else "its value is not read"
                mapper.attributes[name] = UnknownAttribute(name, reason, mapper.cls.location)

    def _mapped_synonym(self, mapper: Mapper, name: str, made: Made) -> None:
        """`synonym("_password", map_column=True)` maps the column under the name it stands for."""
        target = made.arguments[0] if made.arguments else None
        column = mapper.table.columns.get(name) if mapper.table is not None else None
        if made.keyword("map_column") != TRUE or column is None:
            return
        if isinstance(target, Known) and isinstance(target.value, str):
            attribute = ColumnAttribute(target.value, [column], column.where)
            mapper.attributes[target.value] = attribute

    def _referred_table(self, value: Made | TableOf) -> Table | None:
        if isinstance(value, TableOf):
            mapper = self._mapper_of(value.owner)
            return mapper.table if mapper else None
        return self._tables.by_call.get(value)

    def _referenced(self, mapper: Mapper, value: Value) -> Column | None:
        if isinstance(value, Items) and value.items:
            value = value.items[0]
        if isinstance(value, TableColumn):
            table = self._referred_table(value.table)
            if table is not None and table in mapper.tables:
                return table.columns.get(value.name)
            return None
        if column_word(value) and isinstance(value, Made) and mapper.table is not None:
            return self._tables.column_made(value, mapper.table)
        return None

    # from the table and the parent

    def inherit_columns(self, mapper: Mapper) -> None:
        """A joined child's attribute maps its own column and the parent's of the same name."""
        if mapper.parent is None or mapper.concrete:
            return
        for name, attribute in mapper.attributes.items():
            inherited = mapper.parent.attribute(name)
            if isinstance(attribute, ColumnAttribute) and isinstance(inherited, ColumnAttribute):
                attribute.columns.extend(c for c in inherited.columns if c not in attribute.columns)

    def map_table_columns(self, mapper: Mapper) -> None:
        """Columns of a given table that no attribute names are mapped under their key."""
        table = mapper.table
        if table is None or mapper.single_table:
            return
        named = {
            column
            for attribute in mapper.attributes.values()
            if isinstance(attribute, ColumnAttribute)
            for column in attribute.columns
        }
        for key, column in table.columns.items():
            if column in named or column in self._unmapped:
                continue
            present = mapper.attributes.get(key)
            if present is None or isinstance(present, PlainAttribute):
                inherited = mapper.parent.attribute(key) if mapper.parent else None
                columns = [column]
                if isinstance(inherited, ColumnAttribute) and not mapper.concrete:
                    columns.extend(inherited.columns)
                mapper.attributes[key] = ColumnAttribute(key, columns, column.where)
