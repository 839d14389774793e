"""What a call that makes a column says: its name, its arguments, and whether they are all read."""

from __future__ import annotations

from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Entries, Items, Known, Made, Unknown, Value


def column_name(made: Made, attribute: str | None) -> str | None:
    """The database name of a column: given first, by keyword, or that of the attribute."""
    if construct_of(made) == "sqlmodel.Field":
        return _field_name(made, attribute)
    first = made.arguments[0] if made.arguments else None
    if isinstance(first, Known) and isinstance(first.value, str):
        return first.value
    given = made.keyword("name")
    if isinstance(given, Known) and isinstance(given.value, str):
        return given.value
    if isinstance(given, Unknown):
        return None
    return attribute


def _field_name(made: Made, attribute: str | None) -> str | None:
    options = made.keyword("sa_column_kwargs")
    if isinstance(options, Entries):
        given = options.get("name")
        if given is not None:
            return (
                given.value if isinstance(given, Known) and isinstance(given.value, str) else None
            )
    return attribute


def column_arguments(made: Made) -> tuple[Value, ...]:
    """The positional arguments of a column, where foreign keys stand."""
    if construct_of(made) == "sqlmodel.Field":
        extra = made.keyword("sa_column_args")
        return extra.items if isinstance(extra, Items) else ()
    type_given = made.keyword("type_") or made.keyword("type")
    return (*made.arguments, *((type_given,) if type_given is not None else ()))


def column_open_reason(made: Made, arguments: tuple[Value, ...]) -> str | None:
    """Why a column may have more than is seen, with its `column_arguments`."""
    if made.open and construct_of(made) != "sqlmodel.Field":
        return "the arguments of a column are not read whole"
    for index, value in enumerate(arguments):
        if isinstance(value, Unknown) and index > 0:
            return value.reason
        if isinstance(value, Unknown) and len(made.arguments) == 1:
            return value.reason
    return None


def flag(value: Value | None) -> bool | None:
    """A boolean keyword: False when it is absent, None when it is not known."""
    match value:
        case None:
            return False
        case Known(constant):
            return bool(constant)
    return None
