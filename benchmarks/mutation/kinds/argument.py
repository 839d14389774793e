"""An argument of a relationship is removed, misspelt, put in, or names what is not there."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from benchmarks.mutation.source import (
    RELATIONSHIPS,
    Edit,
    Mutation,
    Site,
    misspelt,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Source
    from benchmarks.mutation.universe import Universe

# These have modules of their own.
_ELSEWHERE = {"back_populates", "backref", "secondary", "argument"}
_EXPRESSIONS = {"primaryjoin", "secondaryjoin", "foreign_keys", "remote_side", "order_by"}
_WRONG = {"lazy": "sometimes", "cascade": "all, delete-orphans"}
_PUT_IN = (
    ("viewonly", "viewonly=True"),
    ("uselist", "uselist=True"),
    ("uselist", "uselist=False"),
    ("cascade", 'cascade="all, delete-orphan"'),
    ("cascade", 'cascade="delete-orphan"'),
    ("lazy", 'lazy="sometimes"'),
    ("passive_deletes", 'passive_deletes="all"'),
    ("remote_side", 'remote_side="id"'),
    ("order_by", 'order_by="Nothing.id"'),
    ("collection_class", "collection_class=dict"),
)


def mutations(source: Source, _: Universe) -> Iterator[Mutation]:
    for site in source.calls(RELATIONSHIPS):
        given = {each.arg for each in site.call.keywords}
        for argument in site.call.keywords:
            yield from _changed(source, site, argument)
        for word, text in _PUT_IN:
            if word not in given and None not in given:
                edit = source.with_argument(site.call, text)
                yield _mutation(f"{text} put in", f"{text} is added", site, site.call, edit)


def _changed(source: Source, site: Site, argument: ast.keyword) -> Iterator[Mutation]:
    word, value = argument.arg, argument.value
    if word is None:
        return
    edit = source.replaced(argument, f"{misspelt(word)}={source.text(value)}")
    yield _mutation("keyword misspelt", f"{misspelt(word)}= for {word}=", site, value, edit)
    if word in _ELSEWHERE:
        return
    edit = source.without_argument(site.call, argument)
    yield _mutation(f"{word} removed", f"{source.text(argument)} is gone", site, value, edit)
    if word in _WRONG:
        edit = source.replaced(value, source.quoted(_WRONG[word], value))
        yield _mutation(f"{word} invalid", f"{word}={_WRONG[word]!r}", site, value, edit)
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        edit = source.replaced(value, str(not value.value))
        yield _mutation(f"{word} turned", f"{word}={not value.value}", site, value, edit)
    if word in _EXPRESSIONS:
        yield from _misspelt_names(source, site, word, value)


def _misspelt_names(source: Source, site: Site, word: str, value: ast.expr) -> Iterator[Mutation]:
    """Each name in a text that SQLAlchemy evaluates."""
    for node in ast.walk(value):
        text = text_of(node)
        if text and isinstance(node, ast.expr):
            for name in re.finditer(r"[A-Za-z_]\w*", text):
                wrong = f"{text[: name.start()]}{misspelt(name[0])}{text[name.end() :]}"
                edit = source.replaced(node, source.quoted(wrong, node))
                yield _mutation(f"{word} misspelt", f"{word}: {wrong!r}", site, node, edit)


def _mutation(kind: str, what: str, site: Site, node: ast.expr, edit: Edit) -> Mutation:
    return Mutation(f"argument {kind}", what, node.lineno, site.names, (edit,))
