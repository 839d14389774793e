"""Mistakes in what a relationship leads to."""

from __future__ import annotations

from random import Random

from tests.differential.defects.choices import a_model, a_relationship, defect, misspelled
from tests.differential.projects import Project, Spelling, Style


@defect
def target_misspelled(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project)
    if it is None:
        return None
    spelling = it.relationship.argument and Spelling.STRING
    name = misspelled(random, it.relationship.target)
    return it.with_changes(target=name, argument=spelling)


@defect
def target_is_another_class(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project)
    other = a_model(random, project)
    return it.with_changes(target=other.name) if it and other else None


@defect
def target_is_a_table(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project)
    if it is None or it.target is None or project.style is Style.SQLMODEL:
        return None
    return it.with_changes(target=project.table_key(it.target), argument=Spelling.STRING)


@defect
def target_is_a_mixin(random: Random, project: Project) -> Project | None:
    it = a_relationship(random, project)
    if it is None or not project.mixins:
        return None
    return it.with_changes(target=project.mixins[0].name)


@defect
def annotation_quoted_whole(random: Random, project: Project) -> Project | None:
    it = a_relationship(
        random, project, lambda each: bool(each.annotation and "[" in each.annotation)
    )
    if it is None or project.postponed:
        return None
    whole = str(it.relationship.annotation).replace('"', "")
    return it.with_changes(annotation=f'"{whole}"')


@defect
def annotation_of_the_other_kind(random: Random, project: Project) -> Project | None:
    """One where there are many, or the other way round."""
    it = a_relationship(random, project, lambda each: each.annotation is not None)
    if it is None:
        return None
    is_list = "ist[" in str(it.relationship.annotation)
    return it.with_changes(annotation='Optional["{}"]' if is_list else 'List["{}"]')
