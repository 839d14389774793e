"""The project as rules see it: what all files say together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mapperlint.facts.shapes import When
from mapperlint.model.copies import Choice, Copies
from mapperlint.model.coverage import Coverage, coverage_of
from mapperlint.model.declarations.column_objects import SameName, of_one_name
from mapperlint.model.declarations.names import properties_on_mixins, without_table
from mapperlint.model.declarations.table_arguments import Misnamed, keywords_unknown
from mapperlint.model.descriptors.descriptors import Descriptors
from mapperlint.model.duplicate_tables import DuplicateTables
from mapperlint.model.imports.archived_strings import (
    ArchivedString,
    ArchivedStrings,
    leads_into_archive,
)
from mapperlint.model.imports.cycles import ImportCycle, import_cycles
from mapperlint.model.imports.imports import Imports
from mapperlint.model.modules.modules import Modules, Zone
from mapperlint.model.modules.tree import is_template
from mapperlint.model.names.meant_tables import MeantTable, meant_table
from mapperlint.model.names.plurals import is_table_name
from mapperlint.model.names.registry_conflicts import named_like_modules, redefined
from mapperlint.model.names.resolution import Ambiguous, Unfit
from mapperlint.model.programs.never_imported import NeverImported
from mapperlint.model.relationships.argument_values import ValueFault
from mapperlint.model.relationships.backrefs import (
    ReplacedAttribute,
    TakenName,
    replaced_attributes,
    taken_names,
)
from mapperlint.model.relationships.collection_classes import NoCollection, no_collection
from mapperlint.model.relationships.contradictions import Contradiction, Contradictions
from mapperlint.model.relationships.doubtful_joins import shared_key
from mapperlint.model.relationships.join_arguments import MAPPED_CLASS
from mapperlint.model.relationships.linked_pairs import LinkedPairs
from mapperlint.model.relationships.overlaps import Overlapping, overlapping, overlaps
from mapperlint.model.relationships.pairs import lacks_secondary
from mapperlint.model.relationships.relationship_calls import RelationshipCall, relationship_calls
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.relationships.slips import TupleName, Uncalled, tuple_names, uncalled
from mapperlint.model.relationships.string_arguments import AmbiguousWord, Fault
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.config import Settings
    from mapperlint.facts.shapes import Problem
    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.imports.namesakes import Namesake
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.modules.import_graph import ImportGraph
    from mapperlint.model.modules.modules import Module
    from mapperlint.model.names.class_registry import ClassRegistry
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.relationships.join_refusals import RefusedJoin
    from mapperlint.model.relationships.pairs import Pairing
    from mapperlint.model.source import Source
    from mapperlint.model.tables.tables import Column, ForeignKey, Table
    from mapperlint.model.values.classes import Class
    from mapperlint.model.versions.sqlalchemy_version import SqlalchemyVersion


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
        made_at_run_time: list[Location],
        import_graph: ImportGraph,
        read_files: frozenset[str],
        sqlalchemy: SqlalchemyVersion,
        declarations: Declarations,
    ) -> None:
        self.source = source
        self.settings = settings
        self.modules = modules
        self.mappers = mappers
        self.tables = tables
        self.registry = registry
        self.all_relationships = relationships
        self.deferred = deferred
        self.made_at_run_time = made_at_run_time
        self.import_graph = import_graph
        self.read_files = read_files
        self.sqlalchemy = sqlalchemy
        self.declarations = declarations
        self._pairing = pairing

    @cached_property
    def imports(self) -> Imports:
        """The imports of the project."""
        return Imports(self.modules, self.source, self.settings)

    def archived_strings(self) -> Iterator[ArchivedString]:
        """The strings that lead into archived packages."""
        strings = ArchivedStrings(self.modules, self.source, self.settings, self.imports)
        yield from strings.imported()
        yield from strings.targets(self.relationships())

    def namesakes(self) -> Iterator[Namesake]:
        """The modules of the project that have the name of a library it imports."""
        return self.imports.namesakes(self.import_graph)

    def leads_into_archive(self, relationship: Relationship) -> bool:
        """Whether the target of a relationship is sought in an archived package."""
        return leads_into_archive(relationship, self.modules)

    def import_cycles(self) -> Iterator[ImportCycle]:
        """The modules of models that cannot be imported because they import each other."""
        modules = [mapper.module for mapper in self._mapped_classes]
        return import_cycles(self.modules, self.source, modules)

    @cached_property
    def copies(self) -> Copies:
        """The models that are written twice."""
        return Copies(self.mappers, self._choices, self.import_graph, self._archived)

    def _choices(self) -> tuple[Choice, ...]:
        """The strings of relationships that fit several classes."""
        targets = (
            Choice(each.label, each.target_where, each.target.candidates)
            for each in self.all_relationships
            if isinstance(each.target, Ambiguous)
        )
        words = (
            Choice(each.call.label, each.where, each.candidates)
            for each in self.argument_faults
            if isinstance(each, AmbiguousWord)
        )
        return (*targets, *words)

    def _archived(self, name: str) -> bool:
        return self.modules.archived(name) is not None

    def set_aside(self, path: str) -> bool:
        """Whether a file is archived, or never imported, so that nothing is said about it."""
        return path not in self._spoken_of

    @cached_property
    def _spoken_of(self) -> frozenset[str]:
        shadowed = {module.path for module in self.modules.shadowed}
        return frozenset(
            path
            for path, module in self.modules.by_path.items()
            if path not in shadowed and not self.modules.is_archived(module)
        )

    def unreadable_files(self) -> Iterator[tuple[str, Problem]]:
        """The files that cannot be opened or decoded, or of those parsed or named, not parsed."""
        for path in self.source.paths:
            if is_template(path) and not self.source.is_named(path):
                continue
            problem = self.source.problem(path)
            if problem is None:
                if path in self.read_files:
                    problem = self.source.facts(path).problem
                else:
                    problem = self.source.named_problem(path)
            if problem is not None:
                yield path, problem

    def relationships(self) -> tuple[Relationship, ...]:
        """The relationships written in files that findings may be about."""
        return self._relationships

    @cached_property
    def _relationships(self) -> tuple[Relationship, ...]:
        return tuple(
            relationship
            for relationship in self.all_relationships
            if relationship.generated_by is None and self._is_made(relationship)
        )

    def _is_made(self, relationship: Relationship) -> bool:
        """Whether findings may be about it, and the class statement does not refuse it already."""
        return self.judged(relationship.owner) and relationship.where not in self._on_mixins

    @cached_property
    def _on_mixins(self) -> frozenset[Location]:
        """The relationships that no mixin may declare like this; what else they are is moot."""
        return frozenset(
            declared.made.where
            for mapper in self.mapped_classes()
            for declared in properties_on_mixins(self.declarations, mapper)
            if declared.made is not None
        )

    @cached_property
    def never_imported(self) -> NeverImported:
        """What the programs of the project need and never load."""
        return NeverImported(
            self.source,
            self.settings,
            self.modules,
            self.imports.finder,
            self._pairing.configuration.evaluator,
            self.registry,
            self.tables,
            self.relationships(),
            self.foreign_keys(),
            self.checked_tables(),
            self.mappers,
        )

    def judged(self, mapper: Mapper) -> bool:
        """Whether findings may be about a class: tests and migrations run in their own ways."""
        return self.is_judged(mapper.module)

    def is_judged(self, module: Module) -> bool:
        """Whether findings may be about a module."""
        return module.zone is Zone.APPLICATION and not self.set_aside(module.path)

    def mapped_classes(self) -> tuple[Mapper, ...]:
        """The mapped classes that findings may be about."""
        return self._mapped_classes

    @cached_property
    def _mapped_classes(self) -> tuple[Mapper, ...]:
        return tuple(filter(self.judged, self.mappers))

    def relationship_calls(self) -> tuple[RelationshipCall, ...]:
        """The calls that make the relationships findings may be about, backrefs among them."""
        return self._relationship_calls

    @cached_property
    def _relationship_calls(self) -> tuple[RelationshipCall, ...]:
        return tuple(relationship_calls(self._relationships))

    @cached_property
    def contradictions(self) -> Contradictions:
        """Compares what annotations say with what relationships are."""
        return Contradictions(self._pairing.configuration)

    def collection_classes(self) -> Iterator[NoCollection]:
        """The classes that cannot hold the objects of a relationship."""
        types = self._pairing.configuration.annotated_types
        for relationship in self.relationships():
            found = no_collection(relationship, types)
            if found is not None:
                yield found

    def uncalled_relationships(self) -> Iterator[Uncalled]:
        """The attributes that are the function `relationship` itself."""
        return uncalled(self._mapped_classes, self._pairing.configuration.evaluator)

    def redefined_classes(self) -> Iterator[tuple[Mapper, Mapper]]:
        """Classes of one name in one module: the earlier and the later."""
        return redefined(self._mapped_classes)

    def classes_named_like_modules(self) -> Iterator[tuple[Mapper, Mapper]]:
        """Classes called like a module beside their own, with a class of that module."""
        for mapper, other in named_like_modules(self._mapped_classes):
            if self.import_graph.loaded_together(mapper.module, other.module):
                yield mapper, other

    def tuple_names(self) -> Iterator[TupleName]:
        """The names of tables that are tuples."""
        return tuple_names(self._mapped_classes, self._pairing.configuration.evaluator)

    @cached_property
    def argument_faults(self) -> tuple[Fault | ValueFault, ...]:
        """What is wrong with the values of relationships' arguments, one fault for an argument."""
        found: list[Fault | ValueFault] = []
        configuration = self._pairing.configuration
        for call in self.relationship_calls():
            if call.relationship.poisoned:
                continue
            strings = list(configuration.string_arguments.faults(call))
            said = {fault.argument for fault in strings}
            values = configuration.argument_values.faults(call)
            found += [*strings, *(each for each in values if each.argument not in said)]
        return tuple(found)

    def overlapping(self) -> Iterator[Overlapping]:
        """The relationships that write columns which others write too, and no other mistake's."""
        healthy = (
            each
            for each in self.all_relationships
            if self._is_made(each) and not self.pairs.is_refused(each.generated_by or each)
        )
        claims = self.pairs.claims
        return overlapping(each for each in overlaps(healthy) if not claims.explains(each))

    @cached_property
    def pairs(self) -> LinkedPairs:
        """The relationships that name each other."""
        calls = self._relationship_calls
        return LinkedPairs(self._pairing, self._relationships, calls, self.judged)

    def statements(self) -> tuple[Mapper, ...]:
        """The mapped classes that findings may be about, and that are made in any case."""
        return self._statements

    @cached_property
    def _statements(self) -> tuple[Mapper, ...]:
        return tuple(
            mapper
            for mapper in self._mapped_classes
            if mapper.cls.facts.when is When.ALWAYS and not mapper.cls.in_function
        )

    @cached_property
    def descriptors(self) -> Descriptors:
        """The attributes that name others."""
        return Descriptors(list(self._statements), self._pairing.floating_backrefs)

    def refused_joins(self) -> Iterator[tuple[Relationship, RefusedJoin]]:
        """The relationships whose join SQLAlchemy refuses, though all its columns are known."""
        for relationship in self.all_relationships:
            if (
                relationship.refused is None
                or relationship.poisoned
                or lacks_secondary(relationship)
            ):
                continue
            if self._is_made(relationship.generated_by or relationship):
                yield relationship, relationship.refused

    def mapped_secondaries(self) -> Iterator[tuple[Relationship, Mapper]]:
        """The relationships whose `secondary` is a mapped class, and that class."""
        for relationship in self.relationships():
            match relationship.secondary:
                case Unfit(name, what) if what == MAPPED_CLASS:
                    owner = relationship.owner
                    found = self.registry.same_registry(owner, name.rpartition(".")[2])
                    if found:
                        yield relationship, found[0]

    def one_to_one_sides(self) -> Iterator[tuple[Relationship, Column]]:
        """The attributes of one object whose key several rows may share, backrefs among them."""
        for relationship in self.all_relationships:
            if self.judged(relationship.owner):
                column = shared_key(relationship)
                if column is not None:
                    yield relationship, column

    def taken_backrefs(self) -> Iterator[TakenName]:
        """The backrefs whose name is mapped already where they would go."""
        for taken in taken_names(self.relationships()):
            one, other = taken.makers
            if not self.judged(other) or self.copies.is_copied(taken.makers):
                continue
            if one.module is other.module or self.copies.loaded_together(taken.makers):
                yield taken

    def replacing_backrefs(self) -> Iterator[ReplacedAttribute]:
        """The backrefs that replace a method, a property or a constant."""
        return replaced_attributes(self.relationships())

    def contradicted(self) -> Iterator[Contradiction]:
        """The annotations that name another class than the argument, where nothing else fails."""
        for relationship in self.relationships():
            found = self.contradictions.of_another_class(relationship)
            if found is None or self.pairs.fails(relationship):
                continue
            yield found

    def must_choose(self, candidates: tuple[Mapper, ...]) -> bool:
        """Whether some classes of one name meet in one process, and are not copies of one model."""
        return self.copies.loaded_together(candidates) and not self.copies.is_copied(candidates)

    def meet(self, one: Mapper, other: Mapper) -> bool:
        """Whether two classes come into one process, and none is a copy of the other."""
        return self.must_choose((one, other))

    def classes_of_table(self, owner: Mapper, name: str) -> list[Mapper]:
        """The classes of the owner's registry that map a table of this name."""
        return [
            mapper
            for mapper in self.mappers
            if mapper.table is not None
            and mapper.table.name == name
            and mapper.registry == owner.registry
        ]

    @cached_property
    def duplicate_tables(self) -> DuplicateTables:
        """The tables that one process would make twice."""
        return DuplicateTables(
            self.modules,
            self.source,
            self.mappers,
            self.tables,
            set(self.checked_tables()),
            self.copies,
            self.import_graph,
        )

    def lost_its_table(self, name: str) -> bool:
        """Whether a missing table is that of a class which is reported for lacking its own."""
        bare = name.rpartition(".")[2]
        return any(
            is_table_name(bare, mapper.name)
            and (
                self.duplicate_tables.hold((mapper.table,))
                or without_table(self.declarations, mapper) is not None
            )
            for mapper in self.mapped_classes()
        )

    def table_meant(self, key: ForeignKey, name: str) -> MeantTable:
        """What a key to no table probably means."""
        return meant_table(key, name, self.registry, self.tables)

    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        """The foreign keys of tables whose MetaData is known."""
        return self._foreign_keys

    @cached_property
    def _foreign_keys(self) -> tuple[ForeignKey, ...]:
        found: dict[tuple[Location, str, str | None], ForeignKey] = {}
        for table in self._checked_tables:
            for key in table.foreign_keys:
                found.setdefault((key.where, key.column.key, table.key), key)
        return tuple(found.values())

    @cached_property
    def columns_of_one_name(self) -> tuple[SameName, ...]:
        """The columns that are declared under the name of another one of their table."""
        return tuple(of_one_name(self.declarations, self._checked_tables))

    @cached_property
    def unknown_keywords(self) -> tuple[Misnamed, ...]:
        """The keywords that nothing in the columns and constraints of tables takes."""
        return tuple(keywords_unknown(self.declarations, self._checked_tables))

    def checked_tables(self) -> tuple[Table, ...]:
        """The tables that findings may be about."""
        return self._checked_tables

    @cached_property
    def _checked_tables(self) -> tuple[Table, ...]:
        return tuple(table for table in self.tables.all if self.is_judged(table.module))

    @cached_property
    def coverage(self) -> Coverage:
        """What is understood of the application's classes and relationships."""
        mappers = [mapper for mapper in self.mappers if self._counts(mapper.module.path)]
        relationships = [
            relationship
            for relationship in self.all_relationships
            if relationship.generated_by is None and self._counts(relationship.owner.module.path)
        ]
        deferred = [cls for cls in self.deferred if self._counts(cls.module.path)]
        made = [place for place in self.made_at_run_time if self._counts(place.path)]
        return coverage_of(mappers, relationships, deferred, made)

    def _counts(self, path: str) -> bool:
        module = self.modules.by_path.get(path)
        return module is not None and module.zone is Zone.APPLICATION and not self.set_aside(path)
