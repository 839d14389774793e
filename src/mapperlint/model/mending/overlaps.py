"""Relationships that write one column, paired, or told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.model.mending.naming import quoted
from mapperlint.model.mending.other_sides import paired
from mapperlint.model.mending.writing import reworded, with_keyword
from mapperlint.model.relationships.arguments import Absent, Given, relationship_argument
from mapperlint.model.relationships.doubtful_joins import written_columns
from mapperlint.model.relationships.overlaps import identity, overlaps_argument

if TYPE_CHECKING:
    from collections.abc import Hashable

    from mapperlint.intentions import Intention
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.overlaps import Overlapping
    from mapperlint.model.relationships.relationships import Relationship

OF_WRITERS = (
    *("cascade", "passive_deletes", "passive_updates", "enable_typechecks", "active_history"),
    *("cascade_backrefs", "post_update", "single_parent", "sync_backref", "cascade_delete"),
)
"""The keywords that SQLAlchemy does not take of a relationship that is only read."""


def apart(project: Project, found: Overlapping) -> tuple[Fix, ...]:
    """The two are paired where they are ends of one link; else the one stands back.

    Where one of them writes a column besides, as composite keys that share a column do, both are
    meant to write.
    """
    if len(found.overlaps) == 1 and found.overlaps[0].ends_of_one_link:
        return paired(project, found.overlaps[0]) if found.overlaps[0].opposite else ()
    relationship = found.relationship
    mine, others = _columns(relationship), [_columns(other) for other in found.others]
    more = not mine <= set().union(*others)
    more = more or any(
        not columns <= mine and other.secondary is None
        for other, columns in zip(found.others, others, strict=True)
    )
    return _knowing(project, found) if more else _reading(project, relationship)


def _columns(relationship: Relationship) -> set[Hashable]:
    join = relationship.join
    return set() if join is None else {identity(column) for column in written_columns(join)}


def _knowing(project: Project, found: Overlapping) -> tuple[Fix, ...]:
    relationship = found.relationship
    change: Intention | None
    names = sorted({other.name for other in found.others})
    match overlaps_argument(relationship):
        case Absent():
            change = with_keyword(project, relationship, "overlaps", quoted(",".join(names)))
        case Given(text):
            more = [name for name in names if name not in text.split(",")]
            change = reworded(project, relationship, "overlaps", ",".join([text, *more]))
        case _:
            return ()
    if change is None:
        return ()
    title = f"say that `{relationship.label}` writes what others write"
    return (Fix(title, Applicability.UNSAFE, (change,)),)


def _reading(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    read = relationship.read
    if read is None or not all(
        isinstance(relationship_argument(read.made, name), Absent) for name in OF_WRITERS
    ):
        return ()
    change = with_keyword(project, relationship, "viewonly", "True")
    if change is None:
        return ()
    title = f"only read `{relationship.label}`"
    return (Fix(title, Applicability.UNSAFE, (change,)),)
