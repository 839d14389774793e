"""A side of a relationship is renamed, removed, written twice, or becomes a value or a tuple."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.mutation.source import RELATIONSHIPS, Mutation

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from benchmarks.mutation.source import Attribute, Edit, Source
    from benchmarks.mutation.universe import Universe


def mutations(source: Source, _: Universe) -> Iterator[Mutation]:
    for attribute, call in source.attributes_made_by(RELATIONSHIPS):
        yield _renamed(source, attribute)
        yield _removed(source, attribute)
        yield from _duplicated(source, attribute)
        yield _plain(source, attribute, call)
        yield _tuple(source, attribute, call)


def _renamed(source: Source, attribute: Attribute) -> Mutation:
    name = f"former_{attribute.name}"
    return _mutation(
        "side renamed",
        f"`{attribute.label}` is called `{name}`",
        attribute,
        source.replaced(attribute.target, name),
    )


def _removed(source: Source, attribute: Attribute) -> Mutation:
    return _mutation(
        "side removed",
        f"`{attribute.label}` is gone",
        attribute,
        _gone(source, attribute),
    )


def _gone(source: Source, attribute: Attribute) -> Edit:
    if len(attribute.owner.body) == 1:
        return source.without(attribute.statement)
    return source.without_lines(attribute.statement)


def _duplicated(source: Source, attribute: Attribute) -> Iterator[Mutation]:
    name = f"other_{attribute.name}"
    copy = source.copied(attribute.statement, source.replaced(attribute.target, name))
    if copy:
        yield _mutation(
            "side duplicated", f"`{attribute.label}` once more as `{name}`", attribute, copy
        )


def _plain(source: Source, attribute: Attribute, call: ast.Call) -> Mutation:
    return _mutation(
        "side made a plain value",
        f"`{attribute.label}` is None instead of a relationship",
        attribute,
        source.replaced(call, "None"),
    )


def _tuple(source: Source, attribute: Attribute, call: ast.Call) -> Mutation:
    return _mutation(
        "side with a comma behind it",
        f"`{attribute.label}` is a tuple",
        attribute,
        source.replaced(call, f"{source.text(call)},"),
    )


def _mutation(kind: str, what: str, attribute: Attribute, edit: Edit) -> Mutation:
    line = attribute.statement.lineno
    return Mutation(kind, what, line, (attribute.owner.name,), (edit,))
