"""What the bases of a class stand for: declarative roots, and what is out of sight."""

from __future__ import annotations

import sys

from msgspec import Struct

from mapperlint.model.values.values import External, Generic, Items, Made, Value
from mapperlint.model.values.vocabulary import construct, package


class Root(Struct, frozen=True):
    """The root of a declarative hierarchy that is not a class statement of the source.

    `kind` is "DeclarativeBase", "declarative_base", "automap_base", "flask" or "sqlmodel", or
    "told" for one the settings tell of, under the name `path`; `made` is the call that makes it,
    where there is one.
    """

    kind: str
    made: Made | None = None
    path: str = ""


def root_of(value: Value) -> Root | None:
    """The declarative root a base stands for, None for anything else."""
    match value:
        case Made():
            word = construct(value.maker)
            if word in {"declarative_base", "automap_base"}:
                return Root(str(word), value)
            if isinstance(value.maker, External) and value.maker.path == "flask_sqlalchemy.Model":
                return Root("flask", value)
        case External():
            word = construct(value)
            if word in {"DeclarativeBase", "DeclarativeBaseNoMeta"}:
                return Root("DeclarativeBase")
            if word == "SQLModel":
                return Root("sqlmodel")
    return None


def made_from(root: Root) -> list[Value]:
    """The classes a made base was made from: `declarative_base(cls=...)`, `model_class`."""
    if root.made is None:
        return []
    made = root.made
    if root.kind == "flask":
        extension = made.arguments[0]
        if not isinstance(extension, Made):
            return []
        value = extension.keyword("model_class")
        if value is None and not isinstance(extension.maker, External):
            return []
    else:
        value = made.keyword("cls")
    match value:
        case None:
            return []
        case Items(_, items):
            return list(items)
    return [value]


def flattened(values: list[Value]) -> list[Value]:
    """Bases with generics opened and `with_metaclass(Meta, Base)` looked through."""
    found: list[Value] = []
    for value in values:
        match value:
            case Generic(origin):
                found.append(origin)
            case Made(External() as maker, arguments) if maker.name == "with_metaclass":
                found.extend(arguments[1:])
            case _:
                found.append(value)
    return found


_STANDARD = sys.stdlib_module_names


def harmless(path: str) -> bool:
    """Whether a base from out of sight is known to bring no mapped attributes."""
    return (
        package(path) in _STANDARD
        or construct(External(path)) is not None
        or package(path) in {"typing_extensions", "pydantic"}
    )
