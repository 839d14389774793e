"""The arguments of a mapper: absent, given, or unreadable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.relationships.arguments import Absent, Argument, Given, Unreadable
from mapperlint.model.values.values import NONE, Entries, Items, Known, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.mapping.mappers import Mapper


def mapper_argument(mapper: Mapper, name: str) -> Argument[Value]:
    """An argument of the mapper itself, nothing of its parents; None counts as absent."""
    arguments = mapper.arguments
    if mapper.open_reason is not None:
        return Unreadable(mapper.open_reason)
    if mapper.runs_for_subclasses:
        return Unreadable("a function that runs for each subclass may give it")
    if arguments is None or arguments.given is None or arguments.given == NONE:
        return Absent()
    if not isinstance(arguments.given, Entries):
        return Unreadable("the arguments of the mapper are not read")
    value = arguments.given.get(name)
    match value:
        case None if arguments.is_whole:
            return Absent()
        case None:
            return Unreadable("the arguments of the mapper are not read whole")
        case Known(None):
            return Absent()
        case Unknown(reason):
            return Unreadable(reason)
    return Given(value, arguments.place(name))


def texts(argument: Argument[Value]) -> Iterator[str]:
    """The strings that an argument is, or holds."""
    if isinstance(argument, Given):
        value = argument.value
        for each in value.items if isinstance(value, Items) else (value,):
            if isinstance(each, Known) and isinstance(each.value, str):
                yield each.value
