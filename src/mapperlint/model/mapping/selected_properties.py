"""Which columns of its table a mapper maps, and under which names.

`include_properties`, `exclude_properties` and `column_prefix` speak of the columns that are mapped
because they are there, not of the attributes that are given by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.mapping.mappers import ColumnAttribute, UnknownAttribute
from mapperlint.model.values.values import Entries, Items, Known, Made, TableColumn, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import Column

_REASON = "its mapper leaves out properties"


def leave_out(mapper: Mapper, arguments: Value | None) -> None:
    """Take out of a mapper the columns that its arguments do not let it map, and rename others."""
    if not isinstance(arguments, Entries):
        return
    included, excluded = arguments.get("include_properties"), arguments.get("exclude_properties")
    if not all(value is None or _readable(value) for value in (included, excluded)):
        _open(mapper)
        return

    def left_out(name: str, attribute: ColumnAttribute) -> bool:
        column = attribute.columns[0]
        if included is not None and not _names(included, name, column):
            return True
        return excluded is not None and _names(excluded, name, column)

    for name, attribute in list(_by_their_keys(mapper)):
        if left_out(name, attribute):
            del mapper.attributes[name]
    for name, attribute in _inherited(mapper):
        if left_out(name, attribute):
            mapper.attributes[name] = UnknownAttribute(name, _REASON, attribute.where)
    prefix = arguments.get("column_prefix")
    if prefix is not None:
        _rename(mapper, prefix)


def _by_their_keys(mapper: Mapper) -> Iterator[tuple[str, ColumnAttribute]]:
    """The attributes that are mapped because their columns are in the table."""
    for name, attribute in mapper.attributes.items():
        if isinstance(attribute, ColumnAttribute) and attribute.columns[0].key == name:
            yield name, attribute


def _inherited(mapper: Mapper) -> list[tuple[str, ColumnAttribute]]:
    inherited = mapper.parent.all_attributes if mapper.parent else {}
    return [
        (name, attribute)
        for name, attribute in inherited.items()
        if isinstance(attribute, ColumnAttribute) and name not in mapper.attributes
    ]


def _readable(value: Value) -> bool:
    return (
        isinstance(value, Items)
        and not value.open
        and all(isinstance(each, Known | Made | TableColumn) for each in value.items)
    )


def _names(value: Value, name: str, column: Column) -> bool:
    """Whether a list of names and columns has an attribute in it."""
    assert isinstance(value, Items)
    return any(
        each == Known(name)
        or (isinstance(each, TableColumn) and each.name == column.key)
        or (isinstance(each, Made) and each == column.made)
        for each in value.items
    )


def _rename(mapper: Mapper, prefix: Value) -> None:
    if not isinstance(prefix, Known) or not isinstance(prefix.value, str):
        _open(mapper)
        return
    for name, attribute in list(_by_their_keys(mapper)):
        del mapper.attributes[name]
        renamed = f"{prefix.value}{name}"
        mapper.attributes[renamed] = ColumnAttribute(renamed, attribute.columns, attribute.where)


def _open(mapper: Mapper) -> None:
    """Nobody can say which of the columns are mapped."""
    mapper.open_reason = mapper.open_reason or _REASON
    for name, attribute in list(_by_their_keys(mapper)):
        mapper.attributes[name] = UnknownAttribute(name, _REASON, attribute.where)
