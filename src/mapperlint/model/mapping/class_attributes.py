"""What code finds on a mapped class: whether an attribute that it reads is surely not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.values.vocabulary import construct

if TYPE_CHECKING:
    from mapperlint.model.mapping.mappers import Mapper

_BASES = """
metadata registry type_annotation_map query query_class mro construct copy dict fields from_orm json
parse_file parse_obj parse_raw schema schema_json update_forward_refs validate sqlmodel_update
"""
_OF_BASES = frozenset(_BASES.split())
"""What classes have from bases out of sight: SQLAlchemy's, those of Flask, and of SQLModel."""


def lacks(mapper: Mapper, name: str) -> bool:
    """Whether reading an attribute of a mapped class surely raises AttributeError."""
    cls = mapper.cls
    if name.startswith(("_", "model_")) or name in _OF_BASES:
        return False
    if mapper.attribute(name) is not None or cls.defines(name):
        return False
    if mapper.hierarchy_open_reason or mapper.tables_reason or mapper.evident_only:
        return False
    if cls.open_reason is not None or any(table.open_reason for table in mapper.tables):
        return False
    known = all(construct(each) is not None for each in cls.external_bases)
    metaclasses = (each.keyword("metaclass") for each in cls.classes)
    return known and all(each is None or construct(each) is not None for each in metaclasses)
