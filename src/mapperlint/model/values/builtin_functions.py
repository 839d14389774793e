"""What Python's own functions return: `getattr`, `list`, `isinstance`, ..."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from mapperlint.facts.shapes import Assign
from mapperlint.model.values import operations
from mapperlint.model.values.attributes_of import attribute_of
from mapperlint.model.values.classes import Class
from mapperlint.model.values.truth import truth
from mapperlint.model.values.values import (
    FALSE,
    TRUE,
    Entries,
    External,
    Items,
    Known,
    Made,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import construct

if TYPE_CHECKING:
    from mapperlint.model.values.evaluation import Evaluator


def called_builtin(evaluator: Evaluator, name: str, made: Made) -> Value:
    """The result of calling the builtin `name`; itself as `Made` where nothing more is known."""
    first = made.arguments[0] if made.arguments else None
    match name, first:
        case "str", Known() if (text := operations.text(first)) is not None:
            return Known(text)
        case "getattr", _ if len(made.arguments) >= 2:
            return _getattr(evaluator, made)
        case "hasattr", Class() if isinstance(made.arguments[-1], Known):
            return _hasattr(first, str(made.arguments[-1].value))
        case "dict", None:
            entries = tuple((Known(key), value) for key, value in made.keywords)
            return Entries(entries, made.open)
        case "dict", Entries(entries, is_open):
            more = tuple((Known(key), value) for key, value in made.keywords)
            return Entries((*entries, *more), is_open or made.open)
        case "list" | "tuple" | "set" | "frozenset", _:
            return _display(evaluator, name, made)
        case "dir", Class():
            return Items("list", tuple(map(Known, sorted(first.all_names()))))
        case "len", Items(_, items, False):
            return Known(len(items))
        case "len", Known(str(text)):
            return Known(len(text))
        case "sorted", Items(_, items, is_open) if len(made.arguments) == 1 and not made.keywords:
            return Items("list", _sorted(items), is_open)
        case "isinstance", _ if len(made.arguments) == 2:
            return _isinstance(made.arguments[0], made.arguments[1])
        case "issubclass", Class() if len(made.arguments) == 2:
            return _issubclass(first, made.arguments[1])
        case "bool", value if value is not None and truth(value) is not None:
            return Known(truth(value))
        case "object", _:
            return replace(made, maker=External("builtins.object"))
    return replace(made, maker=External(f"builtins.{name}"))


def _display(evaluator: Evaluator, name: str, made: Made) -> Value:
    """`list(...)`, `tuple(...)`, `set(...)` and `frozenset(...)`."""
    kind = name.removeprefix("frozen")
    match made.arguments:
        case (Items(_, items, is_open), *_):
            return Items(kind, items, is_open)
        case (Class() as cls, *_) if cls.is_enum:
            return Items(kind, _enum_members(evaluator, cls))
        case () if not made.open:
            return Items(kind, ())
    return replace(made, maker=External(f"builtins.{name}"))


def _enum_members(evaluator: Evaluator, cls: Class) -> tuple[Value, ...]:
    """The members of an enumeration, as `EnumClass.member` gives them."""
    return tuple(
        attribute_of(evaluator, cls, name)
        for name, statements in cls.bindings.by_name.items()
        if not name.startswith("_") and isinstance(statements[-1], Assign)
    )


def _sorted(items: tuple[Value, ...]) -> tuple[Value, ...]:
    if all(isinstance(item, Known) and isinstance(item.value, str) for item in items):
        return tuple(sorted(items, key=lambda item: str(getattr(item, "value", ""))))
    return items


_PLAIN_TYPES = frozenset({"dict", "list", "tuple", "set", "str", "int", "bool"})


def _isinstance(value: Value, kind: Value) -> Value:
    """`isinstance(value, kind)` for displays and constants."""
    kinds = kind.items if isinstance(kind, Items) else (kind,)
    names = {each.name for each in kinds if isinstance(each, External)}
    if len(names) != len(kinds):
        return Unknown("`isinstance` of something that is not read")
    match value:
        case Items(own, _, _):
            return Known(own in names)
        case Entries():
            return Known("dict" in names)
        case Known(constant):
            return Known(type(constant).__name__ in names)
        case Made(maker) if construct(maker) is not None and names <= _PLAIN_TYPES:
            return FALSE
    return Unknown("`isinstance` of something that is not read")


def _issubclass(cls: Class, other: Value) -> Value:
    if isinstance(other, Class):
        if other in cls.classes:
            return TRUE
        return FALSE if cls.open_reason is None else Unknown(cls.open_reason)
    return Unknown("`issubclass` of something that is not read")


def _getattr(evaluator: Evaluator, made: Made) -> Value:
    owner, name, *default = made.arguments
    if not isinstance(name, Known):
        return Unknown("`getattr` with a computed name", made.where)
    if isinstance(owner, Class) and default and _hasattr(owner, str(name.value)) == FALSE:
        return default[0]
    return attribute_of(evaluator, owner, str(name.value))


def _hasattr(owner: Class, name: str) -> Value:
    if owner.defines(name):
        return TRUE
    if owner.open_reason is not None:
        return Unknown(owner.open_reason)
    return FALSE
