"""Whether a value is true, as far as the source shows it."""

from __future__ import annotations

from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import (
    ClassAttribute,
    Entries,
    EnumMember,
    Expressed,
    External,
    Items,
    Known,
    Made,
    TableColumn,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import construct


def truth(value: Value) -> bool | None:
    """Whether a value is true; None when only the program knows."""
    match value:
        case EnumMember():
            return None
        case Known(constant):
            return bool(constant)
        case Items(_, items, is_open):
            return True if items else None if is_open else False
        case Entries(entries, is_open):
            return True if entries else None if is_open else False
        case Unknown() | Expressed() | ClassAttribute() | TableColumn():
            return None
        case External():
            return True if construct(value) is not None else None
        case Made(Class() as maker):
            return _object_is_true(maker)
        case Made(External() as maker):
            return True if construct(maker) is not None else None
    return True


def _object_is_true(cls: Class) -> bool | None:
    """Objects are true unless their class says otherwise."""
    if cls.open_reason is not None or cls.external_bases:
        return None
    return None if cls.defines("__bool__") or cls.defines("__len__") else True
