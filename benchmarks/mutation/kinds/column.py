"""A column is renamed, removed, written twice, no primary key any more, or wrongly made."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from benchmarks.mutation.source import (
    COLUMNS,
    TABLES,
    Edit,
    Mutation,
    keyword,
    last_name,
    misspelt,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Attribute, Source
    from benchmarks.mutation.universe import Universe


def mutations(source: Source, _: Universe) -> Iterator[Mutation]:
    for attribute, call in source.attributes_made_by(COLUMNS):
        for kind, what, edit in _changes(source, attribute, call):
            line, names = attribute.statement.lineno, (attribute.owner.name,)
            yield Mutation(f"column {kind}", what, line, names, (edit,))
    yield from _of_tables(source)


def _changes(
    source: Source, attribute: Attribute, call: ast.Call
) -> Iterator[tuple[str, str, Edit]]:
    label = f"`{attribute.label}`"
    renamed = f"former_{attribute.name}"
    yield "renamed", f"{label} is called `{renamed}`", source.replaced(attribute.target, renamed)
    yield "removed", f"{label} is gone", source.without(attribute.statement)
    yield (
        "named metadata",
        f"{label} is called `metadata`",
        source.replaced(attribute.target, "metadata"),
    )
    yield (
        "with a comma behind it",
        f"{label} is a tuple",
        source.replaced(call, f"{source.text(call)},"),
    )
    primary = keyword(call, "primary_key")
    if primary:
        yield (
            "no primary key",
            f"{label} without primary_key",
            source.without_argument(call, primary),
        )
    given = next((each for each in call.keywords if each.arg), None)
    if given and given.arg:
        wrong = f"{misspelt(given.arg)}={source.text(given.value)}"
        yield "keyword misspelt", f"{label} with {wrong}", source.replaced(given, wrong)
    yield from _same_name(source, attribute, call)


def _same_name(
    source: Source, attribute: Attribute, call: ast.Call
) -> Iterator[tuple[str, str, Edit]]:
    """A second attribute for a column of the same name."""
    if last_name(call.func) == "Field":
        return
    name = f"other_{attribute.name}"
    changes = [source.replaced(attribute.target, name)]
    if text_of(call.args[0] if call.args else None) is None:
        comma = ", " if call.args or call.keywords else ""
        place = source.end(call.func)
        place = source.content.index(b"(", place) + 1
        changes.append(Edit(place, place, f"{source.quoted(attribute.name)}{comma}"))
    copy = source.copied(attribute.statement, *changes)
    if copy:
        yield (
            "duplicated",
            f"`{name}` for the same column as `{attribute.label}`",
            copy,
        )


def _of_tables(source: Source) -> Iterator[Mutation]:
    for site in source.calls(TABLES):
        columns = [each for each in site.call.args if _is_column(each)]
        name = text_of(site.call.args[0]) if site.call.args else None
        for column in columns:
            text = source.text(column)
            for kind, edit in (
                ("removed", source.without_argument(site.call, column)),
                ("duplicated", source.replaced(column, f"{text}, {text}")),
            ):
                what = f"{text} is {kind} in `{name}`"
                names = (*filter(None, (name,)), *site.names)
                yield Mutation(f"column of a table {kind}", what, column.lineno, names, (edit,))


def _is_column(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Call) and last_name(argument.func) in COLUMNS
