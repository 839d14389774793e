"""The tables that strings of a relationship name: `secondary="links"`, `"users.c.id == ..."`.

SQLAlchemy changed in 2.1 how it finds them. Before, a name is a key of the MetaData of the registry
as it stands, and a `secondary` is evaluated like every other string. From 2.1 on the MetaData is
that of the class, whose default schema is put before a name without one, and a `secondary` is
looked up as a whole. Mostly the two come to the same table, and nobody has to know the version.
(SQLAlchemy: `orm/clsregistry.py`, `_class_resolver`.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.declarative.registries import Metadata, Registries
from mapperlint.model.names.resolution import Missing, Resolution, Resolved, Unknowable
from mapperlint.model.tables.tables import Table, default_place
from mapperlint.model.values.bases import Root

if TYPE_CHECKING:
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.versions.sqlalchemy_version import SqlalchemyVersion

DIFFER = Unknowable(
    "SQLAlchemy 2.0 and 2.1 differ in which table this names;"
    " the setting `sqlalchemy-version` decides"
)


class TableNames:
    """Finds tables by what strings call them."""

    def __init__(
        self, tables: MetadataTables, registries: Registries, version: SqlalchemyVersion
    ) -> None:
        self._tables = tables
        self._registries = registries
        self._version = version

    def secondary(self, owner: Mapper, text: str) -> Resolution[Table]:
        """The table that a `secondary` names."""
        newer = self._in_schema(owner, owner.metadata, text)
        found = self._chosen(self._evaluated(owner, text), newer)
        if isinstance(found, Missing):
            return Missing(text, self._tables.keys(owner.metadata, owner.module))
        return found

    def token(self, owner: Mapper, name: str) -> Resolution[Table]:
        """The table that one word of an evaluated string names."""
        shared = self._of_registry(owner)
        newer = self._in_schema(owner, owner.metadata, name)
        return self._chosen(self._by_key(owner, shared, name), newer)

    def key(self, owner: Mapper, key: str) -> Resolution[Table]:
        """The table under a whole key, schema included."""
        shared = self._of_registry(owner)
        newer = self._by_key(owner, owner.metadata, key)
        return self._chosen(self._by_key(owner, shared, key), newer)

    def is_schema(self, owner: Mapper, name: str) -> bool:
        """Whether a word is surely the name of a schema that has tables."""
        return all(
            name in self._tables.schemas(metadata, owner.module)
            for metadata in (owner.metadata, self._of_registry(owner))
        )

    def lacks_schemas(self, owner: Mapper, name: str) -> bool:
        """Whether a class cannot reach a schema, though its MetaData has it.

        SQLAlchemy 1.4 asks the class for `metadata`; one that a registry maps has none of its own.
        """
        cls = owner.cls
        based = cls.external_bases or any(isinstance(each, Root) for each in cls.mro)
        if based or cls.open_reason is not None or cls.defines("metadata"):
            return False
        return self.is_schema(owner, name) and self._version.before("2.0")

    def _chosen(self, older: Resolution[Table], newer: Resolution[Table]) -> Resolution[Table]:
        if isinstance(older, Missing) and isinstance(newer, Missing):
            return older
        found = self._version.since("2.1", older, newer)
        return DIFFER if found is None else found

    def _of_registry(self, owner: Mapper) -> Metadata:
        found = self._registries.registry_metadata(owner.cls)
        return owner.metadata if found.identity is None else found

    # before 2.1

    def _evaluated(self, owner: Mapper, text: str) -> Resolution[Table]:
        """A table's key as Python evaluates it: a name, or a schema and an attribute of it."""
        if not all(part.isidentifier() for part in text.split(".")):
            return Unknowable("its secondary is an expression")
        own, shared = owner.metadata, self._of_registry(owner)
        schema, dot, name = text.partition(".")
        if not dot:
            return self._by_key(owner, shared, text)
        if own == shared or schema in self._tables.schemas(shared, owner.module):
            return self._absent(own, text) if "." in name else self._by_key(owner, own, text)
        return self._absent(shared, text)

    # from 2.1 on

    def _in_schema(self, owner: Mapper, metadata: Metadata, text: str) -> Resolution[Table]:
        if "." in text:
            return self._by_key(owner, metadata, text)
        place = text
        if not metadata.schema_known:
            place = default_place(text)
        elif metadata.schema:
            place = f"{metadata.schema}.{text}"
        if self._tables.by_key(metadata, place, owner.module):
            return self._by_key(owner, metadata, place)
        return self._by_key(owner, metadata, text)

    # both

    def _by_key(self, owner: Mapper, metadata: Metadata, key: str) -> Resolution[Table]:
        found = self._tables.by_key(metadata, key, owner.module)
        if len(found) == 1:
            return Resolved(found[0])
        if found:
            return Unknowable(f"several tables are called `{key}`")
        return self._absent(metadata, key)

    def _absent(self, metadata: Metadata, key: str) -> Resolution[Table]:
        reason = self._tables.incomplete_reason(metadata)
        if reason is None and not metadata.schema_known:
            reason = "the default schema of its MetaData is not known"
        if reason is not None:
            return Unknowable(reason)
        return Missing(key)
