"""What a mixin cannot declare as it stands, made a function that each class calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.expressions import Name
from mapperlint.facts.shapes import Assign
from mapperlint.facts.walk import parts
from mapperlint.intentions import AsDeclaredAttr
from mapperlint.model.mending.writing import may_change
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.project import Project


def as_function(project: Project, one: Declared) -> tuple[Fix, ...]:
    """The attribute becomes a function under `@declared_attr`.

    What it takes from the body of the mixin it then takes from the class that inherits it, which
    may be something else.
    """
    path = one.owner.module.path
    statement = one.member.statement
    if not isinstance(statement, Assign) or statement.value is None or not one.always:
        return ()
    if not may_change(project, path) or project.declarations.is_dataclass(one.owner):
        return ()
    bound = set(one.owner.names())
    certain = bound.isdisjoint(_names(statement.value))
    trust = Applicability.SAFE if certain else Applicability.UNSAFE
    change = AsDeclaredAttr(Location(path, statement.span))
    return (Fix(f"make `{one.label}` a function with `@declared_attr`", trust, (change,)),)


def _names(expression: object) -> Iterator[str]:
    """The names that an expression reads."""
    waiting = [expression]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Name):
            yield found.id
        waiting.extend(parts(found))
