"""Classes that are mapped to a join or a query, which is no table that could take a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.values.attributes_of import member_value
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import NONE, Made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper

_JOINS = frozenset({"join", "outerjoin"})
_COLUMNS = frozenset({"Column", "mapped_column"})


def columns_of_no_table(declarations: Declarations, mapper: Mapper) -> Iterator[Declared]:
    """The columns of a subclass without a table, where its parent is mapped to a join."""
    cls, parent = mapper.cls, mapper.parent
    if parent is None or not declarations.is_declarative(mapper):
        return
    if cls.own("__table__") is not None or declarations.declarative.table_name(cls) != NONE:
        return
    table = parent.cls.own("__table__")
    if table is None:
        return
    value = member_value(declarations.evaluator, parent.cls, table)
    if not isinstance(value, Made) or construct_of(value) not in _JOINS:
        return
    for one in declarations.of(cls):
        if one.word in _COLUMNS and one.always and not one.on_mixin:
            yield one
