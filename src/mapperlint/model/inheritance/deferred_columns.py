"""`use_existing_column` in classes that are mapped later, by reflection or for a union."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.shapes import Assign
from mapperlint.model.values.values import FALSE, NONE
from mapperlint.model.values.vocabulary import construct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.values.classes import Class


def existing_columns(declarations: Declarations, cls: Class) -> Iterator[Declared]:
    """The columns that a deferred class without a table wants to share with its parent."""
    if not declarations.surely_since("2.0") or cls.open_reason:
        return
    if any(cls.own(name) is not None for name in ("__table__", "__tablename__")):
        return
    if not any(_names_a_table(base) for base in cls.classes[1:]):
        return
    for one in declarations.of(cls):
        made = one.made
        if made is None or one.word != "mapped_column" or not one.always or one.owner is not cls:
            continue
        if made.keyword("use_existing_column") not in {None, NONE, FALSE}:
            yield one


def _names_a_table(cls: Class) -> bool:
    """Whether a class has a table of its own, whose name is not made anew for each subclass."""
    named = cls.own("__tablename__")
    is_mixin = not any(construct(base) == "DeferredBase" for base in cls.external_bases)
    return named is not None and isinstance(named.statement, Assign) and not is_mixin
