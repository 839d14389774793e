"""Where mapperlint and SQLAlchemy disagree about a project.

What SQLAlchemy refuses must be met by an error at a place it can be blamed on, or follow from one
that is. Each error of ours must stand where SQLAlchemy refuses something. Where it refuses nothing,
the mirror must say what the mappers say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from mapperlint.diagnostics import Diagnostic
from mapperlint.places import Location
from mapperlint.rule import Runtime
from mapperlint.rules import RULES
from tests.differential.answers import Answer, Ours
from tests.differential.known import SILENT_IN_1_4, known_miss
from tests.fidelity.compare import Outcome, compared
from tests.support.expectations import Expectation
from tests.support.oracle import Court, Failure, follows_from_another
from tests.support.trees import Project as Tree

RUNTIMES = {rule.name: rule.runtime for rule in RULES}


class Kind(Enum):
    """The most harmful first."""

    CRASH = "mapperlint fails"
    FALSE_ERROR = "we say error, SQLAlchemy accepts"
    WRONG_FIELD = "the mirror is wrong"
    MISSED_ERROR = "SQLAlchemy refuses, we are silent"
    FALSE_WARNING = "we say it warns, it does not"
    MISSED_WARNING = "SQLAlchemy warns, we are silent"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`about` is the same for disagreements that have the same cause, as far as one can see."""

    kind: Kind
    about: str
    detail: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that was compared of one project. `known` are names of known misses that were met."""

    disagreements: tuple[Disagreement, ...]
    known: tuple[str, ...]
    verdict: str
    unknowns: tuple[str, ...] = ()


def judged(root: Path, ours: Ours, theirs: Answer) -> Judgement:
    """The answers to the project that stands at a root."""
    return _Judge(root, ours, theirs).judgement()


class _Judge:
    def __init__(self, root: Path, ours: Ours, theirs: Answer) -> None:
        self.ours = ours
        self.theirs = theirs
        self.said = {_expectation(finding): finding for finding in ours.findings}
        self.errors = [said for said in self.said if said.kind == "error"]
        self.court = Court(Tree(root), theirs, tuple(self.said)) if self._needs_court() else None
        self.failures = self.court.failures if self.court else []
        self.known: list[str] = []

    def judgement(self) -> Judgement:
        found = [*self._crashes()]
        if self.court is not None:
            found += (
                self._of_imports(self.court)
                if self.theirs["imports"]
                else self._of_mappers(self.court)
            )
            found += self._warnings(self.court)
        if not (self.failures or self.errors) and "classes" in self.theirs:
            found += self._wrong_fields()
        return Judgement(tuple(found), tuple(self.known), self._verdict(), tuple(self._unknowns()))

    def _needs_court(self) -> bool:
        """Whether anything was said at all; it takes its time to find the places."""
        theirs = self.theirs
        broken = [*theirs["relationships"], *theirs["foreign_keys"]]
        said = [theirs["imports"], theirs["configure"], theirs["warnings"], theirs["attributes"]]
        return any([*self.said, *said, *(each["error"] for each in broken)])

    def _verdict(self) -> str:
        if self.theirs["imports"]:
            return "import fails"
        if self.failures or self.theirs["configure"]:
            return "refused"
        return "warned of" if self.theirs["warnings"] else "accepted"

    def _crashes(self) -> Iterator[Disagreement]:
        for finding in self.ours.findings:
            if finding.code in ("MAP902", "MAP901"):
                yield Disagreement(Kind.CRASH, finding.message, finding.message)

    # refused

    def _of_imports(self, court: Court) -> Iterator[Disagreement]:
        """A module that fails hides all that comes after it: only the failure can be judged."""
        places = [place for said in self.errors for place in _places(self.said[said])]
        seen = set()
        for failure in court.failures:
            if failure.kind != "import" or failure.text in seen:
                continue
            seen.add(failure.text)
            if not any(
                place.holds(location.path, location.span.line)
                for place in failure.places
                for location in places
            ):
                yield from self._missed(failure)

    def _of_mappers(self, court: Court) -> Iterator[Disagreement]:
        met = [failure for failure in court.failures if self._is_met(court, failure)]
        for failure in court.failures:
            follows = _follows(failure, met) or court._is_copied_along(failure)
            if failure not in met and not follows:
                yield from self._missed(failure)
        if self.theirs["configure"]:
            # It stopped there, at no relationship in particular: what comes after it is not judged.
            if not self.errors:
                yield from self._missed(Failure("configure", self.theirs["configure"], (), {}))
            return
        for error in self.errors:
            if not any(court._is_at(failure, error) for failure in court.failures):
                runtime = RUNTIMES.get(error.rule)
                if runtime is Runtime.SILENT or (runtime is Runtime.USE and court.failures):
                    # Attributes can be used only where all mappers are healthy.
                    continue
                detail = f"{_shown(self.said[error])}; SQLAlchemy accepts it"
                yield Disagreement(Kind.FALSE_ERROR, error.rule, detail)

    def _is_met(self, court: Court, failure: Failure) -> bool:
        """What fails only for some objects is rightly no more than a warning."""
        said = self.said if failure.kind == "attribute" else self.errors
        return any(court._is_at(failure, each) for each in said) or self._is_noted(failure)

    def _is_noted(self, failure: Failure) -> bool:
        """Whether it is the other side of a pair whose join is said of one side, with a note."""
        if not failure.text.startswith(("AmbiguousForeignKeysError", "NoForeignKeysError")):
            return False
        noted = [note.location for said in self.errors for note in self.said[said].notes]
        return any(
            place.holds(location.path, location.span.line)
            for place in failure.places
            for location in noted
        )

    def _missed(self, failure: Failure, kind: Kind = Kind.MISSED_ERROR) -> Iterator[Disagreement]:
        known = known_miss(f"{failure.kind}: {failure.text}")
        if known is not None:
            self.known.append(known)
            return
        yield Disagreement(kind, _without_names(failure.text), str(failure))

    # warned of

    def _warnings(self, court: Court) -> Iterator[Disagreement]:
        if self.theirs["imports"] or self.theirs["configure"] or court.failures:
            return
        said = [one for one in self.said if RUNTIMES.get(one.rule) is Runtime.WARNS]
        for one in said:
            if one.rule in SILENT_IN_1_4 and self.ours.mirror["sqlalchemy"]["version"] == "1.4":
                continue
            if not any(court._warns(warning, one) for warning in court.warnings):
                yield Disagreement(Kind.FALSE_WARNING, one.rule, _shown(self.said[one]))
        for warning in court.warnings:
            if not court.follows(warning) and not any(court._warns(warning, one) for one in said):
                yield from self._missed(warning, Kind.MISSED_WARNING)

    # accepted

    def _wrong_fields(self) -> Iterator[Disagreement]:
        comparison = compared(self.ours.mirror, self.theirs)
        for one in (*comparison.of(Outcome.WRONG), *comparison.of(Outcome.MISSING)):
            detail = f"{one.subject}.{one.field}: ours {one.ours!r}, theirs {one.theirs!r}"
            yield Disagreement(Kind.WRONG_FIELD, f"{one.field} {one.outcome.value}", detail)

    def _unknowns(self) -> Iterator[str]:
        if "classes" in self.theirs:
            for one in compared(self.ours.mirror, self.theirs).of(Outcome.UNKNOWN):
                yield f"{one.field}: {one.reason}"


def _expectation(finding: Diagnostic) -> Expectation:
    location = finding.location
    return Expectation(location.path, location.span.line, finding.severity.value, finding.name)


def _follows(failure: Failure, met: list[Failure]) -> bool:
    """Also where the broken key lies in a secondary that SQLAlchemy has not set up yet.

    Where mappers are broken, so is the use of their attributes, and a backref half made.
    """
    if met and failure.text == "AttributeError: strategy":
        return True
    if failure.kind == "attribute" and any(other.kind != "attribute" for other in met):
        return True
    named = re.findall(r"secondary table '([\w.]+)'", failure.text)
    broken = {other.facts.get("table") for other in met if other.kind == "foreign key"}
    return follows_from_another(failure, met) or not broken.isdisjoint(named)


def _places(finding: Diagnostic) -> Iterator[Location]:
    """Of a thing defined twice, the import fails at the later, which may be the other place."""
    yield finding.location
    yield from (note.location for note in finding.notes)


def _shown(finding: Diagnostic) -> str:
    where = f"{finding.location.path}:{finding.location.span.line}"
    return f"{where}: {finding.severity.value} [{finding.name}] {finding.message}"


def _without_names(text: str) -> str:
    """A message without what is particular to one project."""
    text = re.sub(
        r"(?<!\w)'[^']*'|\"[^\"]*\"|Mapper\[\w+\(\w+\)\]|mapped class \w+->\w+", "_", text
    )
    text = re.sub(r"<[^<>]*>|0x[0-9a-f]+", "_", text)
    text = re.sub(r"\b\w+\.\w+(\.\w+)*\b", "_", text)
    return text.partition("(Background")[0][:120].strip()
