"""What a relationship was meant to lead to, or which key should lead there, where neither joins.

The other side tells the class: it names this relationship and leads to its owner. Else the name of
the relationship does. A key that is called after what it should lead to, and refers to another
table, was meant to refer to that of the class. Where only the name of the key speaks, for `owner`
and `owner_id`, either of the two may be wrong. None of this is certain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.model.mending.corrections import corrected
from mapperlint.model.mending.targets import leading
from mapperlint.model.names.plurals import is_table_name
from mapperlint.model.names.resolution import Resolved
from mapperlint.model.relationships.arguments import Absent, Given
from mapperlint.model.relationships.doubtful_joins import is_named_like

if TYPE_CHECKING:
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.arguments import Argument
    from mapperlint.model.relationships.join_search import NoJoin
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.tables.tables import Column, ForeignKey, Table


def class_or_key(project: Project, relationship: Relationship, lost: NoJoin) -> tuple[Fix, ...]:
    """The class or the key that was meant."""
    classes = _classes_meant(project, relationship)
    others = {table for mapper in classes for table in mapper.tables}
    if relationship.target_mapper in classes:
        classes, others = [], set()
    elif not classes:
        classes = _by_key(project, relationship)
    keys = _another_table(project, relationship, lost, others)
    found = (*_leading(project, relationship, classes), *keys)
    if len(found) == 1:
        return found
    return tuple(fix._replace(applicability=Applicability.SHOWN) for fix in found)


# another class


def another_class(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """The relationship leads to the class that has the other side that it names itself."""
    if not isinstance(relationship.back_populates, Given):
        return ()
    return _leading(project, relationship, _with_other_side(project, relationship))


def _leading(
    project: Project, relationship: Relationship, classes: list[Mapper]
) -> tuple[Fix, ...]:
    present = relationship.target_mapper
    if present is None or present in classes or len(classes) != 1:
        return ()
    return leading(project, relationship, present.name, classes, Applicability.UNSAFE)


def _classes_meant(project: Project, relationship: Relationship) -> list[Mapper]:
    return _with_other_side(project, relationship) or _called_like(project, relationship)


def _by_key(project: Project, relationship: Relationship) -> list[Mapper]:
    """The classes of the tables to which keys lead that are called after a relationship."""
    tables = {
        column.table
        for table in relationship.owner.tables
        for each in table.columns.values()
        if is_named_like(relationship, each)
        for key in each.foreign_keys
        if isinstance(found := project.tables.referred(key), Resolved)
        for column in (found.value,)
    }
    return [mapper for mapper in project.mapped_classes() if mapper.table in tables]


def _with_other_side(project: Project, relationship: Relationship) -> list[Mapper]:
    """The classes with a relationship that names this one, and leads to its class."""
    found = (
        each.owner
        for each in project.relationships()
        if each is not relationship
        and each.target_mapper is relationship.owner
        and _says(each.back_populates, relationship.name)
        and not _says_another(relationship.back_populates, each.name)
    )
    return list(dict.fromkeys(found))


def _says(argument: Argument[str], name: str) -> bool:
    match argument:
        case Given(value):
            return value == name
    return False


def _says_another(argument: Argument[str], name: str) -> bool:
    return not isinstance(argument, Absent) and not _says(argument, name)


def _called_like(project: Project, relationship: Relationship) -> list[Mapper]:
    """The classes that the name of a relationship is that of, or its plural."""
    owner = relationship.owner
    return [
        mapper
        for mapper in project.mapped_classes()
        if is_table_name(relationship.name, mapper.name)
        and mapper in project.registry.same_registry(owner, mapper.name)
    ]


# another table


def _another_table(
    project: Project, relationship: Relationship, lost: NoJoin, others: set[Table]
) -> tuple[Fix, ...]:
    """A key that is called after what the join is to lead to refers to its table.

    One that leads to the table of another class that is meant is right.
    """
    return tuple(
        fix
        for holders, wanted in ((lost.left, lost.right), (lost.right, lost.left))
        for table in holders
        for column in table.columns.values()
        for key in column.foreign_keys
        if len(key.constraint.keys) == 1 and _is_called(project, relationship, column, wanted)
        if not _leads_to(project, key, others)
        for fix in _referring(project, key, wanted)
    )


def _is_called(
    project: Project, relationship: Relationship, column: Column, wanted: tuple[Table, ...]
) -> bool:
    """Whether a column is called after the way to some tables, or the class of one."""
    names = [each.name for each in project.mappers if each.table in wanted]
    for side in (relationship, *relationship.reverse):
        target = side.target_mapper
        if target is not None and not set(target.tables).isdisjoint(wanted):
            names.append(side.name)
    return any(is_named_like(relationship, column, name) for name in names)


def _leads_to(project: Project, key: ForeignKey, tables: set[Table]) -> bool:
    match project.tables.referred(key):
        case Resolved(column):
            return column.table in tables
    return False


def _referring(project: Project, key: ForeignKey, wanted: tuple[Table, ...]) -> tuple[Fix, ...]:
    """A key refers to the column of the same name in the wanted table, else to its primary key."""
    table, written = wanted[-1], key.text
    if written is None or table.key is None or "." not in written:
        return ()
    name = written.rpartition(".")[2]
    primary = [column.key for column in table.columns.values() if column.primary_key]
    if name not in table.columns:
        if len(primary) != 1:
            return ()
        name = primary[0]
    right = f"{table.key}.{name}"
    return corrected(project, key.where, written, right, Applicability.UNSAFE, needs=None)
