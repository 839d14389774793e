"""The table between two classes is misspelt, left out, put in, written twice, or another table."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from benchmarks.mutation.source import (
    RELATIONSHIPS,
    TABLES,
    Mutation,
    keyword,
    last_name,
    misspelt,
    text_of,
)

if TYPE_CHECKING:
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
        elif None not in {each.arg for each in site.call.keywords}:
            for table in _tables(universe, site):
                text = f"secondary={source.quoted(table)}"
                edit = source.with_argument(site.call, text)
                yield Mutation(
                    "secondary put in", f"{text} is added", site.call.lineno, site.names, (edit,)
                )
                break
    yield from _duplicated(source)


def _changes(
    source: Source, universe: Universe, site: Site, given: ast.keyword
) -> Iterator[tuple[str, str, Edit]]:
    yield "removed", f"{source.text(given)} is gone", source.without_argument(site.call, given)
    name = text_of(given.value)
    wrong = misspelt(name or source.text(given.value))
    yield (
        "misspelt",
        f"secondary={wrong!r}",
        source.replaced(given.value, source.quoted(wrong, given.value)),
    )
    for table in _tables(universe, site):
        text = source.quoted(table, given.value)
        yield "another table", f"secondary={text}", source.replaced(given.value, text)
        break


def _tables(universe: Universe, site: Site) -> Iterator[str]:
    """Tables of classes that a relationship does not speak of."""
    return (cls.table for cls in universe.classes if cls.table and cls.table not in site.names)


def _duplicated(source: Source) -> Iterator[Mutation]:
    """A statement that makes a table, a second time under another name."""
    for statement in source.tree.body:
        match statement:
            case ast.Assign(
                targets=[ast.Name() as target], value=ast.Call(args=[first, *_]) as call
            ):
                if last_name(call.func) not in TABLES:
                    continue
                name = text_of(first)
                for kind, edits in (
                    ("table written twice", ()),
                    (
                        "table with another name",
                        (source.replaced(first, source.quoted(misspelt(name or ""), first)),),
                    ),
                ):
                    changes = (source.replaced(target, f"other_{target.id}"), *edits)
                    copy = source.copied(statement, *changes)
                    if name and copy:
                        what = f"`{target.id}` once more as `other_{target.id}`"
                        names = (name, target.id)
                        yield Mutation(f"secondary: {kind}", what, statement.lineno, names, (copy,))
