"""The four ends a name can come to. Only `Missing` and `Ambiguous` let a rule speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Resolved(Generic[T]):
    """It leads to exactly this."""

    value: T


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing of that name exists where SQLAlchemy would look. `names` are what does exist there.

    `within` is the thing that lacks it, where that was found: the table of a missing column.
    """

    name: str
    names: tuple[str, ...] = ()
    within: object = None


@dataclass(frozen=True, slots=True)
class Ambiguous(Generic[T]):
    """Several things have that name; `likely` is the one that is probably meant."""

    name: str
    candidates: tuple[T, ...]
    likely: T | None = None


@dataclass(frozen=True, slots=True)
class Unfit:
    """It leads to something that cannot stand there (`what`, in words)."""

    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Unknowable:
    """Only the running program knows."""

    reason: str


Resolution: TypeAlias = Resolved[T] | Missing | Ambiguous[T] | Unfit | Unknowable
