"""A constraint names a column that is not there, or `__table_args__` have another form."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from benchmarks.mutation.source import Mutation, last_name, misspelt, text_of

if TYPE_CHECKING:
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
                (source.replaced(name, source.quoted(wrong, name)),),
            )
    for attribute in source.attributes():
        value = attribute.statement.value
        if attribute.name == "__table_args__" and isinstance(value, ast.Tuple) and value.elts:
            for kind, text in _forms(source, value):
                yield Mutation(
                    f"__table_args__ {kind}",
                    f"`{attribute.owner.name}.__table_args__` is {kind}",
                    attribute.statement.lineno,
                    (attribute.owner.name,),
                    (source.replaced(value, text),),
                )


def _forms(source: Source, value: ast.Tuple) -> Iterator[tuple[str, str]]:
    texts = [source.text(each) for each in value.elts]
    yield "a list", f"[{', '.join(texts)}]"
    yield "without a comma", f"({texts[0]})"
    if len(texts) > 1 and isinstance(value.elts[-1], ast.Dict):
        yield "with its dictionary first", f"({', '.join([texts[-1], *texts[:-1]])})"


def _names(site: Site) -> Iterator[ast.expr]:
    """The texts that name columns; the first of an index is its own name."""
    given = site.call.args[1:] if last_name(site.call.func) == "Index" else site.call.args
    for argument in given:
        for name in getattr(argument, "elts", (argument,)):
            if text_of(name):
                yield name
