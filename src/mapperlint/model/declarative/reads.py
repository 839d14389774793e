"""What stands in the body of a mapped class, name by name, before a mapper takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from mapperlint.model.declarative.annotations import Annotation
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Made, TableColumn
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.values.scopes import Scope


class ColumnRead(Struct, frozen=True):
    """A column: `made` is the call that makes it, `extra` are those inside its `Annotated` type.

    One that is not `mapped` is part of the table, but no attribute (`Unmapped`, new in 2.1).
    """

    name: str
    made: Made
    extra: tuple[Made, ...]
    where: Location
    mapped: bool = True


class RelationshipRead(Struct, frozen=True):
    """A `relationship(...)`, with the annotation of its attribute and the scope that is read in."""

    name: str
    made: Made
    annotation: Annotation | None
    scope: Scope
    annotation_where: Location | None
    where: Location
    unread_annotation: bool = False


class OtherRead(Struct, frozen=True):
    """A synonym, a composite, a hybrid, an association proxy: mapped, or a descriptor."""

    name: str
    kind: str
    made: Made | None
    where: Location


class PlainRead(Struct, frozen=True):
    """A method, a property, a constant: not mapped."""

    name: str
    where: Location


class UnknownRead(Struct, frozen=True):
    """An attribute that may be anything, or anything but a column of the table."""

    name: str
    reason: str
    where: Location
    may_be_column: bool = True


class TableColumnRead(Struct, frozen=True):
    """A column of the class's own `__table__` under another name: `key = __table__.c.id`."""

    name: str
    column: TableColumn
    where: Location
    otherwise: Made | None = None


Read: TypeAlias = (
    ColumnRead | RelationshipRead | OtherRead | PlainRead | TableColumnRead | UnknownRead
)


_POSITIONS = (
    "argument",
    "secondary",
    "primaryjoin",
    "secondaryjoin",
    "foreign_keys",
    "uselist",
    "order_by",
    "backref",
    "back_populates",
)


_BY_NAME_ONLY = 2
"""The position from which on 2.0 takes no arguments of `relationship` but by name."""


def named_arguments(made: Made) -> Made:
    """A call of `relationship` with the arguments by name that only 1.4 takes by position."""
    if len(made.arguments) <= _BY_NAME_ONLY or construct_of(made) != "relationship":
        return made
    names = {str(index): name for index, name in enumerate(_POSITIONS) if index >= _BY_NAME_ONLY}
    given = zip(_POSITIONS[_BY_NAME_ONLY:], made.arguments[_BY_NAME_ONLY:], strict=False)
    return replace(
        made,
        arguments=made.arguments[:_BY_NAME_ONLY],
        keywords=(*given, *made.keywords),
        expressions=tuple(
            (names.get(key, key), expression) for key, expression in made.expressions
        ),
    )
