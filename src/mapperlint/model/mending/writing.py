"""Where a relationship is written, and what of that may be changed for it alone.

A call in a mixin or in a function makes many relationships, one with `**` arguments may say more
than is seen, and a string may be a constant that is used elsewhere. These are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.expressions import Constant, Expression, Mapping
from mapperlint.facts.shapes import Assign, When
from mapperlint.facts.written import plain_string
from mapperlint.intentions import Reword, SetKeyword
from mapperlint.model.relationships.keywords import SQLMODEL
from mapperlint.model.values.constructs import construct_of
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.values.values import Made

_PASSED_ON = "sa_relationship_kwargs"


def may_change(project: Project, path: str) -> bool:
    """Whether a file is a person's own, and part of the application."""
    module = project.modules.by_path.get(path)
    return module is not None and project.is_judged(module)


def call_of(project: Project, relationship: Relationship) -> Location | None:
    """The call that makes this relationship and no other, where all of it is seen."""
    read = relationship.read
    if read is None or not may_change(project, relationship.path):
        return None
    made = read.made
    if made.open or made.within or made.keyword("sa_relationship") is not None:
        return None
    if statement_of(relationship) is not None:
        return relationship.where
    mapping = project.declarations.imperative(relationship.owner.cls)
    if mapping is None or mapping.within or not _lies_in(relationship.where, mapping.where):
        return None
    return relationship.where


def statement_of(relationship: Relationship) -> Location | None:
    """The statement that gives a relationship to its class, in the class or after it."""
    member = relationship.owner.cls.own(relationship.name)
    if member is None or not isinstance(member.statement, Assign):
        return None
    whole = Location(member.scope.module.path, member.statement.span)
    if member.statement.when is not When.ALWAYS or not _lies_in(relationship.where, whole):
        return None
    return whole


def _lies_in(inner: Location, outer: Location) -> bool:
    return inner.path == outer.path and inner.span.within(outer.span)


def is_sqlmodel(made: Made) -> bool:
    """Whether a call is SQLModel's, which hands most keywords on in a dict."""
    return construct_of(made) == "sqlmodel.Relationship"


def with_keyword(
    project: Project, relationship: Relationship, name: str, source: str
) -> SetKeyword | None:
    """The relationship has a keyword with this value; None where it must not be written there."""
    where = call_of(project, relationship)
    if where is None or relationship.read is None:
        return None
    made = relationship.read.made
    if is_sqlmodel(made) and name not in SQLMODEL:
        if made.keyword(_PASSED_ON) is not None:
            return None
        return SetKeyword(where, _PASSED_ON, f'{{"{name}": {source}}}')
    if made.keyword(name) is not None and made.expression(name) is None:
        return None  # It comes out of a `**` that is read.
    return SetKeyword(where, name, source)


def reworded(project: Project, relationship: Relationship, name: str, text: str) -> Reword | None:
    """The string that a keyword of a relationship is given says something else."""
    if call_of(project, relationship) is None or relationship.read is None:
        return None
    where = literal_of(relationship.read.made, name)
    if where is None or plain_string(project.source.text(where.path), where.span) is None:
        return None
    return Reword(where, text)


def literal_of(made: Made, name: str) -> Location | None:
    """The string literal that a keyword is given, where it is one."""
    expression: Expression | None = made.expression(name)
    passed_on = made.expression(_PASSED_ON)
    if isinstance(passed_on, Mapping):
        for key, value in passed_on.entries:
            if isinstance(key, Constant) and key.value == name:
                expression = value
    if isinstance(expression, Constant) and isinstance(expression.value, str):
        return Location(made.where.path, expression.span)
    return None
