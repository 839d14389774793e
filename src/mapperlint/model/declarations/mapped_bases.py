"""Classes whose bases lead to more than one mapped class, of which a mapper can only extend one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.declarative.declarative import Mapping
from mapperlint.model.values.classes import Class

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.mapping.mappers import Mapper


class TwoParents(Struct, frozen=True, eq=False):
    """A class whose direct bases lead to two mapped classes."""

    mapper: Mapper
    first: Class
    second: Class


def two_parents(declarations: Declarations, mappers: Iterable[Mapper]) -> Iterator[TwoParents]:
    """The classes whose direct bases lead to two mapped classes."""
    for mapper in mappers:
        if not declarations.is_declarative(mapper):
            continue
        found = list(dict.fromkeys(_parents(declarations, mapper.cls)))
        if len(found) > 1:
            yield TwoParents(mapper, found[0], found[1])


def _parents(declarations: Declarations, cls: Class) -> Iterator[Class]:
    for base in cls.base_values:
        if isinstance(base, Class):
            parent = _parent(declarations, base)
            if parent is not None:
                yield parent


def _parent(declarations: Declarations, base: Class) -> Class | None:
    """The mapped class a base stands for: it itself, or the first that it leads to.

    Of an abstract class SQLAlchemy asks the bases one by one, of any other the resolution order.
    """
    declarative = declarations.declarative
    if declarative.abstract(base):
        return next(_parents(declarations, base), None)
    for each in base.classes:
        if declarative.mapping(each) is Mapping.MAPPED:
            return each
        if declarative.mapping(each) is not Mapping.UNMAPPED:
            return None
    return None
