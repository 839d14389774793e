"""A constraint or an index names a column that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.mutation.source import Mutation, last_name, misspelt, quoted, text_of

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from benchmarks.mutation.source import Site, Source
    from benchmarks.mutation.universe import Universe

_MAKERS = frozenset({"UniqueConstraint", "Index", "PrimaryKeyConstraint", "ForeignKeyConstraint"})


def mutations(source: Source, _: Universe) -> Iterator[Mutation]:
    for site in source.calls(_MAKERS):
        maker = last_name(site.call.func)
        for name in _names(site):
            text = text_of(name) or ""
            table, dot, column = text.rpartition(".")
            wrong = f"{table}{dot}{misspelt(column)}"
            yield Mutation(
                f"{maker} names no column",
                f"{wrong!r} for {text!r}",
                name.lineno,
                site.names,
                (source.replaced(name, quoted(wrong)),),
            )


def _names(site: Site) -> Iterator[ast.expr]:
    """The texts that name columns; the first of an index is its own name."""
    given = site.call.args[1:] if last_name(site.call.func) == "Index" else site.call.args
    for argument in given:
        for name in getattr(argument, "elts", (argument,)):
            if text_of(name):
                yield name
