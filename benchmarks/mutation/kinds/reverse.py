"""The other side that a relationship names is misspelt, left out, another one, or a backref."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from benchmarks.mutation.source import (
    RELATIONSHIPS,
    Edit,
    Mutation,
    Site,
    keyword,
    misspelt,
    text_of,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Source
    from benchmarks.mutation.universe import Mapped, Universe


def mutations(source: Source, universe: Universe) -> Iterator[Mutation]:
    for site in source.calls(RELATIONSHIPS):
        for word in ("back_populates", "backref"):
            given = keyword(site.call, word)
            name = text_of(given.value) if given else None
            if given and name:
                yield from _changed(source, universe, site, given, name)
    for site in source.calls(RELATIONSHIPS):
        if not keyword(site.call, "back_populates") and not keyword(site.call, "backref"):
            yield from _put_in(source, universe, site)


def _changed(
    source: Source, universe: Universe, site: Site, given: ast.keyword, name: str
) -> Iterator[Mutation]:
    word = str(given.arg)

    def mutation(kind: str, what: str, edit: Edit) -> Mutation:
        return Mutation(f"{word} {kind}", what, given.value.lineno, site.names, (edit,))

    yield mutation(
        "removed",
        f"{word}={name!r} is gone",
        source.without_argument(site.call, given),
    )
    if word == "back_populates":
        yield mutation(
            "misspelt",
            f"back_populates={misspelt(name)!r} for {name!r}",
            source.replaced(given.value, source.quoted(misspelt(name), given.value)),
        )
        yield mutation(
            "made a backref",
            f"backref={name!r} for back_populates",
            source.replaced(given, f"backref={source.quoted(name, given.value)}"),
        )
    target = _target(universe, site.call, name if word == "back_populates" else None)
    if target:
        for kind, other in _others(target, name):
            yield mutation(
                f"names {kind}",
                f"{word}={other!r} for {name!r}",
                source.replaced(given.value, source.quoted(other, given.value)),
            )


def _put_in(source: Source, universe: Universe, site: Site) -> Iterator[Mutation]:
    """A relationship without other side claims one that is there already."""
    target = _target(universe, site.call, None)
    for kind, other in _others(target, "") if target else ():
        yield Mutation(
            f"back_populates put in, names {kind}",
            f"back_populates={other!r} is added",
            site.call.lineno,
            site.names,
            (source.with_argument(site.call, f"back_populates={source.quoted(other)}"),),
        )


def _others(target: Mapped, name: str) -> Iterator[tuple[str, str]]:
    """An attribute of the target of each kind, other than the one named."""
    for kind, names in (("a column", target.columns), ("another side", target.relationships)):
        other = next((each for each in names if each != name), None)
        if other:
            yield kind, other


def _target(universe: Universe, call: ast.Call, name: str | None) -> Mapped | None:
    """The class a relationship leads to, as far as its first argument shows it."""
    first = call.args[0] if call.args else None
    words = list(words_of(first)) if isinstance(first, ast.Constant | ast.Name) else []
    for word in words:
        cls = universe.named(word)
        if cls and (name is None or name in cls.relationships):
            return cls
    return None
