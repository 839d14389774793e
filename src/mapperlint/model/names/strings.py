"""Names in strings that SQLAlchemy evaluates: classes and tables of the owner's registry."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from mapperlint.model.names.resolution import Ambiguous, Resolved, Unknowable
from mapperlint.model.names.table_names import DIFFER
from mapperlint.model.values.values import External, Lookup, TableOf, Unknown, Value

if TYPE_CHECKING:
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.modules.modules import Module
    from mapperlint.model.names.class_registry import ClassRegistry
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.tables.tables import Table


class StringScope:
    """The names a string of a relationship can use."""

    __slots__ = ("_owner", "_registry", "_tables")

    def __init__(self, owner: Mapper, registry: ClassRegistry, tables: MetadataTables) -> None:
        self._owner = owner
        self._registry = registry
        self._tables = tables

    @property
    def module(self) -> Module:
        """The module of the relationship."""
        return self._owner.module

    def value(self, name: str, line: int | None) -> Value | None:  # noqa: ARG002 - as Scope asks
        """A class, a table, or a name of SQLAlchemy."""
        match self._registry.resolve(self._owner, name):
            case Resolved(mapper):
                return mapper.cls
            case Ambiguous(_, _, likely) if likely is not None:
                return likely.cls
        found = self._registry.table_names.token(self._owner, name)
        if isinstance(found, Resolved):
            return self._table(found.value)
        if found == DIFFER:
            return Unknown(DIFFER.reason)
        if self._registry.table_names.is_schema(self._owner, name):
            return Lookup(lambda table: self._in_schema(f"{name}.{table}"))
        if self._registry.has_path(self._owner, name):
            return Lookup(lambda rest: self._in_path(f"{name}.{rest}"))
        if name in _SQLALCHEMY_NAMES:
            return External(f"sqlalchemy.{name}")
        if hasattr(builtins, name):
            return External(f"builtins.{name}")
        return Unknown(f"`{name}` in a string is not in sight")

    def _in_schema(self, key: str) -> Value:
        """`schema.table`."""
        found = self._registry.table_names.key(self._owner, key)
        if isinstance(found, Resolved):
            return self._table(found.value)
        return Unknown(found.reason if isinstance(found, Unknowable) else f"there is no `{key}`")

    def _in_path(self, path: str) -> Value:
        """`package.module`, or a class at the end of it."""
        found = self._registry.resolve(self._owner, path)
        if isinstance(found, Resolved):
            return found.value.cls
        if self._registry.has_path(self._owner, path):
            return Lookup(lambda rest: self._in_path(f"{path}.{rest}"))
        return Unknown(f"`{path}` in a string is not in sight")

    def _table(self, table: Table) -> Value:
        if table.owner is not None:
            return TableOf(table.owner)
        made = self._tables.call_of(table)
        return made if made is not None else Unknown(f"table `{table.label}` is not read")


_SQLALCHEMY_NAMES = frozenset(
    {
        "and_",
        "or_",
        "not_",
        "foreign",
        "remote",
        "func",
        "desc",
        "asc",
        "select",
        "case",
        "cast",
        "literal",
        "text",
        "true",
        "false",
        "null",
        "nullsfirst",
        "nullslast",
        "String",
        "Integer",
        "exists",
        "between",
        "tuple_",
        "column",
        "table",
        "type_coerce",
        "bindparam",
        "distinct",
    }
)
