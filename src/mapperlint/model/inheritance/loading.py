"""How subclasses are loaded: the values that `polymorphic_load` and `with_polymorphic` may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.inheritance.mapper_argument import mapper_argument
from mapperlint.model.relationships.arguments import Absent, Given
from mapperlint.model.values.values import TRUE, Known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.places import Location


class InvalidLoading(Struct, frozen=True):
    """An argument with a value that SQLAlchemy refuses, and those it takes."""

    argument: str
    value: str
    where: Location
    allowed: str


def invalid_loading(mapper: Mapper) -> Iterator[InvalidLoading]:
    """The arguments of a mapper for the loading of subclasses that are surely wrong."""
    match Absent() if mapper.parent is None else mapper_argument(mapper, "polymorphic_load"):
        case Given(Known(value), where):
            if _is_concrete(mapper):
                yield InvalidLoading(
                    "polymorphic_load", f"{value!r}", where, "none, since the class is concrete"
                )
            elif value not in _LOADS:
                yield InvalidLoading(
                    "polymorphic_load", f"{value!r}", where, '`"selectin"` or `"inline"`'
                )
    match mapper_argument(mapper, "with_polymorphic"):
        case Given(Known(str(value)), where) if value != "*":
            yield InvalidLoading(
                "with_polymorphic", f"{value!r}", where, '`"*"`, or a list of classes'
            )


_LOADS = frozenset({"selectin", "inline"})


def _is_concrete(mapper: Mapper) -> bool:
    match mapper_argument(mapper, "concrete"):
        case Given(value):
            return value == TRUE
    return False
