"""The class that a relationship leads to is misspelt, another one, or named by its table."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from benchmarks.mutation.source import (
    RELATIONSHIPS,
    Mutation,
    Site,
    keyword,
    misspelt,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Source
    from benchmarks.mutation.universe import Universe


def mutations(source: Source, universe: Universe) -> Iterator[Mutation]:
    for site in source.calls(RELATIONSHIPS):
        target = _target_of(site.call)
        if target is not None:
            for kind, text in _others(source, universe, site, target):
                yield Mutation(
                    f"target {kind}",
                    f"{text} for {source.text(target)}",
                    target.lineno,
                    (*site.names, text.strip("'\"")),
                    (source.replaced(target, text),),
                )


def _target_of(call: ast.Call) -> ast.expr | None:
    if call.args:
        return call.args[0]
    given = keyword(call, "argument")
    return given.value if given else None


def _others(
    source: Source, universe: Universe, site: Site, target: ast.expr
) -> Iterator[tuple[str, str]]:
    name = text_of(target)
    if name:
        yield "misspelt", source.quoted(misspelt(name), target)
        yield "in a wrong module", source.quoted(f"elsewhere.{name.rpartition('.')[2]}", target)
        cls = universe.named(name)
        if cls and cls.table and cls.table != name:
            yield "named by its table", source.quoted(cls.table, target)
    elif not isinstance(target, ast.Name):
        return
    names = {name, source.text(target)}
    another = (cls for cls in source.classes if cls.name not in names and cls != site.owner)
    for other in another:
        yield "another class", source.quoted(other.name, target)
        break
