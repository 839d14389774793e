"""What a class gives to those that inherit from it: a `declared_attr` is none, a base is gone."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from benchmarks.mutation.source import Edit, Mutation, last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Source
    from benchmarks.mutation.universe import Universe


def mutations(source: Source, _: Universe) -> Iterator[Mutation]:
    for owner in ast.walk(source.tree):
        if isinstance(owner, ast.ClassDef):
            yield from _plain_methods(source, owner)
    for cls in source.classes:
        for base in cls.bases if len(cls.bases) > 1 else ():
            yield Mutation(
                "base removed",
                f"`{cls.name}` without `{source.text(base)}`",
                cls.lineno,
                (cls.name, last_name(base)),
                (_without_base(source, cls, base),),
            )


def _plain_methods(source: Source, owner: ast.ClassDef) -> Iterator[Mutation]:
    for function in owner.body:
        if not isinstance(function, ast.FunctionDef):
            continue
        for decorator in function.decorator_list:
            if last_name(decorator) == "declared_attr":
                start = source.line_start(decorator.lineno)
                end = source.line_start(decorator.lineno + 1)
                yield Mutation(
                    "declared_attr removed",
                    f"`{owner.name}.{function.name}` is a plain method",
                    function.lineno,
                    (owner.name,),
                    (Edit(start, end, ""),),
                )


def _without_base(source: Source, cls: ast.ClassDef, base: ast.expr) -> Edit:
    place = cls.bases.index(base)
    if place + 1 < len(cls.bases):
        return Edit(source.start(base), source.start(cls.bases[place + 1]), "")
    return Edit(source.end(cls.bases[place - 1]), source.end(base), "")
