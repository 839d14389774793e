"""What operators do to values: string work, comparisons, and the making of SQL expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapperlint.model.values.truth import truth
from mapperlint.model.values.values import (
    ClassAttribute,
    ColumnsOf,
    Entries,
    EnumMember,
    Expressed,
    External,
    Generic,
    Items,
    Known,
    Made,
    Method,
    TableColumn,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

LONGEST_TEXT = 10_000
"""Characters of a text that is computed; names and conditions of models stay far below."""

_SQL = (ClassAttribute, TableColumn, Expressed, Made)


def text(value: Value) -> str | None:
    """The text a value has in an f-string, None when only the program knows."""
    match value:
        case EnumMember(constant, _, owner):
            # Other enumerations with a mixed-in type are formatted differently by each Python.
            texts = any(base.name == "StrEnum" for base in owner.external_bases)
            return str(constant) if texts else None
        case Known(constant):
            return str(constant)
    return None


def joined(values: list[Value]) -> Value:
    """An f-string over its parts."""
    parts = [text(value) for value in values]
    known = [part for part in parts if part is not None]
    if len(known) == len(parts):
        return Known("".join(known))
    return _unknown(values, "a string that is built when the program runs")


def _unknown(values: list[Value], reason: str) -> Unknown:
    return next((value for value in values if isinstance(value, Unknown)), Unknown(reason))


def operated(operator: str, values: list[Value]) -> Value:
    """An operator over its operands."""
    if operator in {"and", "or", "not", "is", "is not"}:
        return _logical(operator, values)
    if operator in {"in", "not in"}:
        return _contained(operator, values)
    if all(isinstance(value, Items) for value in values) and operator in {"+", "-", "|", "&"}:
        return _combined(operator, [value for value in values if isinstance(value, Items)])
    if any(isinstance(value, _SQL) for value in values):
        return Expressed(operator, tuple(values))
    if operator in {"==", "!="}:
        return _compared(operator, values)
    if operator == "%" and isinstance(values[0], Known) and isinstance(values[0].value, str):
        return _formatted(values[0].value, values[1])
    if operator == "|":
        return _united(values)
    constants = [value.value for value in values if isinstance(value, Known)]
    if len(constants) == len(values) and operator in {"+", "*", "-", "/", "//"}:
        return _arithmetic(operator, constants)
    if len(constants) == len(values) and operator in {"<", "<=", ">", ">="}:
        return _ordered(operator, constants)
    return _unknown(values, f"`{operator}` over something that is not read")


def _logical(operator: str, values: list[Value]) -> Value:
    if operator in {"is", "is not"}:
        left, right = values
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return _unknown(values, "")
        return Known((left == right) == (operator == "is"))
    truths = [truth(value) for value in values]
    if operator == "not":
        return _unknown(values, "") if truths[0] is None else Known(not truths[0])
    for value, answer in zip(values, truths, strict=True):
        if answer is None:
            return _unknown(values, "a condition only the program can answer")
        if answer == (operator == "or"):
            return value
    return values[-1]


def _compared(operator: str, values: list[Value]) -> Value:
    left, right = values
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _unknown(values, "")
    if _differ_in_kind(left, right):
        return Unknown("a member of an enumeration compared with a constant")
    return Known((left == right) == (operator == "=="))


def _differ_in_kind(left: Value, right: Value) -> bool:
    """Whether one is a member of an enumeration and one a constant, which may be equal or not."""
    return isinstance(left, Known) and isinstance(right, Known) and type(left) is not type(right)


def _united(values: list[Value]) -> Value:
    """`X | None` between types."""
    if any(isinstance(value, Unknown) for value in values):
        return _unknown(values, "")
    if all(isinstance(value, Known) and isinstance(value.value, int) for value in values):
        return Unknown("a number computed when the program runs")
    return Generic(External("typing.Union"), tuple(values))


def _contained(operator: str, values: list[Value]) -> Value:
    """`item in items`, where everything is known."""
    item, items = values
    if isinstance(items, Entries):
        items = Items("list", tuple(key for key, _ in items.entries), items.open)
    if not isinstance(items, Items) or items.open:
        return _unknown(values, "a test for something that is not read")
    if any(isinstance(each, Unknown) for each in (item, *items.items)):
        return _unknown([item, *items.items], "")
    if any(_differ_in_kind(item, each) for each in items.items):
        return Unknown("a member of an enumeration compared with a constant")
    return Known((item in items.items) == (operator == "in"))


def _combined(operator: str, values: list[Items]) -> Value:
    """Lists added, or sets united, intersected, subtracted."""
    is_open = any(value.open for value in values)
    if len(values) != 2:
        return Unknown("an operator before a list")
    one, other = values
    match operator:
        case "+" | "|":
            items = (*one.items, *other.items)
        case "-":
            items = tuple(item for item in one.items if item not in other.items)
        case _:
            items = tuple(item for item in one.items if item in other.items)
    if one.kind == "set":
        items = tuple(dict.fromkeys(items))
    return Items(one.kind, items, is_open)


def _arithmetic(operator: str, constants: Sequence[object]) -> Value:
    if len(constants) == 1:
        number = constants[0]
        if isinstance(number, int) and operator in {"-", "+"}:
            return Known(-number if operator == "-" else number)
        return Unknown("a number computed when the program runs")
    left, right = constants
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        return Known(left + right)
    if operator == "*" and isinstance(left, str) and isinstance(right, int):
        if len(left) * right > LONGEST_TEXT:
            return Unknown("a text that is very long")
        return Known(left * right)
    if isinstance(left, int) and isinstance(right, int) and operator in {"+", "-", "*"}:
        return Known(
            left + right if operator == "+" else left - right if operator == "-" else (left * right)
        )
    return Unknown("a number computed when the program runs")


def _ordered(operator: str, constants: Sequence[object]) -> Value:
    left, right = constants
    if not isinstance(left, int) or not isinstance(right, int):
        return Unknown(f"`{operator}` over something that is not a number")
    return Known(
        {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]
    )


def _formatted(template: str, value: Value) -> Value:
    """`"%s_id" % name`, with one value, a tuple or a dict."""
    values = list(value.items) if isinstance(value, Items) and value.kind == "tuple" else [value]
    if isinstance(value, Entries):
        named = {
            key.value: inner.value
            for key, inner in value.entries
            if isinstance(key, Known) and isinstance(inner, Known)
        }
        return (
            _applied(template, named.values(), lambda: template % named)
            if len(named) == len(value.entries)
            else Unknown("a string that is built when the program runs")
        )
    constants = tuple(each.value for each in values if isinstance(each, Known))
    if len(constants) != len(values):
        return _unknown(values, "a string that is built when the program runs")
    return _applied(template, constants, lambda: template % constants)


def _applied(template: str, constants: Iterable[object], function: Callable[[], str]) -> Value:
    """The text that formatting gives, unless it fails or is asked to be very wide."""
    if any(isinstance(each, int) and abs(each) > LONGEST_TEXT for each in constants):
        return Unknown("a text with a large number")
    if re.search(r"\d{5}", template):
        return Unknown("a text that is very long")
    try:
        return Known(function())
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        return Unknown("a string whose formatting fails")


_PLAIN_METHODS = frozenset(
    {
        "lower",
        "upper",
        "title",
        "capitalize",
        "strip",
        "lstrip",
        "rstrip",
        "replace",
        "removeprefix",
        "removesuffix",
        "swapcase",
        "casefold",
        "rpartition",
        "partition",
        "split",
        "rsplit",
    }
)


def string_method(value: str, name: str, made: Made) -> Value:
    """A method of a known string called with known arguments."""
    if made.open:
        return Unknown("a string that is built when the program runs")
    if name == "join" and made.arguments:
        items = made.arguments[0]
        if isinstance(items, Items) and not items.open:
            parts = [text(item) for item in items.items]
            known = [part for part in parts if part is not None]
            if len(known) == len(parts):
                return Known(value.join(known))
        return Unknown("a string that is built when the program runs")
    arguments = [each.value for each in made.arguments if isinstance(each, Known)]
    keywords = {key: each.value for key, each in made.keywords if isinstance(each, Known)}
    if len(arguments) != len(made.arguments) or len(keywords) != len(made.keywords):
        return _unknown(list(made.arguments), "a string that is built when the program runs")
    if name == "format":
        given = [*arguments, *keywords.values()]
        return _applied(value, given, lambda: value.format(*arguments, **keywords))
    if name in {"endswith", "startswith"} and len(arguments) == 1 and isinstance(arguments[0], str):
        return Known(
            value.endswith(arguments[0]) if name == "endswith" else (value.startswith(arguments[0]))
        )
    if name in _PLAIN_METHODS and not keywords:
        try:
            result = getattr(value, name)(*arguments)
        except (ValueError, TypeError):
            return Unknown("a string whose formatting fails")
        if isinstance(result, str):
            return Known(result)
        return Items("list", tuple(Known(part) for part in result))
    return Unknown(f"`str.{name}` is not followed")


def substituted(made: Made) -> Value:
    """`re.sub(pattern, replacement, text)` over constants."""
    constants = [each.value for each in made.arguments if isinstance(each, Known)]
    match constants:
        case [str(pattern), str(replacement), str(subject)] if len(made.arguments) == 3:
            try:
                return Known(re.sub(pattern, replacement, subject))
            except (re.error, IndexError):
                return Unknown("a regular expression that fails")
    return Unknown("`re.sub` over something that is not read")


def subscripted(origin: Value, index: Value) -> Value:
    """`origin[index]`: an item, a column of a table, or a generic type."""
    if isinstance(origin, Unknown):
        return origin
    if isinstance(origin, ColumnsOf) and isinstance(index, Known) and isinstance(index.value, str):
        return TableColumn(origin.table, index.value)
    if isinstance(origin, Items) and isinstance(index, Items) and index.kind == "slice":
        return _sliced(origin, index)
    if isinstance(origin, Known) and isinstance(origin.value, str):
        return _part_of_text(origin.value, index)
    if isinstance(origin, Items) and isinstance(index, Known) and isinstance(index.value, int):
        if -len(origin.items) <= index.value < len(origin.items) and not origin.open:
            return origin.items[index.value]
        return Unknown("an item that is not there")
    if isinstance(origin, Entries) and isinstance(index, Known) and isinstance(index.value, str):
        return origin.get(index.value) or Unknown("an item that is not there")
    if isinstance(origin, Known | Entries | Items | Made | Method):
        return Unknown("an item of something that is not read")
    if isinstance(origin, External) and package(origin.path) == "os":
        return Unknown("a setting of the environment")
    arguments = index.items if isinstance(index, Items) and index.kind == "tuple" else (index,)
    return Generic(origin, arguments)


def _sliced(origin: Items, index: Items) -> Value:
    part = _slice(index)
    if origin.open or part is None:
        return Unknown("a part of a list that is not read whole")
    return Items(origin.kind, origin.items[part])


def _slice(index: Items) -> slice | None:
    """The slice that `lower:upper:step` stands for, None where an end is not known."""
    ends = [each.value for each in index.items if isinstance(each, Known)]
    numbers = [each if isinstance(each, int) else None for each in ends]
    if len(ends) != len(index.items) or numbers[2:] == [0]:
        return None
    return slice(*numbers)


def _part_of_text(whole: str, index: Value) -> Value:
    """A character or a slice of a string."""
    part = _slice(index) if isinstance(index, Items) and index.kind == "slice" else None
    if part is not None:
        return Known(whole[part])
    number = index.value if isinstance(index, Known) else None
    if isinstance(number, int) and -len(whole) <= number < len(whole):
        return Known(whole[number])
    return Unknown("a part of a text that is not read")
