"""Mistakes in how two classes are joined."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.differential.defects.choices import a_key, a_model, a_relationship, defect, misspelled
from tests.differential.projects import Columns, Project, Spelling


@defect
def foreign_keys_left_out(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, lambda each: each.foreign_keys is not None)
    return it.with_changes(foreign_keys=None) if it else None


@defect
def foreign_keys_of_a_missing_column(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project)
    if it is None:
        return None
    return it.with_changes(foreign_keys=Columns((f"{it.model.name}.nowhere_id",)))


@defect
def foreign_keys_name_the_primary_key(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project)
    primary = it and next((each.name for each in it.model.columns if each.primary_key), None)
    if it is None or primary is None:
        return None
    return it.with_changes(foreign_keys=Columns((f"{it.model.name}.{primary}",)))


@defect
def foreign_keys_of_another_key(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project)
    key = a_key(random, project)
    if it is None or key is None or key[0].is_mixin:
        return None
    return it.with_changes(foreign_keys=Columns((f"{key[0].name}.{key[1].name}",)))


@defect
def remote_side_left_out(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, lambda each: each.remote_side is not None)
    return it.with_changes(remote_side=None) if it else None


@defect
def remote_side_on_the_other_side(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, lambda each: each.remote_side is None)
    primary = it and next((each.name for each in it.model.columns if each.primary_key), None)
    if it is None or primary is None:
        return None
    return it.with_changes(remote_side=Columns((f"{it.model.name}.{primary}",)))


@defect
def remote_side_is_the_key(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, lambda each: each.remote_side is not None)
    key = a_key(random, project)
    if it is None or key is None or key[0].is_mixin:
        return None
    return it.with_changes(remote_side=Columns((f"{key[0].name}.{key[1].name}",)))


@defect
def join_of_other_columns(random: Random, project: Project) -> Project | None:
    """A condition that names columns with or without a key between them, or none at all."""
    it = a_relationship(random, project, lambda each: each.secondary is None)
    if it is None or it.target is None or not (it.model.columns and it.target.columns):
        return None
    here = random.choice(it.model.columns).name
    there = random.choice((*(each.name for each in it.target.columns), "nowhere"))
    join = f"{it.model.name}.{here} == {it.target.name}.{there}"
    if random.random() < 0.3:
        join = f"foreign({it.model.name}.{here}) == {it.target.name}.{there}"
    return it.with_changes(primaryjoin=join)


@defect
def secondary_misspelled(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, lambda each: each.secondary is not None)
    if it is None:
        return None
    return it.with_changes(secondary=misspelled(random, str(it.relationship.secondary)))


@defect
def secondary_is_another_table(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project)
    model = a_model(random, project)
    if it is None or model is None:
        return None
    return it.with_changes(secondary=project.table_key(model), secondary_spelling=Spelling.STRING)


@defect
def secondary_left_out(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, lambda each: each.secondary is not None)
    return it.with_changes(secondary=None) if it else None


@defect
def secondary_without_a_key(random: Random, project: Project) -> Project | None:
    if not project.links:
        return None
    link = random.choice(project.links)
    first, *others = link.columns
    return project.replacing(link, replace(link, columns=(replace(first, references=()), *others)))


@defect
def secondary_with_two_keys(random: Random, project: Project) -> Project | None:
    if not project.links:
        return None
    link = random.choice(project.links)
    again = replace(link.columns[0], name="third_id", column="third_id")
    return project.replacing(link, replace(link, columns=(*link.columns, again)))


@defect
def joins_of_both_sides_left_out(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project, lambda each: each.secondaryjoin is not None)
    return it.with_changes(primaryjoin=None, secondaryjoin=None) if it else None
