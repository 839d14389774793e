"""Configuring relationships: SQLAlchemy's `do_init`, for all relationships of the project.

In SQLAlchemy's order: arguments are evaluated, the target is resolved, the join is determined, the
cardinality follows, and then the two sides are linked. Nothing stops at the first failure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.declarative.reads import RelationshipRead
from mapperlint.model.mapping.later_columns import NO_COLUMNS
from mapperlint.model.mapping.mappers import Mapper
from mapperlint.model.names.resolution import Resolved, Unknowable
from mapperlint.model.relationships.annotated_types import AnnotatedTypes
from mapperlint.model.relationships.argument_values import ArgumentValues
from mapperlint.model.relationships.arguments import (
    Absent,
    Argument,
    Given,
    Keywords,
    Unreadable,
    as_flag,
    as_text,
)
from mapperlint.model.relationships.cardinality import set_uselist
from mapperlint.model.relationships.conditions import Comparison, UnreadableCondition, equalities
from mapperlint.model.relationships.join_arguments import JoinArguments
from mapperlint.model.relationships.join_refusals import RefusedJoin, refused_join
from mapperlint.model.relationships.join_search import JoinFound, find_join
from mapperlint.model.relationships.joins import (
    BrokenReference,
    Join,
    UndeterminedDirection,
    UnknownReference,
    columns_of,
)
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.relationships.string_arguments import StringArguments
from mapperlint.model.relationships.targets import Targets
from mapperlint.model.tables.tables import Column, Table
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import ClassAttribute, Items, Known, Made

if TYPE_CHECKING:
    from mapperlint.model.mapping.mapping import MapperBuilder
    from mapperlint.model.names.class_registry import ClassRegistry
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.values.evaluation import Evaluator


MOST_POSITIONAL = 2
"""The arguments of a relationship that may stand without a keyword: its target and `secondary`."""


class Configuration:
    """Configures the relationships of all mappers."""

    def __init__(
        self,
        evaluator: Evaluator,
        builder: MapperBuilder,
        registry: ClassRegistry,
        tables: MetadataTables,
    ) -> None:
        self.arguments = JoinArguments(evaluator, builder, registry, tables)
        self.annotated_types = AnnotatedTypes(evaluator)
        self.string_arguments = StringArguments(registry, tables)
        self.argument_values = ArgumentValues(self.arguments, evaluator, registry, tables)
        self.targets = Targets(evaluator, builder, registry)
        self._tables = tables
        self.evaluator = evaluator
        self.version = evaluator.sqlalchemy
        self._waiting: list[tuple[Relationship, Made]] = []
        self._column_sets: dict[frozenset[Column], frozenset[Column]] = {}

    def run(self, mappers: list[Mapper]) -> None:
        """Configure everything."""
        for mapper in mappers:
            for read in mapper.relationship_reads:
                self._add(mapper, read)
        for relationship, made in self._waiting:
            self._configure(relationship, made)

    @property
    def configured(self) -> list[tuple[Relationship, Made]]:
        """The relationships with the calls that make them, in order."""
        return self._waiting

    def _add(self, mapper: Mapper, read: RelationshipRead) -> None:
        made = read.made
        target, where = self.targets.target(mapper, read)
        relationship = Relationship(mapper, read.name, made.where, read, target, where)
        keywords = relationship.keywords
        viewonly = as_flag(keywords.of("viewonly"), "viewonly")
        relationship.viewonly = _flag(viewonly)
        relationship.back_populates = self._other_side(keywords)
        relationship.backref = self._backref_name(keywords)
        if isinstance(viewonly, Unreadable):
            relationship.unknown["viewonly"] = viewonly.reason
        mapper.attributes[read.name] = relationship
        self._waiting.append((relationship, made))

    def _other_side(self, keywords: Keywords) -> Argument[str]:
        """The name in `back_populates`; from 2.1 on it may be an attribute, or a function."""
        argument = keywords.of("back_populates")
        if not isinstance(argument, Given) or isinstance(argument.value, Known):
            return as_text(argument, "back_populates")
        if self.version.before("2.1"):
            return Unreadable("SQLAlchemy before 2.1 takes no attribute for the other side")
        match self.evaluator.resolved(argument.value):
            case Known(str(name)) | ClassAttribute(_, name):
                return Given(name, argument.where)
        return Unreadable("`back_populates` is not read")

    def _backref_name(self, keywords: Keywords) -> Argument[str]:
        argument = keywords.of("backref")
        match argument:
            case Given(Known(str(name)), where):
                return Given(name, where)
            case Given(Made() as inner, _) if construct_of(inner) == "backref":
                given = inner.arguments[0] if inner.arguments else inner.keyword("name")
                if isinstance(given, Known) and isinstance(given.value, str):
                    return Given(given.value, inner.place("0"))
                return Unreadable("the name of the backref is not read")
            case Given(Items(_, (Known(str(name)), *_)), where):
                return Given(name, where)
            case Absent() | Unreadable():
                return argument
        return Unreadable("the backref is not read")

    # the join

    def _configure(self, relationship: Relationship, made: Made) -> None:
        self.arguments.give_secondary(relationship, made)
        target = relationship.target_mapper
        if target is None:
            reason = "its target is not known"
            if isinstance(relationship.target, Unknowable):
                reason = relationship.target.reason
            for name in ("target", "direction", "uselist", "pairs"):
                relationship.unknown[name] = reason
            return
        try:
            relationship.join = self._join(relationship, made, target)
        except UnreadableCondition as error:
            self._unknown_join(relationship, str(error))
        except BrokenReference:
            relationship.broken = True
            self._unknown_join(relationship, "a foreign key of its columns leads nowhere")
        except UnknownReference:
            self._unknown_join(relationship, "some foreign keys are not read")
        except UndeterminedDirection:
            self._unknown_join(relationship, "its direction cannot be determined")
        self.name_columns(relationship)
        set_uselist(relationship, made, relationship.keywords, self.version)

    def name_columns(self, relationship: Relationship) -> None:
        """Note the tables of the join whose names only the program knows."""
        reason = "a table has a name that only the program knows"
        columns = (column for pair in relationship.pairs for column in pair)
        if any(column.table.nameless for column in columns):
            relationship.unnamed["pairs"] = reason
        table = relationship.secondary_table
        if table is not None and table.nameless:
            relationship.unnamed["secondary"] = reason

    def _unknown_join(self, relationship: Relationship, reason: str) -> None:
        relationship.unknown["direction"] = reason
        relationship.unknown["pairs"] = reason

    def _join(self, relationship: Relationship, made: Made, target: Mapper) -> Join:
        owner = relationship.owner
        if len(made.arguments) > MOST_POSITIONAL:
            raise UnreadableCondition("it is given more arguments by position than it takes")
        for mapper in (owner, target):
            if mapper.tables_reason is not None:
                raise UnreadableCondition(mapper.tables_reason)
        keywords = relationship.keywords
        foreign_keys = self.arguments.columns(keywords, "foreign_keys", owner)
        remote_side = self.arguments.columns(keywords, "remote_side", owner)
        secondary = self._secondary_of(relationship)
        primary = self.arguments.condition(keywords, "primaryjoin", owner)
        second = self.arguments.condition(keywords, "secondaryjoin", owner) if secondary else None
        if second is None and secondary is not None:
            second = self._found(relationship, target, secondary, foreign_keys)
        if primary is None:
            other = target if secondary is None else secondary
            primary = self._found(relationship, owner, other, foreign_keys)
        join = self._new_join(owner, target, secondary, primary, second, foreign_keys, remote_side)
        try:
            join.determine(self._tables)
        except UndeterminedDirection:
            relationship.refused = self._refused(relationship, made, join)
            raise
        relationship.refused = self._refused(relationship, made, join)
        if not join.pairs:
            raise UnreadableCondition("its condition pairs no columns in sight")
        return join

    def _refused(self, relationship: Relationship, made: Made, join: Join) -> RefusedJoin | None:
        return refused_join(join, made, self._tables, viewonly=relationship.viewonly)

    def _new_join(
        self,
        owner: Mapper,
        target: Mapper,
        secondary: Table | None,
        primary: list[Comparison],
        second: list[Comparison] | None,
        foreign_keys: frozenset[Column] | None,
        remote_side: frozenset[Column] | None,
    ) -> Join:
        return Join(
            self._columns_of(owner.tables),
            self._columns_of(target.tables),
            self._columns_of([owner.table] if owner.table else []),
            self._columns_of([target.table] if target.table else []),
            self._columns_of([secondary] if secondary else []),
            primary,
            second,
            foreign_keys,
            remote_side,
        )

    def _columns_of(self, tables: list[Table]) -> frozenset[Column]:
        """The columns of some tables; joins of the same tables share one set."""
        found = columns_of(tables)
        return self._column_sets.setdefault(found, found)

    def _secondary_of(self, relationship: Relationship) -> Table | None:
        match relationship.secondary:
            case None:
                return None
            case Resolved(table):
                return table
            case Unknowable(reason):
                raise UnreadableCondition(reason)
        raise UnreadableCondition("its secondary table is not known")

    def _found(
        self,
        relationship: Relationship,
        mapper: Mapper,
        other: Mapper | Table,
        foreign_keys: frozenset[Column] | None,
    ) -> list[Comparison]:
        """The join of a mapper with another or with a table, where no condition is written."""
        others = other.tables if isinstance(other, Mapper) else [other]
        theirs = self._tables.later(other) if isinstance(other, Mapper) else NO_COLUMNS
        later = (self._tables.later(mapper), theirs)
        search = find_join(self._tables, mapper.tables, others, mapper.table, foreign_keys, later)
        relationship.search.append(search)
        if isinstance(search, JoinFound):
            return equalities(search.pairs)
        raise UnreadableCondition(getattr(search, "reason", "no join can be made"))


def _flag(argument: Argument[bool]) -> bool | None:
    match argument:
        case Given(value, _):
            return value
        case Absent():
            return False
    return None
