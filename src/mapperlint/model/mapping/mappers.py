"""Mappers: a class, its table, its parent in a hierarchy, and its attributes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field

from mapperlint.model.declarative.registries import Metadata, Registry
from mapperlint.model.tables.tables import Column, Table
from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import Made
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.declarative.attachments import Hook
    from mapperlint.model.declarative.reads import RelationshipRead
    from mapperlint.model.mapping.mapper_arguments import MapperArguments
    from mapperlint.model.mapping.validators import Validator
    from mapperlint.model.modules.modules import Module, Zone
    from mapperlint.model.relationships.relationships import Relationship


HOOKED = "a function adds properties to classes when it runs"


class ColumnAttribute(Struct, eq=False):
    """An attribute that maps one column, or one of each table of a hierarchy."""

    name: str
    columns: list[Column]
    where: Location


class OtherAttribute(Struct, eq=False):
    """A synonym, a composite, a column_property; or a descriptor, which is not mapped."""

    name: str
    kind: str
    made: Made | None
    where: Location


class PlainAttribute(Struct, eq=False):
    """A method, a property, a constant of the class."""

    name: str
    where: Location


class UnknownAttribute(Struct, eq=False):
    """An attribute that may be anything, with the reason."""

    name: str
    reason: str
    where: Location


Attribute: TypeAlias = (
    "ColumnAttribute | OtherAttribute | PlainAttribute | UnknownAttribute | Relationship"
)


class Mapper(Struct, eq=False, dict=True):
    """What SQLAlchemy keeps for a mapped class.

    `table` is its own table, or its parent's under single-table inheritance; None when it has none
    or it is not known (`table_reason`). `attributes` are its own; `all_attributes` include
    inherited ones. `open_reason` says why it may have attributes that are not seen. `arguments` are
    what its class hands it; `table_arguments_where` is the place of a `__table_args__` that has
    something in it. `replaced` are columns that the class still has, but no more its table.
    """

    cls: Class
    registry: Registry
    metadata: Metadata
    parent: Mapper | None
    table: Table | None = None
    table_reason: str | None = None
    single_table: bool = False
    concrete: bool = False
    attributes: dict[str, Attribute] = field(default_factory=dict)
    relationship_reads: list[RelationshipRead] = field(default_factory=list)
    open_reason: str | None = None
    hook: Hook | None = None
    evident_only: bool = False
    arguments: MapperArguments | None = None
    table_arguments_where: Location | None = None
    validators: tuple[Validator, ...] = ()
    children: list[Mapper] = field(default_factory=list)
    replaced: dict[str, Column] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the class."""
        return self.cls.name

    @property
    def full_name(self) -> str:
        """`module.Qualname`."""
        return self.cls.full_name

    @property
    def module(self) -> Module:
        """The module of the class."""
        return self.cls.module

    @property
    def zone(self) -> Zone:
        """What the file of the class is for."""
        return self.cls.module.zone

    @cached_property
    def runs_for_subclasses(self) -> bool:
        """Whether a function runs as the class is made: what it hands its mapper is open."""
        return self.cls.defines("__init_subclass__")

    @property
    def lineage(self) -> list[Mapper]:
        """This mapper and those it inherits from, nearest first."""
        if self.parent is None:
            return [self]
        found: list[Mapper] = []
        mapper: Mapper | None = self
        while mapper is not None and mapper not in found:
            found.append(mapper)
            mapper = mapper.parent
        return found

    @property
    def base(self) -> Mapper:
        """The topmost mapper of the hierarchy."""
        return self if self.parent is None else self.lineage[-1]

    @property
    def descendants(self) -> list[Mapper]:
        """All mappers that inherit from this one."""
        found: list[Mapper] = []
        for child in self.children:
            found.append(child)
            found.extend(child.descendants)
        return found

    @property
    def hierarchy_open_reason(self) -> str | None:
        """Why this mapper, or one it inherits from, may have attributes that are not seen."""
        found = next((each.open_reason for each in self.lineage if each.open_reason), None)
        return found or (HOOKED if self.hook is not None else None)

    @property
    def tables(self) -> list[Table]:
        """The tables of the persist selectable, the root's first; a concrete mapper has its own."""
        found: list[Table] = []
        for mapper in self.lineage:
            if mapper.table is not None and mapper.table not in found:
                found.append(mapper.table)
            if mapper.concrete:
                break
        return found[::-1]

    @property
    def tables_reason(self) -> str | None:
        """Why the tables are not fully known."""
        for mapper in self.lineage:
            if mapper.table is None:
                return mapper.table_reason or f"`{mapper.name}` has no table in sight"
            if mapper.concrete:
                break
        return None

    @property
    def all_attributes(self) -> dict[str, Attribute]:
        """Own and inherited attributes by name, the nearest first."""
        found: dict[str, Attribute] = dict(self.attributes)
        if self.parent is None or self.parent in self.parent.lineage[1:]:
            return found
        for name, attribute in self.parent.all_attributes.items():
            found.setdefault(name, self.inherited(name, attribute))
        return found

    def inherited(self, name: str, attribute: Attribute) -> Attribute:
        """What a parent's attribute is here; a concrete mapper only refuses its use."""
        if not self.concrete or isinstance(attribute, PlainAttribute | OtherAttribute):
            return attribute
        return OtherAttribute(name, "concrete", None, self.cls.location)

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of a name, own or inherited."""
        concrete = None
        for mapper in self.lineage:
            found = mapper.attributes.get(name)
            if found is not None:
                return found if concrete is None else concrete.inherited(name, found)
            if mapper.concrete and concrete is None:
                concrete = mapper
        return None

    def column(self, name: str) -> Column | None:
        """The column an attribute maps, that of the nearest table."""
        found = self.attribute(name)
        if found is None:
            return self.replaced.get(name)
        return found.columns[0] if isinstance(found, ColumnAttribute) and found.columns else None
