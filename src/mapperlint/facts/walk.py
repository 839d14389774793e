"""Walks over facts: every call of a block, wherever it stands."""

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
        if isinstance(found, tuple):
            waiting.extend(reversed(found))
        elif isinstance(found, Struct):
            waiting.extend(getattr(found, field) for field in reversed(found.__struct_fields__))
