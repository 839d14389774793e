"""How much of a project is understood, and why the rest is not.

Without it silence would look like health.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.diagnostics import Counts
from mapperlint.model.mapping.mappers import Mapper, UnknownAttribute
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.values.classes import Class


class Unseen(Struct, frozen=True):
    """One thing that is not known: a field of a subject, with its place and reason."""

    place: Location
    subject: str
    field: str
    reason: str


class Coverage(Struct, frozen=True):
    """How much is understood, and each thing that is not."""

    counts: Counts
    unknowns: tuple[Unseen, ...]


def coverage_of(
    mappers: Sequence[Mapper],
    relationships: Sequence[Relationship],
    deferred: Sequence[Class],
    made_at_run_time: Sequence[Location],
) -> Coverage:
    """How much is understood of some mappers and relationships.

    `deferred` are classes that are mapped when the program runs; `made_at_run_time` are the places
    of calls that make classes nobody can name before.
    """
    return Coverage(
        Counts(
            len(mappers) + len(deferred),
            sum(not mapper_unknowns(mapper) for mapper in mappers),
            len(relationships),
            sum(relationship.understood for relationship in relationships),
        ),
        (
            *(each for mapper in mappers for each in _of_mapper(mapper)),
            *(each for relationship in relationships for each in _of_relationship(relationship)),
            *(Unseen(cls.location, cls.full_name, "class", _DEFERRED) for cls in deferred),
            *(Unseen(place, "`type()`", "class", _MADE) for place in made_at_run_time),
        ),
    )


_DEFERRED = "it is mapped later, by automap, reflection or a concrete base"
_MADE = "it makes classes of things that only the program knows"


def mapper_unknowns(mapper: Mapper) -> dict[str, str]:
    """The fields of a mapper that are not known, with their reasons."""
    return {
        **_fields(mapper),
        **{f"attributes.{each.name}": each.reason for each in _attributes(mapper)},
    }


def _fields(mapper: Mapper) -> dict[str, str]:
    found: dict[str, str] = {}
    if mapper.table is None or mapper.table.nameless:
        found["table"] = mapper.table_reason or "its table is not known"
    reason = mapper.open_reason or (mapper.table.open_reason if mapper.table else None)
    if reason is not None:
        found["columns"] = reason
    if mapper.open_reason is not None:
        found["relationships"] = mapper.open_reason
    if mapper.table is not None and mapper.table.keys_open_reason:
        found["foreign_keys"] = mapper.table.keys_open_reason
    if mapper.evident_only or not mapper.registry.known:
        found["registry"] = "nothing in sight says which registry it is mapped in"
    return found


def _attributes(mapper: Mapper) -> Iterator[UnknownAttribute]:
    for attribute in mapper.attributes.values():
        if isinstance(attribute, UnknownAttribute):
            yield attribute


def _of_mapper(mapper: Mapper) -> Iterator[Unseen]:
    for field, reason in _fields(mapper).items():
        yield Unseen(mapper.cls.location, mapper.full_name, field, reason)
    for attribute in _attributes(mapper):
        subject = f"{mapper.full_name}.{attribute.name}"
        yield Unseen(attribute.where, subject, "attribute", attribute.reason)


def _of_relationship(relationship: Relationship) -> Iterator[Unseen]:
    for field, reason in (*relationship.unnamed.items(), *relationship.unknown.items()):
        yield Unseen(relationship.where, relationship.full_name, field, reason)
