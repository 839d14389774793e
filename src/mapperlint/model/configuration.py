"""Configuring relationships: SQLAlchemy's `do_init`, for all relationships of the project.

In SQLAlchemy's order: arguments are evaluated, the target is resolved, the join is determined, the
cardinality follows, and then the two sides are linked. Nothing stops at the first failure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.expressions import Attribute, Expression, Name
from mapperlint.facts.extract import parse_expression
from mapperlint.facts.shapes import When
from mapperlint.model.arguments import (
    Absent,
    Argument,
    Given,
    Unreadable,
    flag_argument,
    text_argument,
    value_argument,
)
from mapperlint.model.attributes import RelationshipRead
from mapperlint.model.classes import Class
from mapperlint.model.conditions import (
    Comparison,
    UnreadableCondition,
    comparisons,
    equalities,
)
from mapperlint.model.join_search import JoinFound, JoinSearch, find_join
from mapperlint.model.joins import (
    Direction,
    Join,
    UndeterminedDirection,
    UnknownReference,
    columns_of,
)
from mapperlint.model.mappers import ColumnAttribute, Mapper, OtherAttribute
from mapperlint.model.relationships import Relationship
from mapperlint.model.resolution import Ambiguous, Missing, Resolution, Resolved, Unfit, Unknowable
from mapperlint.model.scopes import unbound
from mapperlint.model.strings import StringScope
from mapperlint.model.tables import Column, Table, construct_of
from mapperlint.model.values import (
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
    from mapperlint.model.class_registry import ClassRegistry
    from mapperlint.model.evaluation import Evaluator
    from mapperlint.model.mapping import MapperBuilder
    from mapperlint.model.metadata_tables import MetadataTables


class _Unread(Exception):
    """An argument of the join is only known to the program."""


class Configuration:
    """Configures the relationships of all mappers."""

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
        self._waiting: list[tuple[Relationship, Made]] = []

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
        target, where = self._target(mapper, read)
        viewonly = flag_argument(made, "viewonly")
        relationship = Relationship(
            mapper,
            read.name,
            made.where,
            read,
            target,
            where,
            _flag(viewonly),
            text_argument(made, "back_populates"),
            self._backref_name(made),
        )
        if isinstance(viewonly, Unreadable):
            relationship.unknown["viewonly"] = viewonly.reason
        mapper.attributes[read.name] = relationship
        self._waiting.append((relationship, made))

    def _backref_name(self, made: Made) -> Argument[str]:
        argument = value_argument(made, "backref")
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

    # target

    def _target(self, mapper: Mapper, read: RelationshipRead):  # type: ignore[no-untyped-def]
        made = read.made
        argument: Argument[Value] = Absent()
        if construct_of(made) == "sqlmodel.Relationship":
            argument = value_argument(made, "sa_relationship")
            if isinstance(argument, Given):
                return Unknowable("`sa_relationship` is given"), made.where
        else:
            argument = value_argument(made, "argument", 0)
        match argument:
            case Given(value, where):
                absent = self._absent_name(value)
                if absent is not None:
                    return Missing(absent, self._registry.near(mapper)), where
                return self._target_of(mapper, value), where
            case Unreadable(reason):
                return Unknowable(reason), made.where
        where = read.annotation_where or made.where
        if read.annotation is None or read.annotation.target is None:
            return Unknowable("its annotation is not read"), where
        return self._annotated_target(mapper, read), where

    def _absent_name(self, value: Value) -> str | None:
        """The name in `lambda: Name` that the module does not bind at all."""
        if not isinstance(value, Closure) or not isinstance(value.expression.body, Name):
            return None
        name = value.expression.body.id
        found = self._evaluator.name(name, value.scope, None)
        stars = self._evaluator.scope(value.scope.module).bindings.stars
        return name if found == unbound(name) and not stars else None

    def _target_of(self, mapper: Mapper, value: Value) -> Resolution[Mapper]:
        resolved = self._evaluator.resolved(value)
        match resolved:
            case Known(str(text)):
                return self._registry.resolve(mapper, text)
            case Class():
                found = self._builder.mapper(resolved)
                if found is not None:
                    return Resolved(found)
                if resolved.open_reason or resolved.in_function:
                    return Unknowable(resolved.open_reason or "it is made by a function")
                return Unfit(resolved.name, "a class that is not mapped")
            case Made() if construct_of(resolved) == "Table":
                return Unfit("a Table", "a table, not a class")
            case Unknown(reason):
                return Unknowable(reason)
        return Unknowable("its target is not read")

    def _annotated_target(self, mapper: Mapper, read: RelationshipRead) -> Resolution[Mapper]:
        assert read.annotation is not None
        expression = read.annotation.target
        assert expression is not None
        value = self._evaluator.evaluate(expression, read.scope, None)
        text = _dotted(expression)
        if text is None:
            return Unknowable("its annotation is not read")
        found = self._builder.mapper(value) if isinstance(value, Class) else None
        if found is not None and self._bound_by_then(read, text):
            return Resolved(found)
        by_name = self._registry.resolve(mapper, text)
        if found is not None and not isinstance(by_name, Resolved | Ambiguous):
            return Resolved(found)
        if isinstance(by_name, Missing) and isinstance(value, Class) and value.open_reason:
            return Unknowable(value.open_reason)
        return by_name

    def _bound_by_then(self, read: RelationshipRead, text: str) -> bool:
        """Whether the module has bound the name by the time the class statement runs.

        A class of a later statement is found by its name in the registry, like one of another module.
        """
        assert read.annotation_where is not None
        bindings = self._evaluator.scope(read.scope.module).bindings
        line = read.annotation_where.span.line
        statements = bindings.alternatives(text.partition(".")[0], line)
        return any(each.when is not When.TYPE_CHECKING for each in statements)

    # the join

    def _configure(self, relationship: Relationship, made: Made) -> None:
        self._configure_secondary(relationship, made)
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
        except (_Unread, UnreadableCondition) as error:
            self._unknown_join(relationship, str(error))
        except UnknownReference:
            self._unknown_join(relationship, "some foreign keys are not read")
        except UndeterminedDirection:
            relationship.undetermined = True
            self._unknown_join(relationship, "its direction cannot be determined")
        self.name_columns(relationship)
        self.set_uselist(relationship, made)

    def name_columns(self, relationship: Relationship) -> None:
        """Note the tables of the join whose names are not known."""
        for column in (column for pair in relationship.pairs for column in pair):
            if column.table.key is None:
                relationship.unknown.setdefault("pairs", "the name of a table is not known")
        table = relationship.secondary_table
        if table is not None and table.key is None:
            relationship.unknown.setdefault("secondary", "the name of a table is not known")

    def _unknown_join(self, relationship: Relationship, reason: str) -> None:
        relationship.unknown["direction"] = reason
        relationship.unknown["pairs"] = reason

    def _configure_secondary(self, relationship: Relationship, made: Made) -> None:
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
        match self._argument(made, "secondary"):
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
            case Made() if construct_of(resolved) == "Table":
                return Resolved(self._tables_from(resolved, owner))
            case TableOf(cls):
                mapper = self._builder.mapper(cls)
                if mapper is not None and mapper.table is not None:
                    return Resolved(mapper.table)
                return Unknowable("its secondary table is not in sight")
            case Known(str(text)):
                return self._secondary_by_name(owner, text)
            case Class():
                return Unfit(resolved.name, "a class, not a table")
            case Unknown(reason):
                return Unknowable(reason)
        return Unknowable("its secondary table is not read")

    def _tables_from(self, made: Made, owner: Mapper) -> Table:
        found = self._tables.table(made, owner.module)
        assert found is not None or made is not None
        return found if found is not None else self._builder.table(made, owner.module)

    def _secondary_by_name(self, owner: Mapper, text: str) -> Resolution[Table]:
        found = self._tables.by_key(owner.metadata, text, owner.module)
        if len(found) == 1:
            return Resolved(found[0])
        if found:
            return Unknowable(f"several tables are called `{text}`")
        if owner.metadata.schema and "." not in text:
            found = self._tables.by_key(
                owner.metadata, f"{owner.metadata.schema}.{text}", owner.module
            )
            if found:
                return Unknowable("whether the default schema applies depends on the version")
        reason = self._tables.incomplete_reason(owner.metadata)
        if reason is not None:
            return Unknowable(reason)
        if not text.replace(".", "").isidentifier() or self._registry.same_registry(owner, text):
            return Unknowable("its secondary is an expression")
        return Missing(text, self._tables.keys(owner.metadata, owner.module))

    def _join(self, relationship: Relationship, made: Made, target: Mapper) -> Join:
        owner = relationship.owner
        for mapper in (owner, target):
            if mapper.tables_reason is not None:
                raise _Unread(mapper.tables_reason)
        foreign_keys = self._columns(relationship, made, "foreign_keys")
        remote_side = self._columns(relationship, made, "remote_side")
        secondary = self._secondary_of(relationship)
        primary = self._condition(relationship, made, "primaryjoin")
        second = self._condition(relationship, made, "secondaryjoin") if secondary else None
        if secondary is None:
            if primary is None:
                primary = self._found(
                    relationship,
                    find_join(self._tables, owner.tables, target.tables, owner.table, foreign_keys),
                )
        else:
            if second is None:
                second = self._found(
                    relationship,
                    find_join(self._tables, target.tables, [secondary], target.table, foreign_keys),
                )
            if primary is None:
                primary = self._found(
                    relationship,
                    find_join(self._tables, owner.tables, [secondary], owner.table, foreign_keys),
                )
        join = self._new_join(owner, target, secondary, primary, second, foreign_keys, remote_side)
        join.determine(self._tables)
        return join

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
            columns_of(owner.tables),
            columns_of(target.tables),
            columns_of([owner.table] if owner.table else []),
            columns_of([target.table] if target.table else []),
            columns_of([secondary] if secondary else []),
            primary,
            second,
            foreign_keys,
            remote_side,
        )

    def _secondary_of(self, relationship: Relationship) -> Table | None:
        match relationship.secondary:
            case None:
                return None
            case Resolved(table):
                return table
            case Unknowable(reason):
                raise _Unread(reason)
        raise _Unread("its secondary table is not known")

    def _found(self, relationship: Relationship, search: JoinSearch) -> list[Comparison]:
        relationship.search.append(search)
        if isinstance(search, JoinFound):
            return equalities(search.pairs)
        raise _Unread(getattr(search, "reason", "no join can be made"))

    def _condition(
        self, relationship: Relationship, made: Made, name: str
    ) -> list[Comparison] | None:
        match self._argument(made, name):
            case Given(value, _):
                owner = relationship.owner
                evaluated = self.expressed(owner, value)
                return comparisons(evaluated, lambda each: self._column(each, owner))
            case Unreadable(reason):
                raise _Unread(reason)
        return None

    def _argument(self, made: Made, name: str) -> Argument[Value]:
        """A keyword of a relationship; SQLModel passes them in `sa_relationship_kwargs`."""
        if construct_of(made) == "sqlmodel.Relationship":
            match value_argument(made, "sa_relationship_kwargs"):
                case Given(value, where):
                    found = value.get(name) if hasattr(value, "get") else None
                    return Absent() if found is None else Given(found, where)
                case Unreadable(reason):
                    return Unreadable(reason)
            return Absent()
        return value_argument(made, name)

    def _columns(
        self, relationship: Relationship, made: Made, name: str
    ) -> frozenset[Column] | None:
        """The columns of `foreign_keys` or `remote_side`."""
        match self._argument(made, name):
            case Given(value, _):
                evaluated = self.expressed(relationship.owner, value)
                items = evaluated.items if isinstance(evaluated, Items) else (evaluated,)
                found = [self._column(item, relationship.owner) for item in items]
                columns = [column for column in found if column is not None]
                if len(columns) != len(items):
                    raise _Unread(f"`{name}` holds something that is not a column in sight")
                return frozenset(columns) or None
            case Unreadable(reason):
                raise _Unread(reason)
        return None

    def _column(self, value: Value, owner: Mapper) -> Column | None:
        return self._tables.column(value, owner)

    def expressed(self, owner: Mapper, value: Value) -> Value:
        """An argument SQLAlchemy evaluates: a string in the class registry, a callable called."""
        match value:
            case Known(str(text)):
                expression = parse_expression(text)
                if expression is None:
                    return Unknown("a string that is not Python")
                scope = StringScope(owner, self._registry, self._tables)
                return self._evaluator.evaluate(expression, scope, None)
            case Closure() | Function():
                return self._evaluator.resolved(value)
            case Items(kind, items, is_open):
                return Items(kind, tuple(self.expressed(owner, each) for each in items), is_open)
        return value

    # cardinality

    def set_uselist(self, relationship: Relationship, made: Made) -> None:
        """Whether it yields a collection: by annotation, by `uselist`, by direction."""
        read = relationship.read
        annotation = read.annotation if read is not None else None
        sqlmodel = construct_of(made) == "sqlmodel.Relationship"
        if annotation is not None and (annotation.wrapper or sqlmodel) and annotation.target:
            if annotation.wrapper in {"DynamicMapped", "WriteOnlyMapped"}:
                relationship.uselist = True
                return
            if not annotation.known:
                relationship.unknown["uselist"] = "its annotation is a generic that is not read"
                return
            if not annotation.collection:
                lazy = self._argument(made, "lazy")
                if isinstance(lazy, Given) and lazy.value in {
                    Known("dynamic"),
                    Known("write_only"),
                }:
                    relationship.uselist = True
                    return
                collects = self._argument(made, "collection_class")
                if isinstance(collects, Absent):
                    relationship.uselist = False
                    return
        if read is not None and read.unread_annotation:
            relationship.unknown["uselist"] = "its annotation is not read"
            return
        match self._argument(made, "uselist"):
            case Given(Known(value), _):
                relationship.uselist = bool(value)
                return
            case Given(_, _):
                relationship.unknown["uselist"] = "`uselist` is not a constant"
                return
            case Unreadable(reason):
                relationship.unknown["uselist"] = reason
                return
        self.uselist_by_direction(relationship)

    def uselist_by_direction(self, relationship: Relationship) -> None:
        """SQLAlchemy's default: everything but many-to-one yields a collection."""
        if relationship.direction is None:
            relationship.unknown["uselist"] = relationship.unknown.get(
                "direction", "its direction is not known"
            )
        else:
            relationship.uselist = relationship.direction is not Direction.MANYTOONE


def _flag(argument: Argument[bool]) -> bool | None:
    match argument:
        case Given(value, _):
            return value
        case Absent():
            return False
    return None


def _dotted(expression: Expression) -> str | None:
    """The dotted text of a name, as an annotation is handed to the class registry."""
    match expression:
        case Name(id):
            return id
        case Attribute(value, attribute):
            inner = _dotted(value)
            return None if inner is None else f"{inner}.{attribute}"
    return None


MAPPED_ATTRIBUTES = (ColumnAttribute, OtherAttribute, Relationship)
