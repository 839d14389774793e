"""Slips in the body of a class, set right where nothing else can have been meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.shapes import Assign
from mapperlint.intentions import DropTrailingComma, Enclose
from mapperlint.model.mending.writing import may_change
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.slips import TupleName, Uncalled


def called(project: Project, found: Uncalled) -> tuple[Fix, ...]:
    """`relationship` becomes `relationship()`, which takes its target from the annotation."""
    cls = found.owner.cls
    if found.name not in cls.annotations or not may_change(project, found.where.path):
        return ()
    change = Enclose(found.where, "", "()")
    return (Fix(f"call `{found.word}`", Applicability.SAFE, (change,)),)


def without_comma(project: Project, found: TupleName) -> tuple[Fix, ...]:
    """`__tablename__ = "posts",` loses the comma that makes a tuple of it."""
    if len(found.names) != 1 or not may_change(project, found.where.path):
        return ()
    for statement in found.owner.cls.facts.body:
        match statement:
            case Assign(value=value) if value is not None and value.span == found.where.span:
                change = DropTrailingComma(Location(found.where.path, statement.span))
                title = f'write `__tablename__ = "{found.names[0]}"`'
                return (Fix(title, Applicability.SAFE, (change,)),)
    return ()
