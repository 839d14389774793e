"""Attributes that two functions of a class validate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import FunctionFacts, When
from mapperlint.model.mapping.validators import Validator, validators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.values.classes import Class


class ValidatedTwice(Struct, frozen=True, eq=False):
    """A function that validates an attribute which another one validates already."""

    owner: Class
    later: Validator
    first: Validator


def validated_twice(declarations: Declarations, mapper: Mapper) -> Iterator[ValidatedTwice]:
    """The attributes with two validators; a function hides those of its name in the bases."""
    cls = mapper.cls
    if mapper.evident_only and cls.open_reason is None:
        return
    classes = cls.classes if cls.open_reason is None else (cls,)
    by_class = {base: _of(declarations, base) for base in classes}
    if not any(by_class.values()):
        return
    hidden: set[str] = set()
    found: list[tuple[Class, Validator]] = []
    for base in classes:
        certain = [each for each in by_class[base] if each.function not in hidden]
        hidden.update(base.names())
        found = [*((base, each) for each in certain), *found]
    seen: dict[str, Validator] = {}
    for owner, validator in found:
        first = seen.setdefault(validator.attribute, validator)
        if first is not validator:
            yield ValidatedTwice(owner, validator, first)


def _of(declarations: Declarations, cls: Class) -> list[Validator]:
    """The validators of one body that surely are; of stacked decorators only one would count."""
    if cls.facts.when is not When.ALWAYS:
        return []
    found = validators(declarations.evaluator, cls)
    return [each for each in found if _is_sure(cls, each.function)]


def _decorators(cls: Class, name: str) -> int:
    member = cls.own(name)
    facts = None if member is None else member.statement
    return len(facts.decorators) if isinstance(facts, FunctionFacts) else 0


def _is_sure(cls: Class, name: str) -> bool:
    statements = cls.bindings.by_name.get(name, [])
    always = len(statements) == 1 and statements[0].when is When.ALWAYS
    return always and _decorators(cls, name) == 1 and name not in cls.attached
