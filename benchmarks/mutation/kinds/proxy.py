"""A proxy, a synonym or a validator names what is not there; a backref has a wrong keyword."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.mutation.source import Mutation, last_name, misspelt, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.source import Source
    from benchmarks.mutation.universe import Universe

# What a collection is keyed by is looked up on objects, of which the judge makes none.
_NAMING = frozenset({"association_proxy", "synonym", "validates"})
_BACKREFS = frozenset({"backref"})


def mutations(source: Source, _: Universe) -> Iterator[Mutation]:
    for site in source.calls(_NAMING):
        maker = last_name(site.call.func)
        for number, argument in enumerate(site.call.args):
            name = text_of(argument)
            if name:
                yield Mutation(
                    f"{maker} misspelt" if not number else f"{maker} misspelt behind the first",
                    f"{misspelt(name)!r} for {name!r}",
                    argument.lineno,
                    site.names,
                    (source.replaced(argument, source.quoted(misspelt(name), argument)),),
                )
    for site in source.calls(_BACKREFS):
        for given in site.call.keywords:
            if given.arg:
                wrong = f"{misspelt(given.arg)}={source.text(given.value)}"
                edit = source.replaced(given, wrong)
                names = site.names
                yield Mutation(
                    "backref keyword misspelt", wrong, given.value.lineno, names, (edit,)
                )
