"""Mistakes in the two sides of a pair."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.differential.defects.choices import a_relationship, defect, misspelled, paired
from tests.differential.projects import Project


@defect
def reverse_misspelled(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, paired)
    if it is None:
        return None
    return it.with_changes(back_populates=misspelled(random, str(it.relationship.back_populates)))


@defect
def side_removed(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, paired)
    return it.replaced() if it else None


@defect
def side_renamed(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, paired)
    return it.with_changes(name=f"{it.relationship.name}_x") if it else None


@defect
def side_defined_twice(random: Random, project: Project) -> Project | None:
    """The same relationship under a second name."""
    it = a_relationship(random, project)
    if it is None:
        return None
    return it.replaced(it.relationship, replace(it.relationship, name=f"{it.relationship.name}_2"))


@defect
def second_relationship_along_a_key(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, lambda each: each.backref is None)
    if it is None:
        return None
    lone = replace(it.relationship, name=f"{it.relationship.name}_2", back_populates=None)
    return it.replaced(it.relationship, lone)


@defect
def reverse_is_a_column(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, paired)
    if it is None or it.target is None or not it.target.columns:
        return None
    return it.with_changes(back_populates=random.choice(it.target.columns).name)


@defect
def reverse_is_another(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, paired)
    if it is None or it.target is None:
        return None
    names = [each.name for each in it.target.relationships]
    others = [name for name in names if name != it.relationship.back_populates]
    return it.with_changes(back_populates=random.choice(others)) if others else None


@defect
def reverse_is_itself(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, paired)
    return it.with_changes(back_populates=it.relationship.name) if it else None


@defect
def one_sided(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, paired)
    return it.with_changes(back_populates=None) if it else None


@defect
def backref_and_back_populates(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, paired)
    return it.with_changes(backref="again") if it else None


@defect
def backref_collides(random: Random, project: Project) -> Project | None:
    """Its name is taken on the other side, by a column, a relationship or another backref."""
    it = a_relationship(random, project)
    if it is None or it.target is None:
        return None
    taken = [column.name for column in it.target.columns]
    taken += [each.name for each in it.target.relationships]
    taken += [
        each.backref
        for model in project.models
        for each in model.relationships
        if each.backref and each.target == it.relationship.target
    ]
    if not taken:
        return None
    return it.with_changes(back_populates=None, backref=random.choice(taken))


@defect
def backref_beside_a_pair(random: Random, project: Project) -> Project | None:
    """One side makes by backref what the other side has already."""
    it = a_relationship(random, project, paired)
    if it is None:
        return None
    return it.with_changes(back_populates=None, backref=it.relationship.back_populates)


@defect
def view_of_a_pair(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, paired)
    return it.with_keyword("viewonly", "True") if it else None


@defect
def view_that_syncs(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, paired)
    if it is None:
        return None
    extras = (("viewonly", "True"), ("sync_backref", "True"))
    return it.with_changes(extras=extras)
