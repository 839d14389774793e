"""Targets whose name is only known to type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Name
from mapperlint.facts.shapes import Import, When

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper


class Alias(Struct, frozen=True, eq=False):
    """A name that a class has for type checking only: no registry knows it."""

    declared: Declared
    name: str
    imported: str


def aliases(declarations: Declarations, mapper: Mapper) -> Iterator[Alias]:
    """The targets that are named by `import ... as` under `if TYPE_CHECKING:`."""
    if not declarations.surely_since("2.0") or not declarations.is_declarative(mapper):
        return
    for one in declarations.of(mapper.cls):
        made = one.made
        if made is None or one.word != "relationship" or made.arguments or not one.always:
            continue
        if made.open or made.keyword("argument") is not None:
            continue
        read = declarations.annotation(one)
        if read is None or read.wrapper != "Mapped" or not isinstance(read.target, Name):
            continue
        statements = one.owner.module_bindings.by_name.get(read.target.id, [])
        match statements:
            case [Import(name=str(name), bound=bound, when=When.TYPE_CHECKING)] if name != bound:
                yield Alias(one, bound, name)
