"""Mistakes in classes, tables and columns."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.differential.defects.choices import a_model, a_relationship, defect
from tests.differential.projects import Column, Member, Project, Style


@defect
def no_primary_key(random: Random, project: Project) -> Project | None:
    model = a_model(random, project, lambda each: each.parent is None)
    if model is None:
        return None
    columns = tuple(replace(each, primary_key=False) for each in model.columns)
    return project.replacing(model, replace(model, columns=columns))


@defect
def class_defined_twice(random: Random, project: Project) -> Project | None:
    """In another module, with another table and without relationships of its own."""
    model = a_model(random, project, lambda each: each.parent is None)
    if model is None or len(project.modules) < 2:
        return None
    home = project.module_of(model.name)
    copy = replace(model, table=f"{model.table or model.name}_copy", relationships=(), members=())
    modules = list(project.modules)
    index = random.choice([i for i, module in enumerate(modules) if module.name != home])
    if any(item.name == model.name for item in modules[index].items):
        return None
    modules[index] = replace(modules[index], items=(*modules[index].items, copy))
    return replace(project, modules=tuple(modules))


@defect
def table_defined_twice(random: Random, project: Project) -> Project | None:
    one = a_model(random, project, lambda each: each.parent is None)
    other = a_model(random, project, lambda each: each.parent is None)
    if one is None or other is None or one is other:
        return None
    name = one.table or project.made_up_name(one)
    return project.replacing(other, replace(other, table=name, schema=one.schema))


@defect
def table_without_a_name(random: Random, project: Project) -> Project | None:
    model = a_model(random, project, lambda each: each.table is not None)
    return project.replacing(model, replace(model, table=None)) if model else None


@defect
def table_in_another_schema(random: Random, project: Project) -> Project | None:
    model = a_model(random, project, lambda each: not each.shares_table)
    return project.replacing(model, replace(model, schema="moved")) if model else None


@defect
def reserved_name(random: Random, project: Project) -> Project | None:
    model = a_model(random, project)
    if model is None:
        return None
    column = Column(random.choice(("metadata", "registry")), "String(20)")
    return project.replacing(model, replace(model, columns=(*model.columns, column)))


@defect
def column_name_used_twice(random: Random, project: Project) -> Project | None:
    model = a_model(random, project, lambda each: bool(each.columns))
    if model is None:
        return None
    first = model.columns[-1]
    again = replace(first, name=f"{first.name}_2", column=first.in_table, primary_key=False)
    return project.replacing(model, replace(model, columns=(*model.columns, again)))


@defect
def attribute_defined_twice(random: Random, project: Project) -> Project | None:
    """A later attribute of the same name takes the place of the relationship."""
    it = a_relationship(random, project)
    if it is None or project.style is Style.SQLMODEL:
        return None
    name = it.relationship.name
    source = random.choice((f"{name} = None", f"def {name}(self):\n    return None\n"))
    members = (*it.model.members, Member(name, source))
    return project.replacing(it.model, replace(it.model, members=members))


@defect
def relationship_in_a_mixin(random: Random, project: Project) -> Project | None:
    """Declared as in a class, without `declared_attr`."""
    model = a_model(random, project)
    if model is None or not project.mixins or project.style is Style.SQLMODEL:
        return None
    mixin = project.mixins[0]
    word = "db.relationship" if project.style.is_flask else "relationship"
    source = f'plain = {word}("{model.name}")'
    return project.replacing(mixin, replace(mixin, members=(Member("plain", source),)))
