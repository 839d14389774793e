"""Walks over facts: every call of a block, wherever it stands, and what a fact is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.facts.shapes import Statement


def calls(statements: tuple[Statement, ...]) -> Iterator[Call]:
    """All calls in some statements, those inside functions and classes as well."""
    waiting: list[object] = list(reversed(statements))
    while waiting:
        found = waiting.pop()
        if isinstance(found, Call):
            yield found
        waiting.extend(reversed(parts(found)))


def parts(found: object) -> tuple[object, ...]:
    """What a fact or a tuple of facts is made of; nothing for a plain value."""
    if isinstance(found, tuple):
        return found
    if isinstance(found, Struct):
        return tuple(getattr(found, field) for field in found.__struct_fields__)
    return ()
