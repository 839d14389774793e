"""Mistakes between a class and its parent."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.differential.defects.choices import a_model, defect
from tests.differential.projects import Project


@defect
def key_to_the_parent_removed(random: Random, project: Project) -> Project | None:
    model = a_model(random, project, lambda each: each.parent is not None and bool(each.columns))
    if model is None:
        return None
    columns = tuple(
        replace(each, references=()) if each.primary_key else each for each in model.columns
    )
    return project.replacing(model, replace(model, columns=columns, keys=()))


@defect
def parent_left_out(random: Random, project: Project) -> Project | None:
    model = a_model(random, project, lambda each: each.parent is not None)
    return project.replacing(model, replace(model, parent=None, mapper=())) if model else None


@defect
def discriminator_missing(random: Random, project: Project) -> Project | None:
    model = a_model(
        random, project, lambda each: any(key == "polymorphic_on" for key, _ in each.mapper)
    )
    if model is None:
        return None
    mapper = tuple(
        (key, '"nowhere"' if key == "polymorphic_on" else value) for key, value in model.mapper
    )
    return project.replacing(model, replace(model, mapper=mapper))


@defect
def identity_used_twice(random: Random, project: Project) -> Project | None:
    model = a_model(random, project, lambda each: each.parent is not None)
    parent = project.model(model.parent) if model and model.parent else None
    if model is None or parent is None:
        return None
    identity = dict(parent.mapper).get("polymorphic_identity", '"same"')
    mapper = (("polymorphic_identity", identity),)
    return project.replacing(model, replace(model, mapper=mapper))
