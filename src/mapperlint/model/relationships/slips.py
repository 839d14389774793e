"""Slips in the body of a mapped class that leave an attribute or its table without a meaning.

`posts = relationship` is the function itself, `__tablename__ = "posts",` a tuple.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Attribute, Name
from mapperlint.facts.shapes import Assign
from mapperlint.model.values.values import Items, Known
from mapperlint.model.values.vocabulary import RELATIONSHIP_WORDS, construct
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import ForeignKey
    from mapperlint.model.values.evaluation import Evaluator


class Uncalled(Struct, frozen=True):
    """An attribute of a mapped class that is `word`, where `word(...)` was meant."""

    owner: Mapper
    name: str
    word: str
    where: Location


def uncalled(mappers: Iterable[Mapper], evaluator: Evaluator) -> Iterator[Uncalled]:
    """The attributes that would be relationships if they were called."""
    for mapper in mappers:
        cls = mapper.cls
        for statement in cls.facts.body:
            match statement:
                case Assign(target=Name(name), value=Name() | Attribute() as value):
                    found = evaluator.evaluate(value, cls.body_scope)
                    if construct(found) in RELATIONSHIP_WORDS:
                        where = Location(cls.module.path, value.span)
                        yield Uncalled(mapper, name, str(construct(found)).split(".")[-1], where)


class TupleName(Struct, frozen=True):
    """A class whose `__tablename__` is a tuple of texts."""

    owner: Mapper
    names: tuple[str, ...]
    where: Location


def tuple_names(mappers: Iterable[Mapper], evaluator: Evaluator) -> Iterator[TupleName]:
    """The names of tables that are tuples, most likely for a comma at the end of the line."""
    for mapper in mappers:
        cls = mapper.cls
        for statement in cls.facts.body:
            match statement:
                case Assign(target=Name("__tablename__"), value=value) if value is not None:
                    found = evaluator.evaluate(value, cls.body_scope)
                    if isinstance(found, Items) and found.kind == "tuple":
                        names = [str(each.value) for each in found.items if isinstance(each, Known)]
                        where = Location(cls.module.path, value.span)
                        yield TupleName(mapper, tuple(names), where)


def key_to(found: TupleName, keys: Iterable[ForeignKey]) -> ForeignKey | None:
    """The first foreign key that refers to the table by the name that was meant."""
    for key in keys:
        same = key.column.table.metadata == found.owner.metadata
        if same and (key.text or "").rpartition(".")[0] in found.names:
            return key
    return None
