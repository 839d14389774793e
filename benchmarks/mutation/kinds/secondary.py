"""The table between two classes is misspelt, left out, or another table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.mutation.source import (
    RELATIONSHIPS,
    Mutation,
    keyword,
    misspelt,
    quoted,
    text_of,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from benchmarks.mutation.source import Edit, Site, Source
    from benchmarks.mutation.universe import Universe


def mutations(source: Source, universe: Universe) -> Iterator[Mutation]:
    for site in source.calls(RELATIONSHIPS):
        given = keyword(site.call, "secondary")
        if given:
            for kind, what, edit in _changes(source, universe, site, given):
                names = (*site.names, what)
                yield Mutation(f"secondary {kind}", what, given.value.lineno, names, (edit,))


def _changes(
    source: Source, universe: Universe, site: Site, given: ast.keyword
) -> Iterator[tuple[str, str, Edit]]:
    yield "removed", f"{source.text(given)} is gone", source.without_argument(site.call, given)
    name = text_of(given.value)
    wrong = misspelt(name or source.text(given.value))
    yield "misspelt", f"secondary={wrong!r}", source.replaced(given.value, quoted(wrong))
    for cls in universe.classes:
        if cls.table and cls.table not in site.names:
            text = quoted(cls.table)
            yield "another table", f"secondary={text}", source.replaced(given.value, text)
            break
