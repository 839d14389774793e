"""A project made smaller as long as something stays true of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from tests.differential.projects import Column, Model, Module, Project, Relationship

LISTS = {
    Project: ("modules",),
    Module: ("items",),
    Model: ("relationships", "members", "keys", "mixins", "columns", "mapper"),
    Relationship: ("extras", "backref_extras"),
    Column: ("references",),
}


def reduced(project: Project, holds: Callable[[Project], bool]) -> Project:
    """The smallest that is found by leaving out one thing after another."""
    smaller = next(filter(holds, _smaller_projects(project)), None)
    while smaller is not None:
        project = smaller
        smaller = next(filter(holds, _smaller_projects(project)), None)
    return project


def _smaller_projects(project: Project) -> Iterator[Project]:
    if len(project.modules) > 1:
        items = tuple(item for module in project.modules for item in module.items)
        yield replace(project, modules=(replace(project.modules[0], items=items),))
    yield from _smaller(project)


def _smaller(value: Any) -> Iterator[Any]:
    """The same with one element, or one choice, less somewhere in it."""
    lists = LISTS.get(type(value), ())
    for name in lists:
        elements = getattr(value, name)
        for index in range(len(elements)):
            yield replace(value, **{name: (*elements[:index], *elements[index + 1 :])})
    for name in lists:
        elements = getattr(value, name)
        for index, element in enumerate(elements):
            for smaller in _smaller(element):
                changed = (*elements[:index], smaller, *elements[index + 1 :])
                yield replace(value, **{name: changed})
    yield from _plainer(value)


def _plainer(value: Any) -> Iterator[Any]:
    """Each choice as it is when nobody chooses."""
    if type(value) not in LISTS:
        return
    for each in fields(value):
        usual = each.default
        if each.name in ("defect", "target", "name", "is_mixin", *LISTS[type(value)]):
            continue
        if usual is not each.default_factory and getattr(value, each.name) != usual:
            try:
                yield replace(value, **{each.name: usual})
            except TypeError:
                continue
