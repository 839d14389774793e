"""The project as rules see it: what all files say together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mapperlint.model.coverage import Coverage, Unseen
from mapperlint.model.imports import Imports
from mapperlint.model.modules import Modules, Zone
from mapperlint.model.relationships import Relationship

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.config import Settings
    from mapperlint.model.class_registry import ClassRegistry
    from mapperlint.model.classes import Class
    from mapperlint.model.mappers import Mapper
    from mapperlint.model.metadata_tables import MetadataTables
    from mapperlint.model.pairs import Pairing, TwoSided
    from mapperlint.model.source import Source
    from mapperlint.model.tables import ForeignKey, Table


class Project:
    """Everything that is known, and the questions rules ask about it."""

    def __init__(
        self,
        source: Source,
        settings: Settings,
        modules: Modules,
        mappers: list[Mapper],
        tables: MetadataTables,
        registry: ClassRegistry,
        relationships: list[Relationship],
        pairing: Pairing,
        deferred: list[Class],
    ) -> None:
        self.source = source
        self.settings = settings
        self.modules = modules
        self.mappers = mappers
        self.tables = tables
        self.registry = registry
        self.all_relationships = relationships
        self.deferred = deferred
        self._pairing = pairing

    @cached_property
    def imports(self) -> Imports:
        """The imports of the project."""
        return Imports(self.modules, self.source, self.settings)

    def set_aside(self, path: str) -> bool:
        """Whether a file is archived, or never imported, so that nothing is said about it."""
        module = self.modules.by_path.get(path)
        if module is None:
            return True
        if self.modules.archived(module.name) is not None:
            return True
        return any(shadowed.path == path for shadowed in self.modules.shadowed)

    def relationships(self) -> Iterator[Relationship]:
        """The relationships written in files that findings may be about."""
        for relationship in self.all_relationships:
            if relationship.generated_by is None and not self.set_aside(relationship.path):
                yield relationship

    def pairs(self) -> Iterator[TwoSided]:
        """Relationships whose `back_populates` leads to a relationship."""
        for pair in self._pairing.pairs:
            if not self.set_aside(pair.forward.path):
                yield pair

    def same_direction(self, pair: TwoSided) -> bool:
        """Whether both sides of a pair have the same direction."""
        return self._pairing.same_direction(pair)

    def backref_may_add(self, name: str) -> bool:
        """Whether a backref onto a class that is not known may add this name anywhere."""
        return name in self._pairing.floating_backrefs

    def foreign_keys(self) -> Iterator[ForeignKey]:
        """The foreign keys of tables whose MetaData is known."""
        seen = set()
        for table in self.checked_tables():
            for key in table.foreign_keys:
                identity = (key.where, table.key)
                if identity not in seen:
                    seen.add(identity)
                    yield key

    def checked_tables(self) -> Iterator[Table]:
        """The tables that findings may be about."""
        for table in self.tables.all:
            if not self.set_aside(table.module.path):
                yield table

    @cached_property
    def coverage(self) -> Coverage:
        """What is understood of the application's classes and relationships."""
        mappers = [mapper for mapper in self.mappers if self._counts(mapper.module.path)]
        relationships = [
            relationship
            for relationship in self.all_relationships
            if relationship.generated_by is None and self._counts(relationship.owner.module.path)
        ]
        unknowns: list[Unseen] = []
        understood = 0
        for mapper in mappers:
            reasons = mapper_unknowns(mapper)
            understood += not reasons
            unknowns.extend(
                Unseen(mapper.cls.location, mapper.full_name, field, reason)
                for field, reason in reasons.items()
            )
        for relationship in relationships:
            unknowns.extend(
                Unseen(relationship.where, relationship.full_name, field, reason)
                for field, reason in relationship.unknown.items()
            )
        for cls in self.deferred:
            if self._counts(cls.module.path):
                reason = "it is mapped later, by automap, reflection or a concrete base"
                unknowns.append(Unseen(cls.location, cls.full_name, "class", reason))
        known = sum(relationship.understood for relationship in relationships)
        deferred = sum(self._counts(cls.module.path) for cls in self.deferred)
        return Coverage(
            len(mappers) + deferred, understood, len(relationships), known, tuple(unknowns)
        )

    def _counts(self, path: str) -> bool:
        module = self.modules.by_path.get(path)
        return module is not None and module.zone is Zone.APPLICATION and not self.set_aside(path)


def mapper_unknowns(mapper: Mapper) -> dict[str, str]:
    """The fields of a mapper that are not known, with their reasons."""
    found: dict[str, str] = {}
    if mapper.table is None or mapper.table.key is None:
        found["table"] = mapper.table_reason or "its table is not known"
    reason = mapper.open_reason or (mapper.table.open_reason if mapper.table else None)
    if reason is not None:
        found["columns"] = reason
    if mapper.table is not None and mapper.table.keys_open_reason:
        found["foreign_keys"] = mapper.table.keys_open_reason
    if mapper.evident_only or not mapper.registry.known:
        found["registry"] = "its base is not known"
    return found
