"""Where relationships lead: the class their first argument or their annotation names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.expressions import Attribute, Expression, Name
from mapperlint.facts.shapes import When
from mapperlint.model.names.resolution import (
    Ambiguous,
    Missing,
    Resolution,
    Resolved,
    Unfit,
    Unknowable,
)
from mapperlint.model.relationships.annotated_types import whole_type
from mapperlint.model.relationships.arguments import (
    Absent,
    Argument,
    Given,
    Unreadable,
    value_argument,
)
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import construct_of, makes_table
from mapperlint.model.values.scopes import unbound
from mapperlint.model.values.values import Closure, Known, Made, Unknown, Value

if TYPE_CHECKING:
    from mapperlint.model.declarative.reads import RelationshipRead
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.mapping.mapping import MapperBuilder
    from mapperlint.model.names.class_registry import ClassRegistry
    from mapperlint.model.relationships.relationship_calls import RelationshipCall
    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.model.versions.sqlalchemy_version import SqlalchemyVersion
    from mapperlint.places import Location


class Targets:
    """Finds the targets of relationships."""

    def __init__(
        self, evaluator: Evaluator, builder: MapperBuilder, registry: ClassRegistry
    ) -> None:
        self._evaluator = evaluator
        self._builder = builder
        self._registry = registry

    def target(self, mapper: Mapper, read: RelationshipRead) -> tuple[Resolution[Mapper], Location]:
        """What a relationship leads to, and the place that says so."""
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
                return self._named(mapper, value), where
            case Unreadable(reason):
                return Unknowable(reason), made.where
        if construct_of(made) == "relationship" and self._evaluator.sqlalchemy.before("2.0"):
            return Unknowable("SQLAlchemy before 2.0 reads no annotation"), made.where
        where = read.annotation_where or made.where
        whole = whole_type(read)
        if whole is not None:
            return Missing(whole), where
        if read.annotation is None or read.annotation.target is None:
            return Unknowable("its annotation is not read"), where
        return self.annotated(mapper, read), where

    def _absent_name(self, value: Value) -> str | None:
        """The name in `lambda: Name` that the module does not bind at all."""
        if not isinstance(value, Closure) or not isinstance(value.expression.body, Name):
            return None
        name = value.expression.body.id
        found = self._evaluator.name(name, value.scope, None)
        stars = self._evaluator.scope(value.scope.module).bindings.stars
        return name if found == unbound(name) and not stars else None

    def _named(self, mapper: Mapper, value: Value) -> Resolution[Mapper]:
        resolved = self._evaluator.resolved(value)
        match resolved:
            case Known(str(text)):
                return self._registry.resolve(mapper, text)
            case Class():
                found = self._builder.mapper(resolved)
                if found is not None:
                    return Resolved(found)
                if resolved.mapped_reason or resolved.in_function:
                    return Unknowable(resolved.mapped_reason or "it is made by a function")
                if self._builder.is_mapped_later(resolved):
                    return Unknowable("it is mapped later")
                return Unfit(resolved.name, "a class that is not mapped")
            case Made() if makes_table(resolved):
                return Unfit("a Table", "a table, not a class")
            case Unknown(reason):
                return Unknowable(reason)
        return Unknowable("its target is not read")

    def annotated(self, mapper: Mapper, read: RelationshipRead) -> Resolution[Mapper]:
        """The class that the annotation names."""
        assert read.annotation is not None
        if read.annotation.aliased is not None:
            return self._named(mapper, read.annotation.aliased)
        expression = read.annotation.target
        assert expression is not None
        value = self._evaluator.evaluate(expression, read.scope, None)
        text = _dotted(expression)
        if text is None:
            return Unknowable("its annotation is not read")
        found = self._builder.mapper(value) if isinstance(value, Class) else None
        bound = found is not None and self._bound_by_then(read, text)
        if found is not None and bound and not read.annotation.by_name:
            return Resolved(found)
        # What a string names is looked up once more, by the name of the class that it leads to.
        by_name = self._registry.resolve(mapper, found.name if found and bound else text)
        if found is not None and not isinstance(by_name, Resolved | Ambiguous):
            return Resolved(found)
        if isinstance(by_name, Missing) and isinstance(value, Class) and value.mapped_reason:
            return Unknowable(value.mapped_reason)
        return by_name

    def is_called(self, read: RelationshipRead, name: str) -> bool:
        """Whether a class that the annotation may lead to has this name in any case.

        That costs less than to look for it among the classes of the registry.
        """
        annotation = read.annotation
        if annotation is None or annotation.aliased is not None:
            return False
        target = annotation.target
        if not isinstance(target, Name) or target.id != name:
            return False
        value = self._evaluator.evaluate(target, read.scope, None)
        return not isinstance(value, Class) or value.name == name

    def _bound_by_then(self, read: RelationshipRead, text: str) -> bool:
        """Whether the module has bound the name by the time the class statement runs.

        A class of a later statement is found by its name in the registry, like one of another
        module.
        """
        assert read.annotation_where is not None
        bindings = self._evaluator.scope(read.scope.module).bindings
        line = read.annotation_where.span.line
        statements = bindings.alternatives(text.partition(".")[0], line)
        return any(each.when is not When.TYPE_CHECKING for each in statements)


def _dotted(expression: Expression) -> str | None:
    """The dotted text of a name, as an annotation is handed to the class registry."""
    match expression:
        case Name(id):
            return id
        case Attribute(value, attribute):
            inner = _dotted(value)
            return None if inner is None else f"{inner}.{attribute}"
    return None


def has_no_target(call: RelationshipCall, version: SqlalchemyVersion) -> bool:
    """Whether neither an argument nor an annotation says where a relationship leads."""
    read, made = call.relationship.read, call.made
    if read is None or call.inside is not None or construct_of(made) != "relationship":
        return False
    if not isinstance(value_argument(made, "argument", 0), Absent):
        return False
    if made.where.path != read.where.path or made.where.span.line < read.where.span.line:
        return False  # It is made for another attribute, whose annotation counts.
    return version.before("2.0") or read.annotation_where is None
