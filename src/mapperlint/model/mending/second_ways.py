"""A second relationship of a class that leads to the same objects over the same columns.

Both would write, and only one of them can have the other side. So the second one only reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.intentions import RemoveKeyword
from mapperlint.model.mending.other_sides import belong_together
from mapperlint.model.mending.overlaps import OF_WRITERS
from mapperlint.model.mending.writing import call_of, with_keyword
from mapperlint.model.relationships.arguments import Absent, Given, relationship_argument
from mapperlint.model.relationships.doubtful_joins import written_columns
from mapperlint.model.relationships.relationships import Relationship

if TYPE_CHECKING:
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.backrefs import TakenName
    from mapperlint.model.relationships.pairs import TwoSided


def beside_a_pair(project: Project, pair: TwoSided) -> tuple[Fix, ...]:
    """The one that names an other side which another one has."""
    match pair.back.back_populates:
        case Given(name):
            first = pair.forward.owner.attribute(name)
            if isinstance(first, Relationship) and belong_together(first, pair.back):
                return _only_read(project, pair.forward, first, "back_populates")
    return ()


def beside_a_backref(project: Project, taken: TakenName) -> tuple[Fix, ...]:
    """The one whose backref would have the name of the first one's."""
    match taken.attribute:
        case Relationship(generated_by=Relationship() as first):
            return _only_read(project, taken.backref.relationship, first, "backref")
    return ()


def _only_read(
    project: Project, second: Relationship, first: Relationship, word: str
) -> tuple[Fix, ...]:
    where, read = call_of(project, second), second.read
    if where is None or read is None or not _are_alike(first, second):
        return ()
    if _is_claimed(project, second):
        return ()
    writes = (relationship_argument(read.made, name) for name in OF_WRITERS)
    change = with_keyword(project, second, "viewonly", "True")
    if change is None or not all(isinstance(each, Absent) for each in writes):
        return ()
    title = f"only read `{second.label}`"
    return (Fix(title, Applicability.UNSAFE, (RemoveKeyword(where, word), change)),)


def _is_claimed(project: Project, relationship: Relationship) -> bool:
    """Whether another relationship, of whatever class, names this one as its other side."""
    for each in project.relationships():
        match each.back_populates:
            case Given(name) if name == relationship.name:
                if each.target_mapper is relationship.owner:
                    return True
    return False


def _are_alike(one: Relationship, other: Relationship) -> bool:
    """Whether two relationships lead from one class to one class over the same columns."""
    if one is other or one.owner is not other.owner or one.target_mapper is not other.target_mapper:
        return False
    if one.join is None or other.join is None or one.generated_by or other.generated_by:
        return False
    return set(written_columns(one.join)) == set(written_columns(other.join))
