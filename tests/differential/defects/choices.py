"""The register of mistakes, and the choice of what they are made in.

A mistake that finds no place for itself answers None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tests.differential.projects import Column, Model, Project, Relationship

Defect = Callable[[Random, Project], "Project | None"]
DEFECTS: dict[str, Defect] = {}


def defect(function: Defect) -> Defect:
    """Takes a mistake into the register; its name is that of the function."""
    DEFECTS[function.__name__.replace("_", " ")] = function
    return function


def is_any(_: Relationship) -> bool:
    return True


class Choice:
    """A relationship of a project, to be changed."""

    def __init__(self, project: Project, model: Model, relationship: Relationship) -> None:
        self.project = project
        self.model = model
        self.relationship = relationship

    @property
    def target(self) -> Model | None:
        return self.project.model(self.relationship.target)

    def with_changes(self, **changes: Any) -> Project:
        return self.replaced(replace(self.relationship, **changes))

    def with_keyword(self, name: str, value: str) -> Project:
        others = tuple(each for each in self.relationship.extras if each[0] != name)
        return self.with_changes(extras=(*others, (name, value)))

    def replaced(self, *new: Relationship) -> Project:
        old = self.relationship
        relationships = tuple(
            each for it in self.model.relationships for each in (new if it is old else (it,))
        )
        return self.project.replacing(self.model, replace(self.model, relationships=relationships))


def a_relationship(
    random: Random, project: Project, suits: Callable[[Relationship], bool] = is_any
) -> Choice | None:
    found = [
        Choice(project, model, relationship)
        for model in project.models
        for relationship in model.relationships
        if suits(relationship)
    ]
    return random.choice(found) if found else None


def paired(relationship: Relationship) -> bool:
    return relationship.back_populates is not None


def a_model(
    random: Random, project: Project, suits: Callable[[Model], bool] = lambda _: True
) -> Model | None:
    found = [model for model in project.models if suits(model)]
    return random.choice(found) if found else None


def misspelled(random: Random, name: str) -> str:
    return random.choice((f"{name}s", name[:-1] or "x", name.lower(), f"my_{name}"))


def with_column(project: Project, model: Model, old: Column, *new: Column) -> Project:
    columns = tuple(each for it in model.columns for each in (new if it is old else (it,)))
    return project.replacing(model, replace(model, columns=columns))


def a_key(random: Random, project: Project) -> tuple[Model, Column] | None:
    found = [
        (model, column)
        for model in (*project.models, *project.mixins)
        for column in model.columns
        if column.references
    ]
    return random.choice(found) if found else None
