"""The name of a table is changed, removed, or that of another table."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from benchmarks.mutation.source import TABLES, Mutation, misspelt, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Source
    from benchmarks.mutation.universe import Universe


def mutations(source: Source, universe: Universe) -> Iterator[Mutation]:
    tables = [cls.table for cls in universe.classes if cls.file == source.path and cls.table]
    for attribute in source.attributes():
        name = text_of(attribute.statement.value)
        if attribute.name == "__tablename__" and name:
            yield Mutation(
                "table name removed",
                f"`{attribute.owner.name}` has no `__tablename__`",
                attribute.statement.lineno,
                (attribute.owner.name, name),
                (source.without(attribute.statement),),
            )
            assert attribute.statement.value is not None
            yield from _renamed(source, attribute.statement.value, (attribute.owner.name,), tables)
    for site in source.calls(TABLES):
        first = site.call.args[0] if site.call.args else None
        if isinstance(first, ast.Constant):
            yield from _renamed(source, first, site.names, tables)


def _renamed(
    source: Source, literal: ast.expr, names: tuple[str, ...], tables: list[str]
) -> Iterator[Mutation]:
    name = text_of(literal)
    if not name:
        return
    others = [("renamed", misspelt(name))]
    others += [("of another table", other) for other in tables if other != name][:1]
    for kind, other in others:
        yield Mutation(
            f"table name {kind}",
            f"table {other!r} for {name!r}",
            literal.lineno,
            (*names, name, other),
            (source.replaced(literal, source.quoted(other, literal)),),
        )
