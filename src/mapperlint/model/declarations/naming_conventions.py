"""Constraints without a name, where the MetaData makes its names out of the given ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.values.values import NONE, Entries, External, Known, Made, Value
from mapperlint.model.values.vocabulary import construct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.constraint_columns import TableItems
    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.tables.tables import Table
    from mapperlint.places import Location

_GIVEN_NAME = "%(constraint_name)s"
_KINDS = {"CheckConstraint": "ck", "UniqueConstraint": "uq", "ForeignKeyConstraint": "fk"}
_BY_POSITION = {"CheckConstraint": 1, "ForeignKeyConstraint": 2}


class Unnamed(Struct, frozen=True, eq=False):
    """A constraint without the name that the convention of its MetaData asks for."""

    table: Table
    construct: str
    convention: str
    where: Location


def unnamed(
    declarations: Declarations, items: TableItems, tables: Iterable[Table]
) -> Iterator[Unnamed]:
    """The constraints that lack a name, each once."""
    seen: set[Location] = set()
    for table in tables:
        names = _names(declarations.evaluator.registries.naming_conventions, table)
        if not names:
            continue
        for made in _constraints(items, table):
            word = construct(made.maker) or ""
            template = names.get(_KINDS.get(word, ""), "")
            if _GIVEN_NAME not in template or made.where in seen or not _is_unnamed(made, word):
                continue
            seen.add(made.where)
            yield Unnamed(table, word, template, made.where)


def _names(conventions: dict[object, Value], table: Table) -> dict[str, str]:
    """The names a MetaData makes by kind; none where they are not all plain texts."""
    convention = conventions.get(table.metadata.identity)
    if not isinstance(convention, Entries) or convention.open:
        return {}
    found: dict[str, str] = {}
    for key, value in convention.entries:
        match key, value:
            case Known(str(kind)), Known(str(template)):
                found[kind] = template
            case _:
                return {}
    return found


def _constraints(items: TableItems, table: Table) -> Iterator[Made]:
    """What stands beside the columns of a table, and what stands in them."""
    own = items.of(table)
    yield from (each for each in own if isinstance(each, Made))
    for column in table.columns.values():
        if column.made is not None and not table.extends and not table.conditional:
            yield from (each for each in column.made.arguments if isinstance(each, Made))


def _is_unnamed(made: Made, word: str) -> bool:
    if made.open or not isinstance(made.maker, External):
        return False
    position = _BY_POSITION.get(word)
    if position is not None and len(made.arguments) > position:
        return made.arguments[position] == NONE
    return made.keyword("name") in {None, NONE}
