"""What a relationship says about its join: `foreign_keys`, `primaryjoin`, `secondary`, ...

SQLAlchemy evaluates them late: strings in the class registry, callables by calling them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.mapping.class_attributes import lacks
from mapperlint.model.names.resolution import Missing, Resolution, Resolved, Unfit, Unknowable
from mapperlint.model.names.strings import StringScope
from mapperlint.model.relationships.arguments import (
    Given,
    Unreadable,
    relationship_argument,
    value_argument,
)
from mapperlint.model.relationships.conditions import Comparison, UnreadableCondition, comparisons
from mapperlint.model.relationships.written_strings import expression_in
from mapperlint.model.tables.tables import Column, Table
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import construct_of, makes_table
from mapperlint.model.values.values import (
    ClassAttribute,
    Closure,
    Function,
    Items,
    Known,
    Made,
    TableOf,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.mapping.mapping import MapperBuilder
    from mapperlint.model.names.class_registry import ClassRegistry
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.relationships.arguments import Keywords
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.values.evaluation import Evaluator


MAPPED_CLASS = "a mapped class"
"""What a `secondary` must not be; the table of the class is meant."""


class JoinArguments:
    """Reads the arguments of relationships and backrefs that make a join."""

    def __init__(
        self,
        evaluator: Evaluator,
        builder: MapperBuilder,
        registry: ClassRegistry,
        tables: MetadataTables,
    ) -> None:
        self._evaluator = evaluator
        self._builder = builder
        self._registry = registry
        self._tables = tables

    def condition(self, keywords: Keywords, name: str, owner: Mapper) -> list[Comparison] | None:
        """`primaryjoin` or `secondaryjoin`, None if it is absent. Raises UnreadableCondition."""
        match keywords.of(name):
            case Given(value, _):
                evaluated = self.expressed(owner, value)
                return comparisons(evaluated, lambda each: self._tables.column(each, owner))
            case Unreadable(reason):
                raise UnreadableCondition(reason)
        return None

    def columns(self, keywords: Keywords, name: str, owner: Mapper) -> frozenset[Column] | None:
        """`foreign_keys` or `remote_side`, None if it is absent. Raises UnreadableCondition."""
        match keywords.of(name):
            case Given(value, _):
                evaluated = self.expressed(owner, value)
                items = evaluated.items if isinstance(evaluated, Items) else (evaluated,)
                found = [self._tables.column(item, owner) for item in items]
                columns = [column for column in found if column is not None]
                if isinstance(value, Known) and any(map(self._is_replaced, items)):
                    raise UnreadableCondition(f"`{name}` names what is no attribute any more")
                if len(columns) != len(items):
                    reason = f"`{name}` holds something that is not a column in sight"
                    raise UnreadableCondition(reason)
                return frozenset(columns) or None
            case Unreadable(reason):
                raise UnreadableCondition(reason)
        return None

    def _is_replaced(self, item: Value) -> bool:
        """Whether a string names a column of a class that its mapper has no more."""
        mapper = self._builder.mapper(item.owner) if isinstance(item, ClassAttribute) else None
        return (
            mapper is not None
            and isinstance(item, ClassAttribute)
            and (item.name in mapper.replaced)
        )

    def expressed(self, owner: Mapper, value: Value) -> Value:
        """An argument SQLAlchemy evaluates: a string in the class registry, a callable called.

        Strings inside a list stay strings, and are refused later.
        """
        match value:
            case Known(str(text)):
                expression = expression_in(text)
                if expression is None:
                    return Unknown("a string that is not Python")
                scope = StringScope(owner, self._registry, self._tables)
                return self._evaluator.evaluate(expression, scope, None)
            case Closure() | Function():
                return self._evaluator.resolved(value)
        return value

    def lacking(self, value: ClassAttribute) -> Mapper | None:
        """The mapper of a class that surely lacks the attribute that is read of it."""
        mapper = self._builder.mapper(value.owner)
        return mapper if mapper is not None and lacks(mapper, value.name) else None

    # secondary

    def give_secondary(self, relationship: Relationship, made: Made) -> None:
        """Note the `secondary` of a relationship, or of SQLModel its `link_model`."""
        if construct_of(made) == "sqlmodel.Relationship":
            self._link_model(relationship, made)
            return
        argument = value_argument(made, "secondary", 1)
        match argument:
            case Given(value, where):
                relationship.secondary_where = where
                relationship.secondary = self._secondary(relationship.owner, value)
            case Unreadable(reason):
                relationship.secondary = Unknowable(reason)
                relationship.secondary_where = made.where
        if isinstance(relationship.secondary, Unknowable):
            relationship.unknown["secondary"] = relationship.secondary.reason

    def _link_model(self, relationship: Relationship, made: Made) -> None:
        """SQLModel's `link_model`: the table of a table model, or `secondary` handed on."""
        match relationship_argument(made, "secondary"):
            case Given(value, where):
                relationship.secondary_where = where
                relationship.secondary = self._secondary(relationship.owner, value)
                return
            case Unreadable(reason):
                relationship.secondary = Unknowable(reason)
                return
        match value_argument(made, "link_model"):
            case Given(Class() as cls, where):
                mapper = self._builder.mapper(cls)
                relationship.secondary_where = where
                if mapper is not None and mapper.table is not None:
                    relationship.secondary = Resolved(mapper.table)
                else:
                    relationship.secondary = Unknowable("the link model has no table in sight")
            case Given(_, _):
                relationship.secondary = Unknowable("the link model is not read")
            case Unreadable(reason):
                relationship.secondary = Unknowable(reason)

    def _secondary(self, owner: Mapper, value: Value) -> Resolution[Table]:
        resolved = self._evaluator.resolved(value)
        match resolved:
            case Made() if makes_table(resolved):
                return Resolved(self._table(resolved, owner))
            case TableOf(cls):
                mapper = self._builder.mapper(cls)
                if mapper is not None and mapper.table is not None:
                    return Resolved(mapper.table)
                return Unknowable("its secondary table is not in sight")
            case Known(str(text)):
                return self._secondary_by_name(owner, text)
            case Class():
                mapped = self._builder.mapper(resolved) is not None
                return Unfit(resolved.name, MAPPED_CLASS if mapped else "a class, not a table")
            case Unknown(reason):
                return Unknowable(reason)
        return Unknowable("its secondary table is not read")

    def _table(self, made: Made, owner: Mapper) -> Table:
        return self._tables.table(made) or self._builder.table(made, owner.module)

    def _secondary_by_name(self, owner: Mapper, text: str) -> Resolution[Table]:
        found = self._registry.table_names.secondary(owner, text)
        if not isinstance(found, Missing):
            return found
        classes = self._registry.same_registry(owner, text)
        if classes and all(mapper.registry == owner.registry for mapper in classes):
            return Unfit(text, MAPPED_CLASS)
        return Unknowable("its secondary is the name of a class") if classes else found
