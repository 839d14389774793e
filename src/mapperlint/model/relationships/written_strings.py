"""Strings of relationships as the expressions that SQLAlchemy evaluates them to."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mapperlint.facts.extract import parse_expression

if TYPE_CHECKING:
    from mapperlint.facts.expressions import Expression


@lru_cache(maxsize=1024)
def expression_in(text: str) -> Expression | None:
    """The expression that a string holds, None if it is not Python.

    It is kept for the questions that follow: for its value, for its names, for its condition.
    """
    return parse_expression(text)
