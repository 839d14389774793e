"""What can be broken, each kind of thing in a module of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.mutation.kinds import (
    annotation,
    argument,
    column,
    inheritance,
    key,
    mapped_class,
    mixin,
    proxy,
    reverse,
    secondary,
    side,
    table_arguments,
    table_name,
    target,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Mutation, Source
    from benchmarks.mutation.universe import Universe

_MODULES = (
    side,
    reverse,
    target,
    key,
    column,
    mapped_class,
    table_name,
    table_arguments,
    argument,
    annotation,
    secondary,
    inheritance,
    mixin,
    proxy,
)


def mutations(source: Source, universe: Universe) -> Iterator[Mutation]:
    """All that can be broken in a file, in the order of kinds."""
    for module in _MODULES:
        yield from module.mutations(source, universe)
