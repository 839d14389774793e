"""Whether a mapper finds the columns of a primary key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.declarative.annotations import annotated_parts
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Entries, External, Generic, Made, Unknown, Value
from mapperlint.model.values.vocabulary import construct, package

if TYPE_CHECKING:
    from mapperlint.model.declarations.declarations import Declarations
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.tables import Column


def without_primary_key(declarations: Declarations, mapper: Mapper) -> bool:
    """Whether the table of a mapper surely has no primary key, and nothing else gives it one."""
    table = mapper.table
    if table is None or mapper.single_table or mapper.open_reason or table.open_reason:
        return False
    if not all(map(_is_no_key, table.columns.values())):
        return False
    if mapper.hook is not None or mapper.evident_only or declarations.rewritten(mapper.cls):
        return False
    if not _mapper_leaves_it_to_the_table(declarations, mapper):
        return False
    if _has_key_constraint(declarations, mapper) or declarations.is_reflected(mapper):
        return False
    return not any(
        each.annotation is not None
        and may_carry_columns(
            declarations.evaluator.evaluate(each.annotation, each.owner.body_scope, None)
        )
        for each in declarations.of(mapper.cls)
    )


def _mapper_leaves_it_to_the_table(declarations: Declarations, mapper: Mapper) -> bool:
    imperative = declarations.imperative(mapper.cls)
    if imperative is not None:
        return not imperative.open and imperative.keyword("primary_key") is None
    arguments = declarations.mapper_arguments(mapper.cls)
    if arguments is None:
        return True
    return (
        isinstance(arguments, Entries)
        and not arguments.open
        and arguments.get("primary_key") is None
    )


def _has_key_constraint(declarations: Declarations, mapper: Mapper) -> bool:
    """Its columns may be named in a way that is not read; the constraint alone says enough."""
    return any(
        isinstance(item, Unknown)
        or (isinstance(item, Made) and construct_of(item) in {"PrimaryKeyConstraint", None})
        for item in declarations.table_items(mapper)
    )


def _is_no_key(column: Column) -> bool:
    made = column.made
    if made is None or made.open or column.primary_key is not False:
        return False
    options = made.keyword("sa_column_kwargs")
    if options is not None:
        return (
            isinstance(options, Entries) and not options.open and options.get("primary_key") is None
        )
    return construct_of(made) is not None


def may_carry_columns(value: Value) -> bool:
    """Whether an annotation may hold `Annotated[int, mapped_column(primary_key=True)]`."""
    match value:
        case Unknown():
            return True
        case Generic(origin, arguments):
            if isinstance(origin, External) and origin.name == "Literal":
                return False
            return may_carry_columns(origin) or any(may_carry_columns(each) for each in arguments)
        case External(path):
            known = construct(value) is not None or package(path) in _PLAIN
            return not known
    return any(isinstance(part, Unknown) for part in annotated_parts(value))


_PLAIN = frozenset(
    {"builtins", "typing", "typing_extensions", "datetime", "decimal", "uuid", "enum", "pathlib",
     "collections", "ipaddress", "zoneinfo", "fractions", "types", "pydantic", "json"}
)  # fmt: skip
