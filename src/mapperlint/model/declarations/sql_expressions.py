"""Attributes of mapped classes that are expressions of SQL, and so are not mapped.

Only what is an expression for certain counts: a call of SQLAlchemy that makes one, and an operator
over a column that the class declares.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapperlint.model.values.constructs import column_word
from mapperlint.model.values.values import MADE_FROM, Expressed, External, Made, Value
from mapperlint.model.values.vocabulary import construct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.places import Location

_FUNCTION = r"(sqlalchemy|sqlmodel|flask_sqlalchemy)(\.\w+)*\.func(\.[a-z]\w*)+"
_OPERATORS = frozenset({"==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "&", "|", "~"})
_NAMED_COLUMNS = frozenset({"column", "literal_column"})
_MAKERS = frozenset(
    {
        *_NAMED_COLUMNS,
        *("and_", "or_", "not_", "case", "cast", "type_coerce", "literal", "null", "true"),
        *("false", "extract", "exists", "tuple_", "bindparam"),
    }
)
_NOT_MAPPED = frozenset({"metadata", "registry"})


def expressions(declarations: Declarations, mappers: Iterable[Mapper]) -> Iterator[Declared]:
    """The attributes that are SQL expressions, each once.

    SQLAlchemy passes them over, with a warning; until 2.0 it only warned of named columns.
    """
    seen: set[Location] = set()
    for mapper in mappers:
        if declarations.declarative.is_sqlmodel(mapper.cls):
            continue
        for one in declarations.of(mapper.cls):
            if one.value is None or one.by_function or not one.always or one.name in _NOT_MAPPED:
                continue
            if not is_expression(one.value) or one.where in seen:
                continue
            if not declarations.is_declarative(mapper):
                break
            if _is_named_column(one.value) or declarations.surely_since("2.0"):
                seen.add(one.where)
                yield one


def is_expression(value: Value) -> bool:
    """Whether a value is an expression of SQL for certain."""
    match value:
        case Expressed(operator, operands):
            return operator in _OPERATORS and any(
                column_word(each) or is_expression(each) for each in operands
            )
        case Made(External() as maker):
            origin = value.keyword(MADE_FROM)
            if origin is not None:
                return maker.name == "label" and is_expression(origin)
            if construct(maker) in _MAKERS:
                return True
            return ".func." in maker.path and bool(re.fullmatch(_FUNCTION, maker.path))
    return False


def _is_named_column(value: Value) -> bool:
    return isinstance(value, Made) and construct(value.maker) in _NAMED_COLUMNS
