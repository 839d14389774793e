"""The comparison of two answers, field by field: equal, unknown, wrong or missing.

Unknown means that mapperlint says so, with a reason; the parts it is sure of have to be right all
the same. Missing is a class or a relationship that SQLAlchemy has and mapperlint does not. One that
only mapperlint has is wrong.

Only what the import has loaded can be compared: classes of its files, and reverse sides that these
make. A property of a computed column has no column to compare, and no dump has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

Answer = dict[str, Any]

CLASS_FIELDS = ("file", "line", "table", "inherits", "columns", "foreign_keys")
RELATIONSHIP_FIELDS = (
    "own",
    "target",
    "direction",
    "uselist",
    "viewonly",
    "back_populates",
    "backref",
    "reverse",
    "secondary",
    "pairs",
)
FIELDS = ("class", *CLASS_FIELDS, "relationship", *RELATIONSHIP_FIELDS)


class Outcome(Enum):
    EQUAL = "equal"
    UNKNOWN = "unknown"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the comparison of one field of one subject came to.

    `reason` is why it is unknown, in mapperlint's words.
    """

    subject: str
    field: str
    outcome: Outcome
    ours: Any = None
    theirs: Any = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was compared of a project."""

    findings: tuple[Finding, ...]

    def of(self, outcome: Outcome) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.outcome is outcome)

    def counts(self) -> dict[str, dict[str, int]]:
        """How often each outcome was met, for each field."""
        met = Counter((one.field, one.outcome) for one in self.findings)
        return {
            field: {outcome.value: met[field, outcome] for outcome in Outcome} for field in FIELDS
        }

    def reasons(self) -> list[tuple[str, str, int]]:
        """Why fields are unknown: field, reason, how often; the most frequent first."""
        met = Counter((one.field, one.reason) for one in self.of(Outcome.UNKNOWN))
        return [(field, reason, count) for (field, reason), count in met.most_common()]


def compared(ours: Answer, theirs: Answer) -> Comparison:
    """`ours` as `mapperlint models` gives it, `theirs` as the dump does."""
    return Comparison(tuple(_Both(ours, theirs).findings()))


class _Both:
    """The two answers, by the names of their classes."""

    def __init__(self, ours: Answer, theirs: Answer) -> None:
        self.loaded = frozenset(theirs["files"])
        self.ours = {entry["class"]: entry for entry in ours["classes"]}
        self.theirs = {
            entry["class"]: entry for entry in theirs["classes"] if entry["file"] in self.loaded
        }
        self.mapped_later = {
            each["subject"]: each["reason"]
            for each in ours["coverage"]["unknowns"]
            if each["field"] == "class"
        }

    def findings(self) -> Iterator[Finding]:
        for name, theirs in self.theirs.items():
            ours = self.ours.get(name)
            if ours is None:
                yield self._without_class(name)
                yield from self._missing_relationships(theirs)
            else:
                yield Finding(name, "class", Outcome.EQUAL)
                yield from self._fields_of_class(ours, theirs)
                yield from self._relationships(ours, theirs)
        for name, ours in self.ours.items():
            if name not in self.theirs and ours["file"] in self.loaded:
                yield Finding(name, "class", Outcome.WRONG, ours["table"])

    def _without_class(self, name: str) -> Finding:
        if name in self.mapped_later:
            return Finding(name, "class", Outcome.UNKNOWN, reason=self.mapped_later[name])
        return Finding(name, "class", Outcome.MISSING)

    def _missing_relationships(self, theirs: Answer) -> Iterator[Finding]:
        for relationship in theirs["relationships"]:
            name = f"{theirs['class']}.{relationship['key']}"
            yield Finding(name, "relationship", Outcome.MISSING)

    def _fields_of_class(self, ours: Answer, theirs: Answer) -> Iterator[Finding]:
        name, unknown = ours["class"], ours["unknown"]
        for field in ("file", "line", "table", "inherits"):
            # Where a name is bound by several class statements the dump does not know the line.
            if field != "line" or theirs["line"] is not None:
                yield _plain(name, field, ours[field], theirs[field], unknown)
        yield _columns(name, ours["columns"], theirs["columns"], unknown)
        yield _keys(name, ours["foreign_keys"], theirs["foreign_keys"], unknown)

    def _relationships(self, ours: Answer, theirs: Answer) -> Iterator[Finding]:
        own = {each["key"]: each for each in ours["relationships"]}
        for relationship in theirs["relationships"]:
            name = f"{theirs['class']}.{relationship['key']}"
            mine = own.pop(relationship["key"], None)
            reason = _unseen(ours["unknown"], relationship["key"])
            if mine is None and reason is not None:
                yield Finding(name, "relationship", Outcome.UNKNOWN, reason=reason)
            elif mine is None:
                yield Finding(name, "relationship", Outcome.MISSING)
            else:
                yield Finding(name, "relationship", Outcome.EQUAL)
                yield from self._fields_of_relationship(name, mine, relationship)
        for key, relationship in own.items():
            if relationship["file"] in self.loaded:
                yield Finding(f"{ours['class']}.{key}", "relationship", Outcome.WRONG)

    def _fields_of_relationship(self, name: str, ours: Answer, theirs: Answer) -> Iterator[Finding]:
        loaded = {**ours, "reverse": [one for one in ours["reverse"] if self._is_loaded(one)]}
        for field in RELATIONSHIP_FIELDS:
            yield _plain(name, field, loaded[field], theirs[field], ours["unknown"])

    def _is_loaded(self, relationship: str) -> bool:
        """Whether a relationship, by its full name, is of a class that can have been loaded."""
        entry = self.ours.get(relationship.rpartition(".")[0])
        return entry is None or entry["file"] in self.loaded


def _unseen(unknown: dict[str, str], key: str) -> str | None:
    """Why a class may have an attribute that is not listed; None if it surely has not."""
    return unknown.get(f"attributes.{key}") or unknown.get("relationships")


def _plain(subject: str, field: str, ours: Any, theirs: Any, unknown: dict[str, str]) -> Finding:
    if field in unknown:
        return Finding(subject, field, Outcome.UNKNOWN, ours, theirs, unknown[field])
    outcome = Outcome.EQUAL if ours == theirs else Outcome.WRONG
    return Finding(subject, field, outcome, ours, theirs)


def _columns(
    subject: str,
    ours: dict[str, list[str]],
    theirs: dict[str, list[str]],
    unknown: dict[str, str],
) -> Finding:
    """Columns of an open class: there may be others, but those that are listed have to be right."""
    if "table" in unknown:
        right = ours.keys() <= theirs.keys()
    elif "columns" in unknown:
        right = all(theirs.get(name) == labels for name, labels in ours.items())
    else:
        right = ours == theirs
    reason = unknown.get("columns") or unknown.get("table")
    return _partly(subject, "columns", ours, theirs, right=right, reason=reason)


def _keys(
    subject: str, ours: list[list[str]], theirs: list[list[str]], unknown: dict[str, str]
) -> Finding:
    reason = next(filter(None, map(unknown.get, ("foreign_keys", "columns", "table"))), None)
    listed, real = sorted(map(tuple, ours)), sorted(map(tuple, theirs))
    right = "table" in unknown or (_within(listed, real) if reason else listed == real)
    return _partly(subject, "foreign_keys", ours, theirs, right=right, reason=reason)


def _within(part: Iterable[Any], whole: Iterable[Any]) -> bool:
    return not Counter(part) - Counter(whole)


def _partly(
    subject: str, field: str, ours: Any, theirs: Any, *, right: bool, reason: str | None
) -> Finding:
    if not right:
        return Finding(subject, field, Outcome.WRONG, ours, theirs)
    if reason:
        return Finding(subject, field, Outcome.UNKNOWN, ours, theirs, reason)
    return Finding(subject, field, Outcome.EQUAL, ours, theirs)
