"""Mistakes to put into a project, by name. One that finds no place for itself answers None.

They need not be fatal: what a mistake comes to, SQLAlchemy says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tests.differential.projects import (
    Column,
    Columns,
    CompositeKey,
    Member,
    Model,
    Project,
    Reference,
    Relationship,
    Spelling,
    Style,
)

Defect = Callable[[Random, Project], "Project | None"]
DEFECTS: dict[str, Defect] = {}


def with_defect(random: Random, project: Project) -> Project:
    """With one mistake, if one of a few attempts finds a place."""
    for _ in range(4):
        name = random.choice(sorted(DEFECTS))
        broken = DEFECTS[name](random, project)
        if broken is not None and broken != project:
            return replace(broken, defect=name)
    return project


def _defect(function: Defect) -> Defect:
    DEFECTS[function.__name__.replace("_", " ")] = function
    return function


# the tools


def _is_any(_: Relationship) -> bool:
    return True


class _Choice:
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


def _relationship(
    random: Random, project: Project, suits: Callable[[Relationship], bool] = _is_any
) -> _Choice | None:
    found = [
        _Choice(project, model, relationship)
        for model in project.models
        for relationship in model.relationships
        if suits(relationship)
    ]
    return random.choice(found) if found else None


def _paired(relationship: Relationship) -> bool:
    return relationship.back_populates is not None


def _model(
    random: Random, project: Project, suits: Callable[[Model], bool] = lambda _: True
) -> Model | None:
    found = [model for model in project.models if suits(model)]
    return random.choice(found) if found else None


def _misspelled(random: Random, name: str) -> str:
    return random.choice((f"{name}s", name[:-1] or "x", name.lower(), f"my_{name}"))


def _with_column(project: Project, model: Model, old: Column, *new: Column) -> Project:
    columns = tuple(each for it in model.columns for each in (new if it is old else (it,)))
    return project.replacing(model, replace(model, columns=columns))


# pairs


@_defect
def reverse_misspelled(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, _paired)
    if it is None:
        return None
    return it.with_changes(back_populates=_misspelled(random, str(it.relationship.back_populates)))


@_defect
def side_removed(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, _paired)
    return it.replaced() if it else None


@_defect
def side_renamed(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, _paired)
    return it.with_changes(name=f"{it.relationship.name}_x") if it else None


@_defect
def side_defined_twice(random: Random, project: Project) -> Project | None:
    """The same relationship under a second name."""
    it = _relationship(random, project)
    if it is None:
        return None
    return it.replaced(it.relationship, replace(it.relationship, name=f"{it.relationship.name}_2"))


@_defect
def second_relationship_along_a_key(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, lambda each: each.backref is None)
    if it is None:
        return None
    lone = replace(it.relationship, name=f"{it.relationship.name}_2", back_populates=None)
    return it.replaced(it.relationship, lone)


@_defect
def reverse_is_a_column(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, _paired)
    if it is None or it.target is None or not it.target.columns:
        return None
    return it.with_changes(back_populates=random.choice(it.target.columns).name)


@_defect
def reverse_is_another(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, _paired)
    if it is None or it.target is None:
        return None
    names = [each.name for each in it.target.relationships]
    others = [name for name in names if name != it.relationship.back_populates]
    return it.with_changes(back_populates=random.choice(others)) if others else None


@_defect
def reverse_is_itself(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, _paired)
    return it.with_changes(back_populates=it.relationship.name) if it else None


@_defect
def one_sided(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, _paired)
    return it.with_changes(back_populates=None) if it else None


@_defect
def backref_and_back_populates(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, _paired)
    return it.with_changes(backref="again") if it else None


@_defect
def backref_collides(random: Random, project: Project) -> Project | None:
    """Its name is taken on the other side, by a column, a relationship or another backref."""
    it = _relationship(random, project)
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


@_defect
def backref_beside_a_pair(random: Random, project: Project) -> Project | None:
    """One side makes by backref what the other side has already."""
    it = _relationship(random, project, _paired)
    if it is None:
        return None
    return it.with_changes(back_populates=None, backref=it.relationship.back_populates)


@_defect
def view_of_a_pair(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, _paired)
    return it.with_keyword("viewonly", "True") if it else None


@_defect
def view_that_syncs(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, _paired)
    if it is None:
        return None
    extras = (("viewonly", "True"), ("sync_backref", "True"))
    return it.with_changes(extras=extras)


# targets


@_defect
def target_misspelled(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project)
    if it is None:
        return None
    spelling = it.relationship.argument and Spelling.STRING
    name = _misspelled(random, it.relationship.target)
    return it.with_changes(target=name, argument=spelling)


@_defect
def target_is_another_class(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project)
    other = _model(random, project)
    return it.with_changes(target=other.name) if it and other else None


@_defect
def target_is_a_table(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project)
    if it is None or it.target is None or project.style is Style.SQLMODEL:
        return None
    return it.with_changes(target=project.table_key(it.target), argument=Spelling.STRING)


@_defect
def target_is_a_mixin(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project)
    if it is None or not project.mixins:
        return None
    return it.with_changes(target=project.mixins[0].name)


@_defect
def annotation_quoted_whole(random: Random, project: Project) -> Project | None:
    it = _relationship(
        random, project, lambda each: bool(each.annotation and "[" in each.annotation)
    )
    if it is None or project.postponed:
        return None
    whole = str(it.relationship.annotation).replace('"', "")
    return it.with_changes(annotation=f'"{whole}"')


@_defect
def annotation_of_the_other_kind(random: Random, project: Project) -> Project | None:
    """One where there are many, or the other way round."""
    it = _relationship(random, project, lambda each: each.annotation is not None)
    if it is None:
        return None
    is_list = "ist[" in str(it.relationship.annotation)
    return it.with_changes(annotation='Optional["{}"]' if is_list else 'List["{}"]')


# keys


def _keyed(random: Random, project: Project) -> tuple[Model, Column] | None:
    found = [
        (model, column)
        for model in (*project.models, *project.mixins)
        for column in model.columns
        if column.references
    ]
    return random.choice(found) if found else None


@_defect
def key_removed(random: Random, project: Project) -> Project | None:
    it = _keyed(random, project)
    return _with_column(project, *it, replace(it[1], references=())) if it else None


@_defect
def column_removed(random: Random, project: Project) -> Project | None:
    it = _keyed(random, project)
    return _with_column(project, *it) if it else None


@_defect
def column_renamed(random: Random, project: Project) -> Project | None:
    it = _keyed(random, project)
    return _with_column(project, *it, replace(it[1], name=f"{it[1].name}_x")) if it else None


@_defect
def second_key(random: Random, project: Project) -> Project | None:
    it = _keyed(random, project)
    if it is None:
        return None
    again = replace(it[1], name=f"other_{it[1].name}", column=None, primary_key=False)
    return _with_column(project, *it, it[1], again)


@_defect
def second_key_in_one_column(random: Random, project: Project) -> Project | None:
    it = _keyed(random, project)
    other = _model(random, project, lambda each: bool(each.columns) and not each.shares_table)
    if it is None or other is None:
        return None
    key = Reference(project.table_key(other), other.columns[0].in_table)
    return _with_column(project, *it, replace(it[1], references=(*it[1].references, key)))


def _with_reference(random: Random, project: Project, **changes: Any) -> Project | None:
    it = _keyed(random, project)
    if it is None:
        return None
    key = replace(it[1].references[0], owner=None, **changes)
    return _with_column(project, *it, replace(it[1], references=(key,)))


@_defect
def key_to_a_missing_table(random: Random, project: Project) -> Project | None:
    model = _model(random, project)
    return (
        _with_reference(random, project, table=_misspelled(random, model.name)) if model else None
    )


@_defect
def key_to_a_class(random: Random, project: Project) -> Project | None:
    model = _model(random, project)
    return _with_reference(random, project, table=model.name) if model else None


@_defect
def key_without_schema(random: Random, project: Project) -> Project | None:
    model = _model(random, project, lambda each: bool(each.schema or project.schema))
    if model is None:
        return None
    return _with_reference(
        random, project, table=project.table_key(model).rpartition(".")[2], column="id"
    )


@_defect
def key_to_a_missing_column(random: Random, project: Project) -> Project | None:
    return _with_reference(random, project, column=random.choice(("ident", "pk", "name")))


@_defect
def key_without_a_column(random: Random, project: Project) -> Project | None:
    return _with_reference(random, project, column="")


@_defect
def key_to_another_table(random: Random, project: Project) -> Project | None:
    model = _model(random, project, lambda each: bool(each.columns))
    if model is None:
        return None
    return _with_reference(
        random, project, table=project.table_key(model), column=model.columns[0].in_table
    )


def _composite(random: Random, project: Project) -> tuple[Model, CompositeKey] | None:
    found = [(model, key) for model in project.models for key in model.keys]
    return random.choice(found) if found else None


@_defect
def composite_key_of_another_length(random: Random, project: Project) -> Project | None:
    it = _composite(random, project)
    if it is None:
        return None
    model, key = it
    short = replace(key, columns=key.columns[:1])
    return project.replacing(model, replace(model, keys=(short, *model.keys[1:])))


@_defect
def composite_key_of_missing_columns(random: Random, project: Project) -> Project | None:
    it = _composite(random, project)
    if it is None:
        return None
    model, key = it
    if random.random() < 0.5:
        wrong = replace(key, columns=("nowhere", *key.columns[1:]))
    else:
        wrong = replace(key, referred=("nowhere", *key.referred[1:]))
    return project.replacing(model, replace(model, keys=(wrong, *model.keys[1:])))


# joins


@_defect
def foreign_keys_left_out(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, lambda each: each.foreign_keys is not None)
    return it.with_changes(foreign_keys=None) if it else None


@_defect
def foreign_keys_of_a_missing_column(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project)
    if it is None:
        return None
    return it.with_changes(foreign_keys=Columns((f"{it.model.name}.nowhere_id",)))


@_defect
def foreign_keys_name_the_primary_key(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project)
    primary = it and next((each.name for each in it.model.columns if each.primary_key), None)
    if it is None or primary is None:
        return None
    return it.with_changes(foreign_keys=Columns((f"{it.model.name}.{primary}",)))


@_defect
def foreign_keys_of_another_key(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project)
    key = _keyed(random, project)
    if it is None or key is None or key[0].is_mixin:
        return None
    return it.with_changes(foreign_keys=Columns((f"{key[0].name}.{key[1].name}",)))


@_defect
def remote_side_left_out(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, lambda each: each.remote_side is not None)
    return it.with_changes(remote_side=None) if it else None


@_defect
def remote_side_on_the_other_side(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, lambda each: each.remote_side is None)
    primary = it and next((each.name for each in it.model.columns if each.primary_key), None)
    if it is None or primary is None:
        return None
    return it.with_changes(remote_side=Columns((f"{it.model.name}.{primary}",)))


@_defect
def remote_side_is_the_key(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, lambda each: each.remote_side is not None)
    key = _keyed(random, project)
    if it is None or key is None or key[0].is_mixin:
        return None
    return it.with_changes(remote_side=Columns((f"{key[0].name}.{key[1].name}",)))


@_defect
def join_of_other_columns(random: Random, project: Project) -> Project | None:
    """A condition that names columns with or without a key between them, or none at all."""
    it = _relationship(random, project, lambda each: each.secondary is None)
    if it is None or it.target is None or not (it.model.columns and it.target.columns):
        return None
    here = random.choice(it.model.columns).name
    there = random.choice((*(each.name for each in it.target.columns), "nowhere"))
    join = f"{it.model.name}.{here} == {it.target.name}.{there}"
    if random.random() < 0.3:
        join = f"foreign({it.model.name}.{here}) == {it.target.name}.{there}"
    return it.with_changes(primaryjoin=join)


@_defect
def secondary_misspelled(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, lambda each: each.secondary is not None)
    if it is None:
        return None
    return it.with_changes(secondary=_misspelled(random, str(it.relationship.secondary)))


@_defect
def secondary_is_another_table(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project)
    model = _model(random, project)
    if it is None or model is None:
        return None
    return it.with_changes(secondary=project.table_key(model), secondary_spelling=Spelling.STRING)


@_defect
def secondary_left_out(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, lambda each: each.secondary is not None)
    return it.with_changes(secondary=None) if it else None


@_defect
def secondary_without_a_key(random: Random, project: Project) -> Project | None:
    if not project.links:
        return None
    link = random.choice(project.links)
    first, *others = link.columns
    return project.replacing(link, replace(link, columns=(replace(first, references=()), *others)))


@_defect
def secondary_with_two_keys(random: Random, project: Project) -> Project | None:
    if not project.links:
        return None
    link = random.choice(project.links)
    again = replace(link.columns[0], name="third_id", column="third_id")
    return project.replacing(link, replace(link, columns=(*link.columns, again)))


@_defect
def joins_of_both_sides_left_out(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project, lambda each: each.secondaryjoin is not None)
    return it.with_changes(primaryjoin=None, secondaryjoin=None) if it else None


# arguments

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


@_defect
def another_keyword(random: Random, project: Project) -> Project | None:
    """One more argument, right or wrong."""
    it = _relationship(random, project)
    return it.with_keyword(*random.choice(KEYWORDS)) if it else None


@_defect
def order_of_a_missing_column(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project)
    if it is None:
        return None
    return it.with_keyword("order_by", f'"{it.relationship.target}.nowhere"')


@_defect
def view_with_cascade(random: Random, project: Project) -> Project | None:
    it = _relationship(random, project)
    if it is None:
        return None
    return it.with_changes(extras=(("viewonly", "True"), ("cascade", '"all, delete"')))


# classes and tables


@_defect
def no_primary_key(random: Random, project: Project) -> Project | None:
    model = _model(random, project, lambda each: each.parent is None)
    if model is None:
        return None
    columns = tuple(replace(each, primary_key=False) for each in model.columns)
    return project.replacing(model, replace(model, columns=columns))


@_defect
def class_defined_twice(random: Random, project: Project) -> Project | None:
    """In another module, with another table and without relationships of its own."""
    model = _model(random, project, lambda each: each.parent is None)
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


@_defect
def table_defined_twice(random: Random, project: Project) -> Project | None:
    one = _model(random, project, lambda each: each.parent is None)
    other = _model(random, project, lambda each: each.parent is None)
    if one is None or other is None or one is other:
        return None
    name = one.table or project.made_up_name(one)
    return project.replacing(other, replace(other, table=name, schema=one.schema))


@_defect
def table_without_a_name(random: Random, project: Project) -> Project | None:
    model = _model(random, project, lambda each: each.table is not None)
    return project.replacing(model, replace(model, table=None)) if model else None


@_defect
def table_in_another_schema(random: Random, project: Project) -> Project | None:
    model = _model(random, project, lambda each: not each.shares_table)
    return project.replacing(model, replace(model, schema="moved")) if model else None


@_defect
def reserved_name(random: Random, project: Project) -> Project | None:
    model = _model(random, project)
    if model is None:
        return None
    column = Column(random.choice(("metadata", "registry")), "String(20)")
    return project.replacing(model, replace(model, columns=(*model.columns, column)))


@_defect
def column_name_used_twice(random: Random, project: Project) -> Project | None:
    model = _model(random, project, lambda each: bool(each.columns))
    if model is None:
        return None
    first = model.columns[-1]
    again = replace(first, name=f"{first.name}_2", column=first.in_table, primary_key=False)
    return project.replacing(model, replace(model, columns=(*model.columns, again)))


@_defect
def attribute_defined_twice(random: Random, project: Project) -> Project | None:
    """A later attribute of the same name takes the place of the relationship."""
    it = _relationship(random, project)
    if it is None or project.style is Style.SQLMODEL:
        return None
    name = it.relationship.name
    source = random.choice((f"{name} = None", f"def {name}(self):\n    return None\n"))
    members = (*it.model.members, Member(name, source))
    return project.replacing(it.model, replace(it.model, members=members))


@_defect
def relationship_in_a_mixin(random: Random, project: Project) -> Project | None:
    """Declared as in a class, without `declared_attr`."""
    model = _model(random, project)
    if model is None or not project.mixins or project.style is Style.SQLMODEL:
        return None
    mixin = project.mixins[0]
    word = "db.relationship" if project.style.is_flask else "relationship"
    source = f'plain = {word}("{model.name}")'
    return project.replacing(mixin, replace(mixin, members=(Member("plain", source),)))


# inheritance


@_defect
def key_to_the_parent_removed(random: Random, project: Project) -> Project | None:
    model = _model(random, project, lambda each: each.parent is not None and bool(each.columns))
    if model is None:
        return None
    columns = tuple(
        replace(each, references=()) if each.primary_key else each for each in model.columns
    )
    return project.replacing(model, replace(model, columns=columns, keys=()))


@_defect
def parent_left_out(random: Random, project: Project) -> Project | None:
    model = _model(random, project, lambda each: each.parent is not None)
    return project.replacing(model, replace(model, parent=None, mapper=())) if model else None


@_defect
def discriminator_missing(random: Random, project: Project) -> Project | None:
    model = _model(
        random, project, lambda each: any(key == "polymorphic_on" for key, _ in each.mapper)
    )
    if model is None:
        return None
    mapper = tuple(
        (key, '"nowhere"' if key == "polymorphic_on" else value) for key, value in model.mapper
    )
    return project.replacing(model, replace(model, mapper=mapper))


@_defect
def identity_used_twice(random: Random, project: Project) -> Project | None:
    model = _model(random, project, lambda each: each.parent is not None)
    parent = project.model(model.parent) if model and model.parent else None
    if model is None or parent is None:
        return None
    identity = dict(parent.mapper).get("polymorphic_identity", '"same"')
    mapper = (("polymorphic_identity", identity),)
    return project.replacing(model, replace(model, mapper=mapper))
