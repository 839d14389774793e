"""Classes that are given None as their table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import Assign, When
from mapperlint.model.values.attributes_of import member_value
from mapperlint.model.values.bases import Root
from mapperlint.model.values.values import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.values.classes import Member

_COLUMNS = frozenset({"Column", "mapped_column"})
_NAMING_ROOTS = frozenset({"flask", "sqlmodel"})


class NoneAsTable(Struct, frozen=True, eq=False):
    """A class whose `__table__` is None; `column` is what it declares for that table."""

    mapper: Mapper
    member: Member
    column: Declared | None


def none_as_table(declarations: Declarations, mappers: Iterable[Mapper]) -> Iterator[NoneAsTable]:
    """The classes that need a table, and say that theirs is None.

    A subclass without columns needs none: it is mapped to the table of its parent.
    """
    for mapper in mappers:
        member = mapper.cls.own("__table__")
        if member is None or not declarations.is_declarative(mapper) or mapper.hook is not None:
            continue
        root = declarations.declarative.root(mapper.cls)
        if isinstance(root, Root) and root.kind in _NAMING_ROOTS:
            continue
        if not _is_none(declarations, mapper, member):
            continue
        columns = (
            one
            for one in declarations.of(mapper.cls)
            if one.word in _COLUMNS and one.always and not one.by_function
        )
        column = next(columns, None)
        if column is not None or mapper.parent is None:
            yield NoneAsTable(mapper, member, column)


def _is_none(declarations: Declarations, mapper: Mapper, member: Member) -> bool:
    statement = member.statement
    return (
        isinstance(statement, Assign)
        and statement.when is When.ALWAYS
        and len(mapper.cls.bindings.by_name.get("__table__", [])) == 1
        and "__table__" not in mapper.cls.attached
        and member_value(declarations.evaluator, mapper.cls, member) == NONE
    )
