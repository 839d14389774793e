"""What a class body, or a column in it, lacks to be what it looks like.

A comma, a decorator, an argument of a column: all that makes one thing of another in Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.shapes import Assign, FunctionFacts
from mapperlint.facts.written import keywords, parenthesised
from mapperlint.intentions import (
    Decorate,
    DropTrailingComma,
    Enclose,
    Needed,
    RemoveArgument,
    RemoveKeyword,
    SetKeyword,
)
from mapperlint.model.mending.writing import may_change
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Known, Made
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.declarations.keyless_children import KeylessChild
    from mapperlint.model.project import Project
    from mapperlint.model.tables.tables import Column
    from mapperlint.model.values.classes import Class, Member
    from mapperlint.model.values.values import Value


def no_tuple(project: Project, member: Member) -> tuple[Fix, ...]:
    """An attribute is what stands before the comma."""
    where = _statement(member)
    if not isinstance(member.statement, Assign) or not may_change(project, where.path):
        return ()
    return (Fix("take the comma away", Applicability.SAFE, (DropTrailingComma(where),)),)


def tuple_of_one(project: Project, member: Member) -> tuple[Fix, ...]:
    """What stands alone is the only element of a tuple."""
    where = member.value_location
    if where is None or not may_change(project, where.path):
        return ()
    has_parentheses = parenthesised(project.source.text(where.path), where.span)
    before, after = ("", ",") if has_parentheses else ("(", ",)")
    change = Enclose(where, before, after)
    return (Fix("put a comma behind it", Applicability.SAFE, (change,)),)


def declared_attr(project: Project, member: Member) -> tuple[Fix, ...]:
    """A method that nothing calls gives its class what it returns."""
    where = _statement(member)
    if not isinstance(member.statement, FunctionFacts) or not may_change(project, where.path):
        return ()
    if project.sqlalchemy.before("1.4"):
        return ()
    directive = project.sqlalchemy.since("2.0", older=False, newer=True)
    word = "declared_attr.directive" if directive else "declared_attr"
    change = Decorate(where, word, (Needed("sqlalchemy.orm", "declared_attr"),))
    return (Fix(f"put `@{word}` above `{member.name}`", Applicability.SAFE, (change,)),)


def key_of_child(project: Project, child: KeylessChild) -> tuple[Fix, ...]:
    """The columns that lead to the table of the parent are the primary key."""
    calls = [_call(project, column) for column in child.links]
    known = tuple(SetKeyword(call, "primary_key", "True") for call in calls if call is not None)
    if not known or len(known) < len(calls):
        return ()
    title = f"make {' and '.join(f'`{each.name}`' for each in child.links)} the primary key"
    return (Fix(title, Applicability.UNSAFE, known),)


def _call(project: Project, column: Column) -> Location | None:
    """The call that makes a column of this table alone."""
    made = column.made
    if made is None or made.within or not may_change(project, made.where.path):
        return None
    owner = column.table.owner
    if owner is not None and not made.where.span.within(owner.facts.span):
        return None
    whole = keywords(project.source.text(made.where.path), made.where.span)
    return None if whole is None else made.where


def _statement(member: Member) -> Location:
    return Location(member.scope.module.path, member.statement.span)


def link_table(project: Project, link: Class) -> tuple[Fix, ...]:
    """A link model has a table."""
    path = link.module.path
    if not may_change(project, path) or link.keyword("table") is not None:
        return ()
    change = SetKeyword(Location(path, link.facts.span), "table", "True")
    title = f"add `table=True` to `{link.name}`"
    return (Fix(title, Applicability.UNSAFE, (change,)),)


def type_of_target(project: Project, column: Column) -> tuple[Fix, ...]:
    """A column with a foreign key takes its type from the column that the key refers to."""
    call, made = _call(project, column), column.made
    if call is None or made is None or _is_annotated(project, column):
        return ()
    title = f"leave the type of `{column.label}` out"
    if made.keyword("type_") is not None:
        return (Fix(title, Applicability.UNSAFE, (RemoveKeyword(call, "type_"),)),)
    for number, value in enumerate(made.arguments):
        if isinstance(value, Known):
            continue
        place = made.place(str(number))
        if _is_key(value) or not place.span.within(call.span):
            return ()
        return (Fix(title, Applicability.UNSAFE, (RemoveArgument(call, place),)),)
    return ()


def _is_key(value: Value) -> bool:
    return isinstance(value, Made) and construct_of(value) == "ForeignKey"


def _is_annotated(project: Project, column: Column) -> bool:
    """Whether an annotation gives a type too, which would count once the other is gone."""
    owner = column.table.owner
    declared = () if owner is None else project.declarations.of(owner)
    return any(each.made is column.made and each.annotation is not None for each in declared)
