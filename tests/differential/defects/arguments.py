"""Mistakes in other arguments of a relationship."""

from __future__ import annotations

from random import Random

from tests.differential.defects.choices import a_relationship, defect
from tests.differential.projects import Project

KEYWORDS = (
    ("cascade", '"all, delete-orphans"'),
    ("cascade", '"all, delete-orphan"'),
    ("cascade", '"delete-orphan"'),
    ("lazy", '"selectinload"'),
    ("lazy", '"dynamic"'),
    ("lazy", '"noload"'),
    ("back_populate", '"other"'),
    ("single_parent", "True"),
    ("passive_deletes", '"all"'),
    ("order_by", '"nowhere"'),
    ("uselist", "False"),
    ("uselist", "True"),
    ("overlaps", '"other"'),
    ("post_update", "True"),
    ("collection_class", "set"),
    ("viewonly", "True"),
)


@defect
def another_keyword(random: Random, project: Project) -> Project | None:
    """One more argument, right or wrong."""
    it = a_relationship(random, project)
    return it.with_keyword(*random.choice(KEYWORDS)) if it else None


@defect
def order_of_a_missing_column(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project)
    if it is None:
        return None
    return it.with_keyword("order_by", f'"{it.relationship.target}.nowhere"')


@defect
def view_with_cascade(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project)
    if it is None:
        return None
    return it.with_changes(extras=(("viewonly", "True"), ("cascade", '"all, delete"')))
