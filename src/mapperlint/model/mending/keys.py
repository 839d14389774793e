"""Which table and column a foreign key was meant to refer to, and names of columns elsewhere.

In place of the table may stand the class that is mapped to it, its name without the schema, or one
that is misspelt; in place of the column the attribute that maps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.model.mending.corrections import corrected, near_names, trust_in
from mapperlint.model.names.plurals import is_table_name
from mapperlint.model.near import Candidates, candidates

if TYPE_CHECKING:
    from mapperlint.model.declarations.table_arguments import Absent
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.relationships.string_arguments import NoColumn, UnknownWord
    from mapperlint.model.tables.tables import ForeignKey, Table


def table_meant(project: Project, key: ForeignKey, name: str) -> tuple[Fix, ...]:
    """A key to no table refers to one that is there, with all columns of its constraint."""
    columns = _columns(key)
    found = _tables(project, key, name, columns)
    return tuple(
        fix
        for table in found.names
        if (fix := _referring(project, key, columns, table, trust_in(found))) is not None
    )


def _columns(key: ForeignKey) -> dict[str, str]:
    """What a constraint says of one table at one place: each text, and the column in it."""
    prefix = (key.text or "").rpartition(".")[0]
    texts = [each.text for each in key.constraint.keys if each.where == key.where]
    whole = (text.rpartition(".") for text in texts if text is not None)
    return {f"{table}.{column}": column for table, _, column in whole if table == prefix}


def _referring(
    project: Project, key: ForeignKey, columns: dict[str, str], table: str, trust: Applicability
) -> Fix | None:
    found: list[Fix] = []
    for written, column in columns.items():
        right = f"{table}.{_key_of(project, key, table, column)}"
        found += corrected(project, key.where, written, right, trust, needs=None)
    if len(found) < len(columns) or not found:
        return None
    changes = tuple(change for fix in found for change in fix.intentions)
    return Fix(found[0].title, trust, changes)


def column_meant(
    project: Project, key: ForeignKey, name: str, names: tuple[str, ...], table: Table
) -> tuple[Fix, ...]:
    """A key to a column that its table has not refers to one that it has."""
    written = key.text
    if written is None:
        return ()
    prefix, dot, _ = written.rpartition(".")
    if not dot:
        return _primary_key(project, key, written, table)
    mapped = column_of_attribute(project, table, name)
    if mapped is not None:
        return corrected(project, key.where, written, f"{prefix}.{mapped}", needs=None)
    near = near_names(project, key.where, name, names, lambda each: f"{prefix}.{each}")
    return near or _other_table(project, key, written, name)


def _other_table(project: Project, key: ForeignKey, written: str, name: str) -> tuple[Fix, ...]:
    """A key refers to the only table with such a primary key that its class is related to."""
    tables = {
        table.key
        for relationship in project.relationships()
        if relationship.owner.table is key.column.table and relationship.target_mapper is not None
        for table in relationship.target_mapper.tables
        if table.key is not None and name in table.columns and table.columns[name].primary_key
    }
    if len(tables) != 1:
        return ()
    right = f"{tables.pop()}.{name}"
    return corrected(project, key.where, written, right, Applicability.UNSAFE, needs=None)


def column_of_attribute(project: Project, table: Table, name: str) -> str | None:
    """What a table calls the column that an attribute of its class maps."""
    mapped = (
        column.key
        for mapper in project.mappers
        if mapper.table is table
        for column in (mapper.column(name),)
        if column is not None and column.table is table and column.key != name
    )
    return next(mapped, None)


def _primary_key(project: Project, key: ForeignKey, written: str, table: Table) -> tuple[Fix, ...]:
    """A key that names a table alone refers to its primary key."""
    columns = [column.key for column in table.columns.values() if column.primary_key]
    if len(columns) != 1:
        return ()
    right = f"{written}.{columns[0]}"
    return corrected(project, key.where, written, right, Applicability.UNSAFE, needs=None)


def _tables(project: Project, key: ForeignKey, name: str, columns: dict[str, str]) -> Candidates:
    """The tables that a name may mean: of those that have the columns, the likeliest."""
    table = key.column.table
    bare = name.rpartition(".")[2]
    keys = [
        each
        for each in project.tables.keys(table.metadata, table.module)
        if not each.startswith("?")
        and all(_key_of(project, key, each, column) is not None for column in columns.values())
    ]
    of_class = {
        mapper.table.key
        for mapper in project.registry.all_named(bare)
        if mapper.table is not None and mapper.table.key in keys
    }
    in_schema = [each for each in keys if each.rpartition(".")[2] == bare]
    plural = [each for each in keys if is_table_name(each.rpartition(".")[2], bare)]
    for exact in (of_class, in_schema, plural):
        if exact:
            return Candidates(tuple(each for each in keys if each in exact), slip=True)
    return candidates(name, keys)


def _key_of(project: Project, key: ForeignKey, table: str, column: str) -> str | None:
    """What a table calls a column, though it be given as an attribute; None if it has none."""
    here = key.column.table
    for each in project.tables.by_key(here.metadata, table, here.module):
        if column in each.columns:
            return column
        mapped = column_of_attribute(project, each, column)
        if mapped is not None:
            return mapped
    return None


def argument_column(project: Project, fault: NoColumn) -> tuple[Fix, ...]:
    """An argument of a relationship names a column that is there."""
    if fault.meant is None:
        prefix = fault.written.removesuffix(fault.name)
        return near_names(
            project, fault.where, fault.name, fault.names, lambda each: f"{prefix}{each}"
        )
    last = fault.meant.rpartition(".")[2]
    if last == "c":
        return ()
    return corrected(project, fault.where, fault.written, fault.meant)


def argument_name(project: Project, fault: UnknownWord) -> tuple[Fix, ...]:
    """A string names a column with its class, or a class or a table that is there."""
    if not fault.columns:
        return near_names(project, fault.where, fault.name, fault.names)
    trust = trust_in(Candidates(fault.columns, slip=True))
    return tuple(
        fix
        for each in fault.columns
        for fix in corrected(project, fault.where, fault.name, each, trust, needs=None)
    )


def constraint_column(project: Project, found: Absent) -> tuple[Fix, ...]:
    """A constraint names a column of its table."""
    if found.attribute_of is not None:
        return corrected(project, found.where, found.name, found.attribute_of, needs=None)
    return near_names(project, found.where, found.name, found.table.columns)


def secondary_meant(
    project: Project, relationship: Relationship, name: str, names: tuple[str, ...]
) -> tuple[Fix, ...]:
    """A relationship goes through a table that is there."""
    where = relationship.secondary_where
    if where is None:
        return ()
    in_schema = tuple(each for each in names if each.rpartition(".")[2] == name)
    found = Candidates(in_schema, slip=True) if in_schema else candidates(name, names)
    return tuple(
        fix
        for each in found.names
        for fix in corrected(project, where, name, each, trust_in(found), needs=None)
    )


def secondary_table(
    project: Project, relationship: Relationship, mapper: Mapper
) -> tuple[Fix, ...]:
    """A relationship goes through the table of a class, not through the class."""
    where, table = relationship.secondary_where, mapper.table
    if where is None or table is None or table.key is None:
        return ()
    by_name = corrected(project, where, mapper.name, table.key, needs=None)
    return by_name or corrected(project, where, mapper.name, f"{mapper.name}.__table__")
