"""From classes to mappers: SQLAlchemy's class statement phase, for all classes of the project.

Parents come before children. Each mapped class gets its table (its own, its parent's, or one given
as `__table__`), its columns, and the relationships still to be configured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.declarative.attributes import AttributeReader
from mapperlint.model.declarative.declarative import Declarative, Mapping
from mapperlint.model.declarative.registries import Registries
from mapperlint.model.mapping.class_tables import ClassTables
from mapperlint.model.mapping.imperative import ImperativeMapping
from mapperlint.model.mapping.mapper_arguments import written_arguments
from mapperlint.model.mapping.mappers import Mapper
from mapperlint.model.mapping.properties import Properties
from mapperlint.model.mapping.selected_properties import leave_out
from mapperlint.model.mapping.validators import validators
from mapperlint.model.tables.table_builder import TableBuilder
from mapperlint.model.tables.tables import Table
from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import TRUE, Entries, Made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarative.attachments import Hook
    from mapperlint.model.mapping.validators import Validator
    from mapperlint.model.modules.modules import Module
    from mapperlint.model.values.evaluation import Evaluator


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
        self._class_tables = ClassTables(evaluator, declarative, tables, self.mapper)
        self._properties = Properties(evaluator, tables, self.mapper)
        self._imperative = ImperativeMapping(
            registries, tables, self._reader, self._properties, self.mapper
        )
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

    def is_mapped_later(self, cls: Class) -> bool:
        """Whether a class gets its mapper only when mappers are configured, or tables read."""
        return self._declarative.mapping(cls) is Mapping.DEFERRED

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
        mapper.validators = tuple(self._validators(cls))
        imperative = self._declarative.imperative.get(cls)
        if imperative is not None:
            self._imperative.complete(mapper, imperative)
            return mapper
        reads = self._reader.read(cls)
        self._class_tables.give(mapper)
        self._class_tables.give_columns(mapper)
        mapper.table_arguments_where = self._class_tables.arguments_place(cls)
        for read in reads:
            self._properties.add(mapper, read)
        self._properties.drop_replaced(mapper)
        self._class_tables.find_again(mapper)
        self._class_tables.give_constraints(mapper)
        self._mapper_arguments(mapper)
        self._properties.inherit_columns(mapper)
        self._properties.map_table_columns(mapper)
        leave_out(mapper, self._declarative.mapper_arguments(cls))
        return mapper

    def _open_reason(self, cls: Class) -> str | None:
        for base in cls.classes:
            if base is not cls and self._declarative.mapped(base):
                continue
            if base.opaque_reason is not None:
                return base.opaque_reason
        return cls.open_reason

    def _validators(self, cls: Class) -> Iterator[Validator]:
        """Those of the class and of its mixins; a mapped base has its own."""
        for base in cls.classes:
            if base is cls or not self._declarative.mapped(base):
                yield from validators(self._evaluator, base)

    def _mapper_arguments(self, mapper: Mapper) -> None:
        value = self._declarative.mapper_arguments(mapper.cls)
        member = self._declarative.mapper_arguments_member(mapper.cls)
        if member is not None:
            mapper.arguments = written_arguments(value, member)
        if isinstance(value, Entries):
            mapper.concrete = value.get("concrete") == TRUE
            properties = value.get("properties")
            if properties is not None:
                self._properties.add_given(mapper, properties)
