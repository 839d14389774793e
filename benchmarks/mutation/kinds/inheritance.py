"""What tells the classes of a hierarchy apart is misspelt, left out, or the same twice."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING

from benchmarks.mutation.source import Mutation, misspelt, text_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Source
    from benchmarks.mutation.universe import Universe

_WORDS = ("polymorphic_on", "polymorphic_identity", "inherit_condition", "with_polymorphic")


def mutations(source: Source, _: Universe) -> Iterator[Mutation]:
    yield from _mapper_arguments(source)
    identities: list[str] = []
    for owner in source.classes:
        for word, value in _settings(owner):
            names = (owner.name, *words_of(value))
            text = text_of(value)
            if word == "polymorphic_on" and text:
                edit = source.replaced(value, source.quoted(misspelt(text), value))
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


def _mapper_arguments(source: Source) -> Iterator[Mutation]:
    """The words of `__mapper_args__`, misspelt or gone."""
    for attribute in source.attributes():
        value = attribute.statement.value
        if attribute.name != "__mapper_args__" or not isinstance(value, ast.Dict):
            continue
        for key in value.keys:
            word = text_of(key)
            if key and word:
                names, wrong = (attribute.owner.name,), misspelt(word)
                edit = source.replaced(key, source.quoted(wrong, key))
                what = f"{wrong!r} for {word!r}"
                yield Mutation("mapper argument misspelt", what, key.lineno, names, (edit,))
                rest = _entries(source, value, key)
                what = f"{word!r} is gone"
                edit = source.replaced(value, f"{{{rest}}}")
                yield Mutation(f"mapper argument {word} removed", what, key.lineno, names, (edit,))


def _entries(source: Source, value: ast.Dict, left_out: ast.expr) -> str:
    return ", ".join(
        f"{source.text(key)}: {source.text(each)}" if key else f"**{source.text(each)}"
        for key, each in zip(value.keys, value.values, strict=True)
        if key is not left_out
    )


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
