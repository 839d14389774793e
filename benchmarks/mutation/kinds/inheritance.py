"""What tells the classes of a hierarchy apart is misspelt, left out, or the same twice."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING

from benchmarks.mutation.source import Mutation, misspelt, quoted, text_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Source
    from benchmarks.mutation.universe import Universe

_WORDS = ("polymorphic_on", "polymorphic_identity", "inherit_condition", "with_polymorphic")


def mutations(source: Source, _: Universe) -> Iterator[Mutation]:
    identities: list[str] = []
    for owner in source.classes:
        for word, value in _settings(owner):
            names = (owner.name, *words_of(value))
            text = text_of(value)
            if word == "polymorphic_on" and text:
                edit = source.replaced(value, quoted(misspelt(text)))
                what = f"polymorphic_on {misspelt(text)!r}"
                yield Mutation("polymorphic_on misspelt", what, value.lineno, names, (edit,))
            if word == "polymorphic_identity":
                former = identities[-1] if identities else None
                identities.append(source.text(value))
                if former:
                    what = f"polymorphic_identity {former}"
                    edit = source.replaced(value, former)
                    yield Mutation("polymorphic_identity twice", what, value.lineno, names, (edit,))
    yield from _other_bases(source)


def _other_bases(source: Source) -> Iterator[Mutation]:
    """A class of the file that becomes the parent of one that does not know it."""
    classes = [cls for cls in source.classes if cls in source.tree.body and cls.bases]
    for parent, child in itertools.pairwise(classes):
        base = child.bases[0]
        yield Mutation(
            "base another class",
            f"`{child.name}({parent.name})` for `{source.text(base)}`",
            child.lineno,
            (child.name, parent.name),
            (source.replaced(base, parent.name),),
        )


def _settings(owner: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    """The mapper arguments of a class, given as a dictionary, whatever it hangs on."""
    for node in ast.walk(owner):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                word = text_of(key)
                if word in _WORDS:
                    yield word, value
