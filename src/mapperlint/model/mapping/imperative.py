"""Imperative mapping: classes mapped by a call, `registry.map_imperatively(User, users)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.declarative.attributes import AttributeReader
from mapperlint.model.declarative.reads import OtherRead, RelationshipRead, UnknownRead
from mapperlint.model.declarative.registries import Registries
from mapperlint.model.mapping.mapper_arguments import called_arguments
from mapperlint.model.mapping.mappers import Mapper, PlainAttribute
from mapperlint.model.mapping.properties import Properties
from mapperlint.model.mapping.selected_properties import leave_out
from mapperlint.model.tables.table_builder import TableBuilder
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import makes_table
from mapperlint.model.values.values import TRUE, Entries, Known, Made, TableOf

if TYPE_CHECKING:
    from collections.abc import Callable


class ImperativeMapping:
    """Completes the mappers of classes that are mapped by a call."""

    def __init__(
        self,
        registries: Registries,
        tables: TableBuilder,
        reader: AttributeReader,
        properties: Properties,
        mapper_of: Callable[[Class], Mapper | None],
    ) -> None:
        self._registries = registries
        self._tables = tables
        self._reader = reader
        self._properties = properties
        self._mapper_of = mapper_of

    def complete(self, mapper: Mapper, made: Made) -> None:
        """Give a mapper what the call says."""
        mapper.arguments = called_arguments(made)
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
            other = self._mapper_of(table.owner)
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
            self._properties.add_given(mapper, properties)
        if made.open:
            mapper.open_reason = "its mapping is not read whole"
        for read in self._reader.read(mapper.cls):
            if isinstance(read, RelationshipRead | OtherRead | UnknownRead):
                self._properties.add(mapper, read)
        inherits = made.keyword("inherits")
        if isinstance(inherits, Class):
            mapper.parent = self._mapper_of(inherits)
        self._properties.inherit_columns(mapper)
        self._properties.map_table_columns(mapper)
        leave_out(mapper, Entries(tuple((Known(k), value) for k, value in made.keywords)))
