"""A foreign key is misspelt, removed, written twice, or leads to another table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.mutation.source import (
    COLUMNS,
    KEYS,
    Edit,
    Mutation,
    Site,
    keyword,
    last_name,
    misspelt,
    text_of,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from benchmarks.mutation.source import Source
    from benchmarks.mutation.universe import Universe


def mutations(source: Source, universe: Universe) -> Iterator[Mutation]:
    for site in source.calls(KEYS):
        first = site.call.args[0] if site.call.args else None
        if first is not None and text_of(first):
            yield from _changed(source, universe, site, first)
    for site in source.calls(COLUMNS):
        given = keyword(site.call, "foreign_key")
        if given and text_of(given.value):
            yield from _changed(source, universe, site, given.value)
            yield _mutation(
                "removed",
                f"foreign_key={text_of(given.value)!r} is gone",
                site,
                source.without_argument(site.call, given),
            )
        for argument in site.call.args:
            if _is_key(argument):
                edit = source.without_argument(site.call, argument)
                yield _mutation("removed", f"{source.text(argument)} is gone", site, edit)
    yield from _duplicated(source)


def _changed(
    source: Source, universe: Universe, site: Site, literal: ast.expr
) -> Iterator[Mutation]:
    place = text_of(literal) or ""
    table, dot, column = place.rpartition(".")
    if not dot:
        return
    for kind, text in (
        ("table misspelt", f"{misspelt(table)}.{column}"),
        ("column misspelt", f"{table}.{misspelt(column)}"),
        ("without column", table),
        *_others(source, universe, table, column),
    ):
        edit = source.replaced(literal, source.quoted(text, literal))
        yield _mutation(kind, f"{text!r} for {place!r}", site, edit)


def _others(
    source: Source, universe: Universe, table: str, column: str
) -> Iterator[tuple[str, str]]:
    """The class instead of its table, and the table of another class of the file."""
    owners = universe.by_word.get(table, [])
    if owners and owners[0].name != table:
        yield "names the class", f"{owners[0].name}.{column}"
    for other in source.classes:
        cls = universe.named(other.name)
        if cls and cls.table and cls.table != table:
            yield "to another table", f"{cls.table}.{column}"
            break


def _duplicated(source: Source) -> Iterator[Mutation]:
    """A second column with the same key."""
    for attribute, call in source.attributes_made_by(COLUMNS):
        if not any(map(_is_key, call.args)) and not keyword(call, "foreign_key"):
            continue
        if text_of(call.args[0] if call.args else None) or keyword(call, "name"):
            continue
        name = f"other_{attribute.name}"
        copy = source.copied(attribute.statement, source.replaced(attribute.target, name))
        if copy:
            what = f"`{attribute.label}` once more as `{name}`"
            yield _mutation("duplicated", what, Site(call, attribute.owner), copy)


def _is_key(argument: ast.expr) -> bool:
    func = getattr(argument, "func", None)
    return func is not None and last_name(func) in KEYS


def _mutation(kind: str, what: str, site: Site, edit: Edit) -> Mutation:
    return Mutation(f"key {kind}", what, site.call.lineno, site.names, (edit,))
