"""Concrete inheritance: each class has a table of its own, and nothing of its parent's columns.

`ConcreteBase` makes a union of all tables, with a column that says which class a row is of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.inheritance.mapper_argument import mapper_argument
from mapperlint.model.mapping.mappers import OtherAttribute
from mapperlint.model.relationships.arguments import Absent
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.values.vocabulary import construct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import Column

_TYPE = "type"


def not_repeated(mapper: Mapper) -> Iterator[Relationship]:
    """The relationships of a parent that a concrete subclass refuses to have."""
    if not mapper.concrete or mapper.parent is None or mapper.open_reason:
        return
    for name, attribute in mapper.parent.all_attributes.items():
        if not isinstance(attribute, Relationship) or attribute.read is None:
            continue
        here = mapper.attribute(name)
        refused = isinstance(here, OtherAttribute) and here.kind == "concrete"
        if refused and name not in mapper.cls.names():
            yield attribute


class TakenType(Struct, frozen=True, eq=False):
    """A column `type` in a table of a union that calls its own column so."""

    mapper: Mapper
    column: Column


def taken_types(mapper: Mapper) -> Iterator[TakenType]:
    """The columns `type` in the hierarchy of a `ConcreteBase` that does not rename its own."""
    if not any(construct(base) == "ConcreteBase" for base in mapper.cls.external_bases):
        return
    if any(each.cls.defines("_concrete_discriminator_name") for each in mapper.lineage):
        return
    if not isinstance(mapper_argument(mapper.base, "with_polymorphic"), Absent):
        return
    table = mapper.table
    if table is not None and not table.open_reason and _TYPE in table.columns:
        yield TakenType(mapper, table.columns[_TYPE])
