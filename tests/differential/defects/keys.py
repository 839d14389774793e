"""Mistakes in foreign keys."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from tests.differential.defects.choices import a_key, a_model, defect, misspelled, with_column
from tests.differential.projects import CompositeKey, Model, Project, Reference


@defect
def key_removed(random: Random, project: Project) -> Project | None:
    it = a_key(random, project)
    return with_column(project, *it, replace(it[1], references=())) if it else None


@defect
def column_removed(random: Random, project: Project) -> Project | None:
    it = a_key(random, project)
    return with_column(project, *it) if it else None


@defect
def column_renamed(random: Random, project: Project) -> Project | None:
    it = a_key(random, project)
    return with_column(project, *it, replace(it[1], name=f"{it[1].name}_x")) if it else None


@defect
def second_key(random: Random, project: Project) -> Project | None:
    it = a_key(random, project)
    if it is None:
        return None
    again = replace(it[1], name=f"other_{it[1].name}", column=None, primary_key=False)
    return with_column(project, *it, it[1], again)


@defect
def second_key_in_one_column(random: Random, project: Project) -> Project | None:
    it = a_key(random, project)
    other = a_model(random, project, lambda each: bool(each.columns) and not each.shares_table)
    if it is None or other is None:
        return None
    key = Reference(project.table_key(other), other.columns[0].in_table)
    return with_column(project, *it, replace(it[1], references=(*it[1].references, key)))


def with_reference(random: Random, project: Project, **changes: Any) -> Project | None:
    it = a_key(random, project)
    if it is None:
        return None
    key = replace(it[1].references[0], owner=None, **changes)
    return with_column(project, *it, replace(it[1], references=(key,)))


@defect
def key_to_a_missing_table(random: Random, project: Project) -> Project | None:
    model = a_model(random, project)
    return with_reference(random, project, table=misspelled(random, model.name)) if model else None


@defect
def key_to_a_class(random: Random, project: Project) -> Project | None:
    model = a_model(random, project)
    return with_reference(random, project, table=model.name) if model else None


@defect
def key_without_schema(random: Random, project: Project) -> Project | None:
    model = a_model(random, project, lambda each: bool(each.schema or project.schema))
    if model is None:
        return None
    return with_reference(
        random, project, table=project.table_key(model).rpartition(".")[2], column="id"
    )


@defect
def key_to_a_missing_column(random: Random, project: Project) -> Project | None:
    return with_reference(random, project, column=random.choice(("ident", "pk", "name")))


@defect
def key_without_a_column(random: Random, project: Project) -> Project | None:
    return with_reference(random, project, column="")


@defect
def key_to_another_table(random: Random, project: Project) -> Project | None:
    model = a_model(random, project, lambda each: bool(each.columns))
    if model is None:
        return None
    return with_reference(
        random, project, table=project.table_key(model), column=model.columns[0].in_table
    )


def a_composite_key(random: Random, project: Project) -> tuple[Model, CompositeKey] | None:
    found = [(model, key) for model in project.models for key in model.keys]
    return random.choice(found) if found else None


@defect
def composite_key_of_another_length(random: Random, project: Project) -> Project | None:
    it = a_composite_key(random, project)
    if it is None:
        return None
    model, key = it
    short = replace(key, columns=key.columns[:1])
    return project.replacing(model, replace(model, keys=(short, *model.keys[1:])))


@defect
def composite_key_of_missing_columns(random: Random, project: Project) -> Project | None:
    it = a_composite_key(random, project)
    if it is None:
        return None
    model, key = it
    if random.random() < 0.5:
        wrong = replace(key, columns=("nowhere", *key.columns[1:]))
    else:
        wrong = replace(key, referred=("nowhere", *key.referred[1:]))
    return project.replacing(model, replace(model, keys=(wrong, *model.keys[1:])))
