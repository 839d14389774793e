"""Conditions on a version, as requirements write them: `>=2.0,<2.1`, `~=2.0.30`, `^2.0`, `2.0.*`.

Those of Python packaging, with the `^` and `~` of Poetry and the `=` of conda. Only the numbers of
a release count: `2.0.0b4` is taken for 2.0.0, which is all that is needed to tell 2.0 from 2.1.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from msgspec import Struct

Release: TypeAlias = tuple[int, ...]

_CLAUSE = re.compile(
    r"""
    \s*(?P<operator>===|==|!=|~=|>=|<=|<|>|=|\^|~|)\s*
    v?(?P<release>\d{1,9}(?:\.\d{1,9})*)
    (?P<wildcard>\.\*)?
    (?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview|post|rev|r|dev)[-_.]?\d*)*
    (?:\+[\w.]+)?\s*$
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Clause(Struct, frozen=True):
    """One condition. `prefix` is true where only the given numbers have to agree: `==2.0.*`."""

    operator: str
    release: Release
    prefix: bool = False

    def allows(self, release: Release) -> bool:
        """Whether a release fulfills it."""
        ours, theirs = _of_one_length(self.release, release)
        starts = release[: len(self.release)] == self.release
        match self.operator:
            case "==":
                return starts if self.prefix else theirs == ours
            case "!=":
                return not (starts if self.prefix else theirs == ours)
            case ">=":
                return theirs >= ours
            case "<=":
                return theirs <= ours
            case ">":
                return theirs > ours
            case "<":
                return theirs < ours
        return theirs >= ours and self._compatible(release)

    def _compatible(self, release: Release) -> bool:
        """Whether nothing is changed that `~=`, `~` and `^` ask to leave alone."""
        match self.operator:
            case "~=":
                kept = max(1, len(self.release) - 1)
            case "~":
                kept = min(2, len(self.release))
            case _:
                first = next((i for i, part in enumerate(self.release) if part), 0)
                kept = first + 1
        return release[:kept] == self.release[:kept]


class Specifiers(Struct, frozen=True):
    """Conditions of which one list has to be fulfilled as a whole; no list allows everything."""

    alternatives: tuple[tuple[Clause, ...], ...]

    def allows(self, release: Release) -> bool:
        """Whether a release fulfills them."""
        return any(all(clause.allows(release) for clause in each) for each in self.alternatives)

    @property
    def pinned(self) -> tuple[Release, ...]:
        """The releases that are named exactly."""
        return tuple(
            clause.release
            for each in self.alternatives
            for clause in each
            if clause.operator == "==" and not clause.prefix
        )


def specifiers(text: str) -> Specifiers | None:
    """The conditions of a text, None if it is not understood or says nothing."""
    alternatives = []
    for part in re.split(r"\|\|?", text):
        clauses = _clauses(part)
        if clauses is None:
            return None
        alternatives.append(clauses)
    return Specifiers(tuple(alternatives)) if all(alternatives) else None


def _clauses(text: str) -> tuple[Clause, ...] | None:
    found = []
    for part in _parts(text):
        match = _CLAUSE.match(part)
        if match is None:
            return None
        release = tuple(map(int, match["release"].split(".")))
        operator, prefix = match["operator"], match["wildcard"] is not None
        if operator == "=":
            operator, prefix = "==", True
        found.append(Clause({"": "==", "===": "=="}.get(operator, operator), release, prefix))
    return tuple(found)


def _parts(text: str) -> list[str]:
    """The single conditions, which stand between commas, or at conda between blanks."""
    joined = re.sub(r"([=<>!~^])\s+", r"\1", text.strip().strip("()"))
    return [part for part in re.split(r"[,\s]+", joined) if part not in {"", "*"}]


def _of_one_length(one: Release, other: Release) -> tuple[Release, Release]:
    length = max(len(one), len(other))
    return one + (0,) * (length - len(one)), other + (0,) * (length - len(other))
