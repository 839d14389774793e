"""A class is renamed, removed, not mapped any more, or written twice."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from benchmarks.mutation.source import Edit, Mutation, attributes_of, misspelt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Source
    from benchmarks.mutation.universe import Universe


def mutations(source: Source, _: Universe) -> Iterator[Mutation]:
    for cls in source.classes:
        if cls not in source.tree.body:
            continue
        for kind, what, edits in _changes(source, cls):
            names = (cls.name, f"{cls.name}Renamed")
            yield Mutation(f"class {kind}", what, cls.lineno, names, edits)


def _changes(source: Source, cls: ast.ClassDef) -> Iterator[tuple[str, str, tuple[Edit, ...]]]:
    name = f"{cls.name}Renamed"
    # Whoever imports it finds it; only texts that name it lead nowhere.
    alias = Edit(source.end(cls), source.end(cls), f"\n\n\n{cls.name} = {name}")
    yield (
        "renamed, with the old name as alias",
        f"`{cls.name}` is called `{name}`; `{cls.name} = {name}` behind it",
        (source.named(cls, name), alias),
    )
    yield "removed", f"`{cls.name}` is gone", (source.without(cls),)
    yield (
        "not mapped any more",
        f"`{cls.name}` is an empty class without bases",
        (source.replaced(cls, f"class {cls.name}:\n    pass"),),
    )
    copy = source.copied(cls)
    if copy:
        yield "duplicated", f"`{cls.name}` stands twice in its file", (copy,)
    table = _table_name(cls)
    if table:
        again = source.copied(
            cls, source.replaced(table, source.quoted(misspelt(str(table.value)), table))
        )
        if again:
            yield (
                "duplicated with another table",
                f"`{cls.name}` stands twice in its file, for two tables",
                (again,),
            )


def _table_name(cls: ast.ClassDef) -> ast.Constant | None:
    for attribute in attributes_of(cls):
        value = attribute.statement.value
        if attribute.name == "__tablename__" and isinstance(value, ast.Constant):
            return value
    return None
