"""An annotation loses its `Mapped`, names nothing, says the wrong number, or has no value."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from benchmarks.mutation.source import (
    COLUMNS,
    RELATIONSHIPS,
    Edit,
    Mutation,
    last_name,
    misspelt,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Attribute, Source
    from benchmarks.mutation.universe import Universe

_COLLECTION = re.compile(r"^(?:typing\.)?(?:[Ll]ist|[Ss]et)\[(.*)\]$", re.DOTALL)
_OPTIONAL = re.compile(r"^(?:typing\.)?Optional\[(.*)\]$|^(.*?)\s*\|\s*None$", re.DOTALL)


def mutations(source: Source, _: Universe) -> Iterator[Mutation]:
    for attribute, call in source.attributes_made_by(COLUMNS | RELATIONSHIPS):
        annotation = attribute.annotation
        if annotation is None:
            continue
        related = last_name(call.func) in RELATIONSHIPS
        thing = "relationship" if related else "column"
        for kind, text in _others(source, annotation, related=related):
            yield Mutation(
                f"annotation of a {thing} {kind}",
                f"`{attribute.label}: {text}` for `{source.text(annotation)}`",
                annotation.lineno,
                (attribute.owner.name, *words_of(annotation)),
                (_annotated(source, attribute, annotation, text),),
            )
        yield Mutation(
            f"annotation of a {thing} alone",
            f"`{attribute.label}: {source.text(annotation)}` without its value",
            annotation.lineno,
            (attribute.owner.name, *words_of(annotation)),
            (Edit(source.end(annotation), source.end(attribute.statement), ""),),
        )


def _bare(text: str) -> str:
    """What is annotated, without the quotes around it."""
    return text.strip("\"'")


def _annotated(source: Source, attribute: Attribute, annotation: ast.expr, text: str) -> Edit:
    return Edit(source.end(attribute.target), source.end(annotation), text and f": {text}")


def _others(source: Source, annotation: ast.expr, *, related: bool) -> Iterator[tuple[str, str]]:
    yield "removed", ""
    if not isinstance(annotation, ast.Subscript):
        return
    outer, inner = source.text(annotation.value), source.text(annotation.slice)
    if last_name(annotation.value) not in ("Mapped", "WriteOnlyMapped", "DynamicMapped"):
        return
    yield "without Mapped", inner
    if not related:
        if re.fullmatch(r"[\w.]+", _bare(inner)):
            yield "misspelt", f'{outer}["{misspelt(_bare(inner))}"]'
        return
    optional = _OPTIONAL.match(_bare(inner))
    many = _bare(optional[1] or optional[2]) if optional else _bare(inner)
    collection = _COLLECTION.match(many)
    element = _bare(collection[1]) if collection else many
    if re.fullmatch(r"[\w.]+", element):
        wrong = re.sub(rf"\b{re.escape(element)}\b", misspelt(element), inner)
        wrong = f'"{wrong}"' if not re.search("[\"']", wrong) else wrong
        yield "target misspelt", f"{outer}[{wrong}]"
    if collection:
        yield "scalar for a collection", f'{outer}["{element}"]'
    else:
        yield "collection for a scalar", f'{outer}[list["{element}"]]'
