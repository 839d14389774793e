"""The attribute that a proxy, a synonym or a validator was meant to name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.descriptors.descriptors import Fault
from mapperlint.model.mapping.mappers import ColumnAttribute, OtherAttribute
from mapperlint.model.mending.corrections import near_names
from mapperlint.model.relationships.relationships import Relationship

if TYPE_CHECKING:
    from mapperlint.diagnostics import Fix
    from mapperlint.model.descriptors.descriptors import DeadName
    from mapperlint.model.mapping.mappers import Attribute
    from mapperlint.model.project import Project


def mapped_name(project: Project, dead: DeadName) -> tuple[Fix, ...]:
    """A synonym or a validator names what is mapped."""
    return _named(project, dead, ColumnAttribute, Relationship, OtherAttribute)


def proxied_name(project: Project, dead: DeadName) -> tuple[Fix, ...]:
    """A proxy leads over a relationship, to what the class behind it has."""
    if dead.fault is Fault.ABSENT_BEYOND:
        return near_names(project, dead.where, dead.name, dead.within.all_attributes)
    return _named(project, dead, Relationship)


def _named(project: Project, dead: DeadName, *kinds: type[Attribute]) -> tuple[Fix, ...]:
    names = (
        name
        for name, attribute in dead.within.all_attributes.items()
        if isinstance(attribute, kinds) and name != dead.attribute
    )
    return near_names(project, dead.where, dead.name, names)
