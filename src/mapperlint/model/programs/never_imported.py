"""The modules of models that a program needs and never loads.

What speaks of a class or a table by a string finds it only if its module has run. Of all that
speaks of one such module, the first stands for all: one import is missing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from mapperlint.facts.shapes import When
from mapperlint.model.modules.tree import within
from mapperlint.model.names.resolution import Resolved
from mapperlint.model.programs.entry_points import EntryPoint, Kind
from mapperlint.model.programs.migrations import Migrations, found_migrations
from mapperlint.model.programs.programs import Loaded, Program, Programs
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.tables.tables import ForeignKey, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.config import Settings
    from mapperlint.model.imports.finder import Finder
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.modules.modules import Module, Modules
    from mapperlint.model.names.class_registry import ClassRegistry
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.source import Source
    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.places import Location


class MissingImport(Struct, frozen=True):
    """An import that a program lacks.

    `module` is the one to import: that of the class or table, or a package that brings it in.
    `collector` is the file that imports most of the other models.
    """

    module: Module
    start: Module
    collector: Module | None

    @property
    def advice(self) -> str:
        """What to do."""
        place = self.collector or self.start
        return f"import `{self.module.name}` in `{place.path}`" + (
            ", where the other models are imported" if self.collector else ""
        )

    @property
    def paths(self) -> tuple[str, ...]:
        """The files in which the import is missing."""
        collector = () if self.collector is None else (self.collector.path,)
        return (self.start.path, *collector)


class UnimportedTarget(Struct, frozen=True):
    """A relationship whose class no import of its program brings in."""

    relationship: Relationship
    target: Mapper
    missing: MissingImport

    @property
    def where(self) -> Location:
        """The place of a finding."""
        return self.relationship.target_where


class UnimportedSecondary(Struct, frozen=True):
    """A relationship through a table that no import of its program brings in."""

    relationship: Relationship
    table: Table
    missing: MissingImport

    @property
    def where(self) -> Location:
        """The place of a finding."""
        return self.relationship.secondary_where or self.relationship.where


class UnimportedKeyTable(Struct, frozen=True):
    """A foreign key whose table no import of its program brings in."""

    key: ForeignKey
    table: Table
    missing: MissingImport

    @property
    def where(self) -> Location:
        """The place of a finding."""
        return self.key.where


class UnseenTable(Struct, frozen=True):
    """A table that no environment of Alembic sees, though it compares the MetaData of it."""

    table: Table
    missing: MissingImport

    @property
    def where(self) -> Location:
        """The place of a finding: the name of the table, where it is written."""
        return self.table.name_where or self.table.where


Left = TypeVar("Left", UnimportedTarget, UnimportedSecondary, UnimportedKeyTable, UnseenTable)


class NeverImported:
    """Asks the programs of a project for what they leave out.

    `relationships` and `keys` are those that findings may be about, `tables` the application's.
    """

    def __init__(
        self,
        source: Source,
        settings: Settings,
        modules: Modules,
        finder: Finder,
        evaluator: Evaluator,
        registry: ClassRegistry,
        metadata_tables: MetadataTables,
        relationships: Iterable[Relationship],
        keys: Iterable[ForeignKey],
        tables: Iterable[Table],
        mappers: Iterable[Mapper],
    ) -> None:
        self._source = source
        self._modules = modules
        self._evaluator = evaluator
        self._registry = registry
        self._metadata_tables = metadata_tables
        self._relationships = tuple(relationships)
        self._keys = tuple(keys)
        self._tables = tuple(tables)
        paths = {each.module.path for each in mappers} | {each.module.path for each in self._tables}
        self._model_paths = frozenset(paths)
        self._programs = Programs(source, settings, modules, finder, self._model_paths)

    @cached_property
    def targets(self) -> tuple[UnimportedTarget, ...]:
        """The relationships that no program can configure, one for each module left out."""
        found = [
            UnimportedTarget(relationship, target, self._missing(target.module, program))
            for relationship, target in self._named_targets
            for program in self._first_without(relationship, target.module)
        ]
        return self._one_each(found)

    @cached_property
    def secondaries(self) -> tuple[UnimportedSecondary, ...]:
        """The relationships that no program can configure for want of the table between."""
        said = self._said(self.targets)
        found = [
            UnimportedSecondary(relationship, table, self._missing(table.module, program))
            for relationship, table in self._named_secondaries
            if table.module.path not in said
            for program in self._first_without_secondary(relationship, table)
        ]
        return self._one_each(found)

    @cached_property
    def key_tables(self) -> tuple[UnimportedKeyTable, ...]:
        """The foreign keys that no program can follow, beside those relationships speak for."""
        said = self._said(self.targets) | self._said(self.secondaries)
        found = [
            UnimportedKeyTable(key, table, self._missing(table.module, program))
            for key, table in self._referred
            if table.module.path not in said
            for program in self._first_without_table(key, table)
        ]
        return self._one_each(found)

    @cached_property
    def unseen_tables(self) -> tuple[UnseenTable, ...]:
        """The tables that Alembic does not see, one for each module, beside those said before."""
        said = self._said((*self.targets, *self.secondaries, *self.key_tables))
        found = [
            UnseenTable(table, self._missing(table.module, environments[0]))
            for table in self._tables
            if table.module.path not in said and _is_made(table)
            if (environments := self._without(table))
        ]
        return self._one_each(found)

    def _said(
        self, found: Iterable[UnimportedTarget | UnimportedSecondary | UnimportedKeyTable]
    ) -> frozenset[str]:
        """The files that come along with the imports of some findings."""
        imports = {each.missing.module.path for each in found}
        return frozenset(path for each in imports for path in self._programs.loaded_by(each))

    # relationships

    @cached_property
    def _named_targets(self) -> list[tuple[Relationship, Mapper]]:
        """The relationships to a class of another module, where nothing else can have its name."""
        return [
            (relationship, relationship.target.value)
            for relationship in self._relationships
            if isinstance(relationship.target, Resolved)
            and relationship.owner.module is not relationship.target.value.module
            and _always(relationship.owner)
            and self._is_declared(relationship.owner)
            and self._is_declared(relationship.target.value)
        ]

    def _is_declared(self, mapper: Mapper) -> bool:
        """Whether a class is mapped where it is written, not by a call somewhere else."""
        return mapper.cls not in self._evaluator.declarative.imperative

    def _first_without(self, relationship: Relationship, module: Module) -> Iterator[Program]:
        """The first program that needs the relationship and never loads the module."""
        for program in self._programs.loading(relationship.owner.module.path):
            if (
                relationship.where.path in program.loaded.surely
                and _speaks_of(program.start, module)
                and self._programs.leaves_out(program.loaded, module.path)
                and self._nothing_else_is_called(relationship)
            ):
                yield program
                return

    def _nothing_else_is_called(self, relationship: Relationship) -> bool:
        assert isinstance(relationship.target, Resolved)
        name = relationship.target.value.name
        owner = relationship.owner
        return (
            self._registry.unseen_reason(owner, name) is None
            and relationship.target.value.registry == owner.registry
        )

    # tables between

    @property
    def _named_secondaries(self) -> Iterator[tuple[Relationship, Table]]:
        """The relationships through a table of another module, in a MetaData seen in full."""
        for relationship in self._relationships:
            table = relationship.secondary_table
            if (
                table is not None
                and table.module is not relationship.owner.module
                and self._metadata_tables.incomplete_reason(table.metadata) is None
                and _always(relationship.owner)
                and self._is_declared(relationship.owner)
            ):
                yield relationship, table

    def _first_without_secondary(
        self, relationship: Relationship, table: Table
    ) -> Iterator[Program]:
        owner = relationship.owner.module
        for program in self._programs.loading(owner.path):
            if (
                relationship.where.path in program.loaded.surely
                and _speaks_of(program.start, table.module)
                and self._lack(program.loaded, table, owner)
            ):
                yield program
                return

    # foreign keys

    @cached_property
    def _referred(self) -> list[tuple[ForeignKey, Table]]:
        """The foreign keys to a table of another module, in a MetaData that is seen in full."""
        found = []
        for key in self._keys:
            table = key.column.table
            if key.text is None or self._metadata_tables.incomplete_reason(table.metadata):
                continue
            match self._metadata_tables.referred(key):
                case Resolved(column) if column.table.module is not table.module:
                    found.append((key, column.table))
        return found

    def _first_without_table(self, key: ForeignKey, table: Table) -> Iterator[Program | Migrations]:
        here = {key.column.table.module.path, key.where.path}
        for program in self._programs.loading(key.column.table.module.path):
            if (
                key.where.path in program.loaded.surely
                and _speaks_of(program.start, table.module)
                and self._lack(program.loaded, table, key.column.table.module)
            ):
                yield program
                return
        for migrations in self._migrations:
            if (
                here <= migrations.loaded.surely
                and key.column.table.metadata.identity in migrations.metadata
                and self._lack(migrations.loaded, table, key.column.table.module)
            ):
                yield migrations
                return

    def _lack(self, loaded: Loaded, table: Table, seen_from: Module) -> bool:
        """Whether a program loads no table of that name."""
        assert table.place is not None
        namesakes = self._metadata_tables.by_key(table.metadata, table.place, seen_from)
        return all(self._programs.leaves_out(loaded, each.module.path) for each in namesakes)

    # tables

    @cached_property
    def _migrations(self) -> tuple[Migrations, ...]:
        return found_migrations(
            self._source, self._modules, self._programs, self._evaluator, self._tables
        )

    def _without(self, table: Table) -> list[Migrations]:
        """The environments that compare the MetaData of a table; none if any may see it."""
        identity = table.metadata.identity
        comparing = [each for each in self._migrations if identity in each.metadata]
        may_compare = [each for each in self._migrations if not each.metadata]
        unseen = all(not each.chooses for each in comparing) and all(
            self._lack(each.loaded, table, table.module) for each in (*comparing, *may_compare)
        )
        return comparing if unseen else []

    # what to say of it

    def _missing(self, module: Module, program: Program | Migrations) -> MissingImport:
        start = program.start.module if isinstance(program, Program) else program.module
        collector = self._programs.collector(module, program.loaded.surely)
        return MissingImport(
            self._bringer(module, program.loaded.possibly),
            start,
            self._modules.by_path[collector] if collector else None,
        )

    def _bringer(self, module: Module, may_load: frozenset[str]) -> Module:
        """The outermost package around a module that is left out as well, and imports it."""
        around = self._programs.imports.around(module.path) - may_load - {module.path}
        bringers = [path for path in around if module.path in self._programs.loaded_by(path)]
        return self._modules.by_path[min(bringers, key=_depth, default=module.path)]

    def _one_each(self, found: list[Left]) -> tuple[Left, ...]:
        """The first of those that lack one import, and none that another import brings along."""
        first: dict[str, Left] = {}
        for each in sorted(found, key=lambda each: each.where):
            first.setdefault(each.missing.module.path, each)
        kept: list[str] = []
        for path in sorted(first, key=lambda path: (self._is_brought(path, first), path)):
            if not self._is_brought(path, kept):
                kept.append(path)
        return tuple(first[path] for path in kept)

    def _is_brought(self, path: str, others: Iterable[str]) -> bool:
        """Whether a file comes along with one of the others."""
        return any(path in self._programs.loaded_by(other) for other in others if other != path)


def _depth(path: str) -> int:
    return path.count("/")


def _speaks_of(start: EntryPoint, module: Module) -> bool:
    """Whether an entry point has to load a module: a package of models, what stands in it."""
    directory = start.module.path.rpartition("/")[0]
    return start.kind is not Kind.COLLECTION or within(module.path, directory)


def _is_made(table: Table) -> bool:
    """Whether a table with a name is made whenever its module runs."""
    if table.key is None or table.extends or table.conditional:
        return False
    owner = table.owner
    return owner is None or (owner.facts.when is When.ALWAYS and not owner.in_function)


def _always(mapper: Mapper) -> bool:
    """Whether a class is made whenever its module runs."""
    return mapper.cls.facts.when is When.ALWAYS and not mapper.cls.in_function
