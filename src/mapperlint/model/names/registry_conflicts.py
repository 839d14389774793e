"""Classes that one registry cannot tell apart, or cannot take in at all.

A registry knows each class by its name, and by its module with every shorter end of its path
(`models.User` of `app.models`). (SQLAlchemy: `orm/clsregistry.py`, `add_class`.)
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mapperlint.facts.shapes import When

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.mapping.mappers import Mapper


def _sure(mappers: Iterable[Mapper]) -> Iterator[Mapper]:
    """The classes that are made in any case, in a registry that is known."""
    for mapper in mappers:
        always = mapper.cls.facts.when is When.ALWAYS and not mapper.cls.in_function
        if always and mapper.registry.known:
            yield mapper


def redefined(mappers: Iterable[Mapper]) -> Iterator[tuple[Mapper, Mapper]]:
    """Classes of one name in one module and one registry: the earlier and the later."""
    seen: dict[tuple[object, str, str], Mapper] = {}
    for mapper in _sure(mappers):
        first = seen.setdefault((mapper.registry, mapper.module.path, mapper.name), mapper)
        if first is not mapper and first.cls is not mapper.cls:
            yield first, mapper


def named_like_modules(mappers: Iterable[Mapper]) -> Iterator[tuple[Mapper, Mapper]]:
    """Classes called like a module beside their own, with a class of that module."""
    sure = list(_sure(mappers))
    holders: dict[tuple[object, str, str], Mapper] = {}
    for mapper in sure:
        words = mapper.module.name.split(".")
        for parent, module in pairwise(words):
            holders.setdefault((mapper.registry, parent, module), mapper)
    for mapper in sure:
        last = mapper.module.name.rpartition(".")[2]
        other = holders.get((mapper.registry, last, mapper.name))
        if other is not None:
            yield mapper, other
