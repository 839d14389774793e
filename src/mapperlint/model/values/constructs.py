"""Which construct of SQLAlchemy a call makes, the project's own subclasses looked through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.values.values import MADE_FROM, External, Made, Value
from mapperlint.model.values.vocabulary import construct, word_at

if TYPE_CHECKING:
    from typing import TypeGuard


COPY_WORDS = frozenset({"to_metadata", "tometadata"})


APPENDING = frozenset({"append_column", "append_constraint"})
"""The methods that add to a table once it is made."""


def makes_table(value: object) -> TypeGuard[Made]:
    """Whether a call makes a table: `Table(...)`, or the copy of one."""
    if not isinstance(value, Made):
        return False
    word = construct_of(value)
    if word in COPY_WORDS:
        origin = value.keyword(MADE_FROM)
        return isinstance(origin, Made) and construct_of(origin) == "Table"
    return word == "Table"


def construct_of(made: Made) -> str | None:
    """The SQLAlchemy word of a call, looking through the project's own subclasses."""
    if isinstance(made.maker, External):
        return word_at(made.maker.path)
    if made.maker.own("__init__") is not None or made.maker.own("__new__") is not None:
        return None
    words = [construct(base) for base in made.maker.external_bases]
    return next((word for word in words if word in {"Column", "ForeignKey"}), None)


_COLUMNS = frozenset({"Column", "mapped_column", "unmapped_column"})


def column_word(value: Value) -> bool:
    """Whether a value is a column as a Table takes it."""
    return isinstance(value, Made) and construct_of(value) in _COLUMNS
