"""Relationships that may lead to nothing, because their key may be empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.values.values import TRUE, Known
from mapperlint.model.values.vocabulary import Direction

if TYPE_CHECKING:
    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.tables.tables import Column


def denies_none(relationship: Relationship) -> bool:
    """Whether a relationship to one object is annotated as if there were always one."""
    read = relationship.read
    annotation = None if read is None else read.annotation
    return (
        annotation is not None
        and annotation.wrapper == "Mapped"
        and annotation.known
        and annotation.target is not None
        and annotation.aliased is None
        and not annotation.optional
        and not annotation.collection
    )


def nullable_key(declarations: Declarations, relationship: Relationship) -> Declared | None:
    """A column of the key of a many-to-one that surely may be empty."""
    if relationship.direction is not Direction.MANYTOONE:
        return None
    found = [_declared(declarations, relationship.owner, local) for local, _ in relationship.pairs]
    return next((each for each in found if each and _is_nullable(declarations, each)), None)


def may_be_empty(declarations: Declarations, owner: Mapper, column: Column) -> bool:
    """Whether a column that a class declares surely may be NULL."""
    one = _declared(declarations, owner, column)
    return one is not None and _is_nullable(declarations, one)


def _declared(declarations: Declarations, owner: Mapper, column: Column) -> Declared | None:
    """What the class itself says of a column of its own table."""
    for one in declarations.of(owner.cls):
        attribute = owner.attributes.get(one.name)
        if isinstance(attribute, ColumnAttribute) and attribute.columns == [column]:
            return one if one.always else None
    return None


def _is_nullable(declarations: Declarations, one: Declared) -> bool:
    made = one.made
    if made is not None:
        if made.open or made.keyword("primary_key") is not None:
            return False
        given = made.keyword("nullable")
        if given is not None:
            return given == TRUE
    elif one.value is not None and not isinstance(one.value, Known):
        return False
    read = declarations.annotation(one)
    if read is None:
        return one.annotation is None and one.word in {"Column", "mapped_column"}
    if read.wrapper != "Mapped" and not declarations.declarative.is_sqlmodel(one.cls):
        return False
    return read.known and read.optional
