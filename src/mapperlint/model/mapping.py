"""From classes to mappers: SQLAlchemy's class statement phase, for all classes of the project.

Parents come before children. Each mapped class gets its table (its own, its parent's, or one given
as `__table__`), its columns, and the relationships still to be configured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.shapes import FunctionFacts
from mapperlint.model.attributes import (
    AttributeReader,
    ColumnRead,
    OtherRead,
    PlainRead,
    Read,
    RelationshipRead,
    TableColumnRead,
    UnknownRead,
)
from mapperlint.model.attributes_of import member_value
from mapperlint.model.classes import Class
from mapperlint.model.declarative import Declarative, Mapping
from mapperlint.model.mappers import (
    ColumnAttribute,
    Mapper,
    OtherAttribute,
    PlainAttribute,
    UnknownAttribute,
)
from mapperlint.model.registries import UNKNOWN_METADATA, Registries
from mapperlint.model.selected_properties import leave_out
from mapperlint.model.tables import (
    Column,
    Table,
    TableBuilder,
    column_name,
    column_word,
    construct_of,
    makes_table,
    schema_of,
)
from mapperlint.model.values import (
    NONE,
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
from mapperlint.model.vocabulary import PROPERTY_WORDS, RELATIONSHIP_WORDS

if TYPE_CHECKING:
    from mapperlint.model.attachments import Hook
    from mapperlint.model.evaluation import Evaluator
    from mapperlint.model.modules import Module
    from mapperlint.places import Location


class MapperBuilder:
    """Builds the mapper of each class once."""

    def __init__(
        self,
        evaluator: Evaluator,
        declarative: Declarative,
        registries: Registries,
        tables: TableBuilder,
    ) -> None:
        self._evaluator = evaluator
        self._declarative = declarative
        self._registries = registries
        self._tables = tables
        self._reader = AttributeReader(evaluator, declarative)
        self._unmapped: set[Column] = set()
        self.mappers: dict[Class, Mapper] = {}
        self.hook: Hook | None = None

    def mapper(self, cls: Class) -> Mapper | None:
        """The mapper of a class, built with those of its parents; None if it is not mapped."""
        found = self.mappers.get(cls)
        if found is not None:
            return found
        if not self._declarative.mapped(cls):
            return None
        parent_class = self._declarative.parent(cls)
        parent = None if parent_class is None else self.mapper(parent_class)
        found = self.mappers.get(cls)
        return found if found is not None else self._build(cls, parent)

    def table(self, made: Made, module: Module) -> Table:
        """The table of a `Table(...)` call."""
        return self._tables.from_call(made, module)

    def _build(self, cls: Class, parent: Mapper | None) -> Mapper:
        mapper = Mapper(
            cls,
            self._registries.registry(cls),
            self._registries.metadata(cls),
            parent,
            open_reason=self._open_reason(cls),
            hook=self.hook,
            evident_only=self._declarative.mapping(cls) is Mapping.EVIDENT,
        )
        self.mappers[cls] = mapper
        if parent is not None:
            parent.children.append(mapper)
        imperative = self._declarative.imperative.get(cls)
        if imperative is not None:
            self._map_imperatively(mapper, imperative)
            return mapper
        reads = self._reader.read(cls)
        self._give_table(mapper)
        self._give_constraints(mapper)
        for read in reads:
            self._attribute(mapper, read)
        self._finish_constraints(mapper)
        self._mapper_arguments(mapper)
        self._inherit_columns(mapper)
        self._map_table_columns(mapper)
        leave_out(mapper, self._declarative.mapper_arguments(cls))
        return mapper

    def _open_reason(self, cls: Class) -> str | None:
        for base in cls.classes:
            if base is not cls and self._declarative.mapped(base):
                continue
            if base.opaque_reason is not None:
                return base.opaque_reason
        return cls.open_reason

    # the table

    def _give_table(self, mapper: Mapper) -> None:
        cls = mapper.cls
        member = cls.member("__table__")
        if member is not None and (
            member.owner is cls
            # Of a mixin only a declared_attr counts, and of what is mapped itself nothing.
            or (
                isinstance(member.statement, FunctionFacts)
                and not self._declarative.mapped(member.owner)
            )
        ):
            self._given_table(mapper, member_value(self._evaluator, cls, member))
            return
        name = self._declarative.table_name(cls)
        match name:
            case Known(str(text)):
                mapper.table = self._declared_table(mapper, text)
            case Known(None) if mapper.parent is not None:
                mapper.single_table = True
                mapper.table = mapper.parent.table
                mapper.table_reason = mapper.parent.table_reason
            case Known(None):
                mapper.table_reason = "it has no table name"
            case Unknown(reason):
                mapper.table = self._declared_table(mapper, None)
                mapper.table_reason = reason

    def _given_table(self, mapper: Mapper, value: Value) -> None:
        match value:
            case Made() if makes_table(value):
                mapper.table = self._tables.from_call(value, mapper.cls.module)
            case Made() if construct_of(value) in {"subquery", "alias", "cte"}:
                mapper.table = self._tables.from_select(value, mapper.cls.module, mapper.cls)
                mapper.table_reason = "its `__table__` is a query that is not read"
            case TableOf(owner) if owner is not mapper.cls:
                other = self.mapper(owner)
                mapper.table = other.table if other else None
                mapper.table_reason = "its `__table__` is another class's"
            case Unknown(reason):
                mapper.table_reason = reason
            case _:
                mapper.table_reason = "its `__table__` is not a Table in sight"

    def _declared_table(self, mapper: Mapper, name: str | None) -> Table:
        cls = mapper.cls
        arguments = self._declarative.table_arguments(cls)
        schema, schema_known = schema_of(arguments.keyword("schema"), mapper.metadata)
        if arguments.open_reason is not None and arguments.keyword("schema") is None:
            schema_known = False
        return Table(
            name,
            schema,
            schema_known,
            mapper.metadata,
            cls.location,
            cls.module,
            cls,
            open_reason=arguments.open_reason or mapper.open_reason,
            name_where=self._name_place(cls),
            in_default_schema=arguments.keyword("schema") in {None, NONE}
            and arguments.open_reason is None
            and mapper.metadata.identity is not None,
            extends=arguments.keyword("extend_existing") is not None
            or arguments.keyword("keep_existing") is not None,
        )

    def _name_place(self, cls: Class) -> Location:
        member = cls.own("__tablename__")
        return cls.location if member is None else member.location

    def _give_constraints(self, mapper: Mapper) -> None:
        """Columns may stand in `__table_args__` as well."""
        if mapper.table is None or mapper.table.owner is not mapper.cls:
            return
        for item in self._declarative.table_arguments(mapper.cls).items:
            if column_word(item) and isinstance(item, Made):
                self._tables.add_column(mapper.table, item, None)

    def _finish_constraints(self, mapper: Mapper) -> None:
        if mapper.table is None or mapper.table.owner is not mapper.cls:
            return
        for item in self._declarative.table_arguments(mapper.cls).items:
            match item:
                case Made() if not column_word(item):
                    self._tables.add_constraint(mapper.table, item)
                case Unknown(reason):
                    mapper.table.open_reason = mapper.table.open_reason or reason

    # attributes

    def _attribute(self, mapper: Mapper, read: Read) -> None:
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
        existing = self._present(table, read.made) or self._shared(table, read)
        column = existing or self._tables.add_column(table, read.made, read.name)
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

    def _present(self, table: Table, made: Made) -> Column | None:
        """A column object that is part of the table already: `id = users.c.id`, or shared."""
        return next(
            (c for c in self._tables.by_column_call.get(made, []) if c.table is table), None
        )

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
        if read.made.keyword("use_existing_column") != TRUE:
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

    def _inherit_columns(self, mapper: Mapper) -> None:
        """A joined child's attribute maps its own column and the parent's of the same name."""
        if mapper.parent is None or mapper.concrete:
            return
        for name, attribute in mapper.attributes.items():
            inherited = mapper.parent.attribute(name)
            if isinstance(attribute, ColumnAttribute) and isinstance(inherited, ColumnAttribute):
                attribute.columns.extend(c for c in inherited.columns if c not in attribute.columns)

    def _map_table_columns(self, mapper: Mapper) -> None:
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

    def _mapper_arguments(self, mapper: Mapper) -> None:
        value = self._declarative.mapper_arguments(mapper.cls)
        if isinstance(value, Entries):
            mapper.concrete = value.get("concrete") == TRUE
            properties = value.get("properties")
            if properties is not None:
                self._properties(mapper, properties)

    # imperative mapping

    def _map_imperatively(self, mapper: Mapper, made: Made) -> None:
        registry = made.keyword("registry")
        if registry is not None:
            mapper.registry = self._registries.of_registry(registry, mapper.cls)
        table = made.arguments[1] if len(made.arguments) > 1 else made.keyword("local_table")
        if makes_table(table):
            mapper.table = self._tables.from_call(table, mapper.cls.module)
            mapper.metadata = mapper.table.metadata
        elif mapper.parent is not None and table is None:
            mapper.single_table = True
            mapper.table = mapper.parent.table
        elif isinstance(table, TableOf):
            other = self.mapper(table.owner)
            mapper.table = other.table if other else None
        else:
            mapper.table_reason = "it is mapped to something that is not a Table in sight"
        for name in mapper.cls.names():
            member = mapper.cls.own(name)
            if member is not None and not name.startswith("__"):
                mapper.attributes[name] = PlainAttribute(name, member.location)
        mapper.concrete = made.keyword("concrete") == TRUE
        properties = made.keyword("properties")
        if properties is not None:
            self._properties(mapper, properties)
        if made.open:
            mapper.open_reason = "its mapping is not read whole"
        for read in self._reader.read(mapper.cls):
            if isinstance(read, RelationshipRead | OtherRead | UnknownRead):
                self._attribute(mapper, read)
        inherits = made.keyword("inherits")
        if isinstance(inherits, Class):
            mapper.parent = self.mapper(inherits)
        self._inherit_columns(mapper)
        self._map_table_columns(mapper)
        leave_out(mapper, Entries(tuple((Known(k), value) for k, value in made.keywords)))

    def _properties(self, mapper: Mapper, value: Value) -> None:
        """`properties={...}` of a mapper."""
        if not isinstance(value, Entries) or value.open:
            mapper.open_reason = mapper.open_reason or "its `properties` are not read whole"
        if not isinstance(value, Entries):
            return
        for key, entry in value.entries:
            if isinstance(key, Known) and isinstance(key.value, str):
                self._property(mapper, key.value, entry)
            else:
                mapper.open_reason = mapper.open_reason or "its `properties` are not read whole"

    def _property(self, mapper: Mapper, name: str, value: Value) -> None:
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
                self._property(mapper, name, value.arguments[0])
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
            mapper = self.mapper(value.owner)
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
            return self._present(mapper.table, value)
        return None
