"""The names in `overlaps`, which SQLAlchemy never looks up: a wrong one just silences nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.relationships.arguments import Argument, Given, as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.places import Location


class NoOverlap(Struct, frozen=True, eq=False):
    """A name in `overlaps` that no relationship has."""

    relationship: Relationship
    name: str
    where: Location


def known_names(mappers: Iterable[Mapper], relationships: Iterable[Relationship]) -> Iterator[str]:
    """All names that a relationship has, or an attribute that may be one."""
    for relationship in relationships:
        yield relationship.name
        yield from _text(relationship.backref)
    for mapper in mappers:
        yield from mapper.attributes


def _text(argument: Argument[str]) -> Iterator[str]:
    if isinstance(argument, Given):
        yield argument.value


def names_of_nothing(
    relationships: Iterable[Relationship], known: frozenset[str]
) -> Iterator[NoOverlap]:
    """The names in `overlaps` that are none of `known`."""
    for relationship in relationships:
        target = relationship.target_mapper
        if relationship.read is None or target is None:
            continue
        if relationship.owner.hierarchy_open_reason or target.hierarchy_open_reason:
            continue
        given = as_text(relationship.keyword("overlaps"), "overlaps")
        if isinstance(given, Given):
            for name in re.split(r"\s*,\s*", given.value):
                if name not in known:
                    yield NoOverlap(relationship, name, given.where)
