"""A relationship that cannot be, taken away; only a person knows that nothing needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.intentions import RemoveStatement
from mapperlint.model.mending.writing import call_of, statement_of

if TYPE_CHECKING:
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.relationships import Relationship


def removed(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """A relationship goes, and with it those that it is linked to."""
    sides = [relationship, *(each for each in relationship.reverse if each.read is not None)]
    statements = [statement_of(each) for each in sides if call_of(project, each) is not None]
    known = tuple(RemoveStatement(each) for each in statements if each is not None)
    if len(known) < len(sides):
        return ()
    title = "remove " + " and ".join(f"`{each.label}`" for each in sides)
    return (Fix(title, Applicability.SHOWN, known),)
