"""What a class hands to its mapper: `__mapper_args__`, or the keywords of an imperative mapping."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Constant, Expression, Mapping
from mapperlint.facts.shapes import Assign, FunctionFacts, Return
from mapperlint.model.values.values import Entries, Known, Made, Value
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.values.classes import Member


class MapperArguments(Struct, frozen=True, dict=True):
    """The arguments as a dict, with the place of the whole and of each value.

    `given` is None where there are none, and no `Entries` where they are not read.
    """

    given: Value | None
    where: Location
    places: tuple[tuple[str, Location], ...] = ()

    @cached_property
    def is_whole(self) -> bool:
        """Whether all arguments are seen, by their names."""
        given = self.given
        return (
            isinstance(given, Entries)
            and not given.open
            and all(isinstance(key, Known) for key, _ in given.entries)
        )

    def place(self, name: str) -> Location:
        """Where the value of an argument stands, else the whole."""
        return dict(self.places).get(name, self.where)


def written_arguments(value: Value | None, member: Member) -> MapperArguments:
    """The arguments that `__mapper_args__` gives."""
    return MapperArguments(value, member.location, tuple(_places(member)))


def called_arguments(made: Made) -> MapperArguments:
    """The arguments in a call like `registry.map_imperatively(User, users, ...)`."""
    entries = tuple((Known(name), value) for name, value in made.keywords)
    places = tuple((name, made.place(name)) for name, _ in made.keywords)
    return MapperArguments(Entries(entries, made.open), made.where, places)


def _places(member: Member) -> Iterator[tuple[str, Location]]:
    for mapping in _displays(member):
        for key, value in mapping.entries:
            if isinstance(key, Constant) and isinstance(key.value, str):
                yield key.value, Location(member.scope.module.path, value.span)


def _displays(member: Member) -> Iterator[Mapping]:
    """The dict displays that a class body or a declared_attr function gives."""
    match member.statement:
        case Assign(value=Mapping() as mapping):
            yield mapping
        case FunctionFacts(body=body):
            returned: list[Expression | None] = [
                each.value for each in body if isinstance(each, Return)
            ]
            yield from (each for each in returned if isinstance(each, Mapping))
