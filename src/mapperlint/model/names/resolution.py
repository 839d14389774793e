"""The four ends a name can come to. Only `Missing` and `Ambiguous` let a rule speak."""

from __future__ import annotations

from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Resolved(Struct, Generic[T], frozen=True):
    """It leads to exactly this."""

    value: T


class Missing(Struct, frozen=True):
    """Nothing of that name exists where SQLAlchemy would look. `names` are what does exist there.

    `within` is the thing that lacks it, where that was found: the table of a missing column.
    """

    name: str
    names: tuple[str, ...] = ()
    within: object = None


class Ambiguous(Struct, Generic[T], frozen=True):
    """Several things have that name; `likely` is the one that is probably meant."""

    name: str
    candidates: tuple[T, ...]
    likely: T | None = None


class Unfit(Struct, frozen=True):
    """It leads to something that cannot stand there (`what`, in words)."""

    name: str
    what: str


class Unknowable(Struct, frozen=True):
    """Only the running program knows."""

    reason: str


Resolution: TypeAlias = Resolved[T] | Missing | Ambiguous[T] | Unfit | Unknowable
