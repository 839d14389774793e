"""The column that counts the versions of a row: `version_id_col`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.inheritance.mapper_argument import mapper_argument
from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.relationships.arguments import Given
from mapperlint.model.values.values import Known, Made

if TYPE_CHECKING:
    from mapperlint.model.mapping.mappers import Mapper


def named_counter(mapper: Mapper) -> Given[str] | None:
    """The string that a mapper surely gives as its `version_id_col`."""
    match mapper_argument(mapper, "version_id_col"):
        case Given(Known(str(name)), where):
            return Given(name, where)
    return None


def second_counter(mapper: Mapper) -> Mapper | None:
    """The parent that counts versions already, where a mapper has a column of its own for it."""
    match mapper_argument(mapper, "version_id_col"):
        case Given(Made() as made) if _is_own_column(mapper, made):
            for parent in mapper.lineage[1:]:
                match mapper_argument(parent, "version_id_col"):
                    case Given(Made() as first) if first != made:
                        return parent
    return None


def _is_own_column(mapper: Mapper, made: Made) -> bool:
    return any(
        isinstance(attribute, ColumnAttribute) and attribute.columns[0].made == made
        for name, attribute in mapper.attributes.items()
        if mapper.cls.own(name) is not None
    )
