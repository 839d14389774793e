"""The functions of a class that validate attributes: `@validates("email")`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Call
from mapperlint.facts.shapes import FunctionFacts
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Known, Made
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.values.classes import Class
    from mapperlint.model.values.evaluation import Evaluator


class Validator(Struct, frozen=True):
    """A function, and one of the attributes that it says it validates."""

    function: str
    attribute: str
    where: Location


def has_decorators(cls: Class) -> bool:
    """Whether the body of a class may hold a function with a decorator."""
    return bool(cls.attached) or cls.decorates_functions


def validators(evaluator: Evaluator, cls: Class) -> Iterator[Validator]:
    """The validators in the body of one class."""
    if not has_decorators(cls):
        return
    for name in cls.names():
        member = cls.own(name)
        if member is None or not isinstance(member.statement, FunctionFacts):
            continue
        for decorator in member.statement.decorators:
            if not isinstance(decorator, Call):
                continue
            made = evaluator.evaluate(decorator, member.scope, None)
            if not isinstance(made, Made) or construct_of(made) != "validates":
                continue
            for index, value in enumerate(made.arguments):
                if isinstance(value, Known) and isinstance(value.value, str):
                    yield Validator(name, value.value, made.place(str(index)))
