"""What is known of a real project: how much of it was understood, and each finding's verdict.

Somebody looked at each finding and asked SQLAlchemy. A record keeps what came out, without line
numbers, so that a later measurement can be compared with it. Verdicts that stand there stay; a new
finding gets the verdict "open", with which no test passes: somebody has to look at it first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.engine.session import Session
from mapperlint.rules import RULES

OPEN = "open"
TRUE = "true: "
DOUBTFUL = "doubtful: "
MODELS_PER_DOUBT = 200
"""Fewer than one warning in so many models may be doubtful."""

_SEVERITIES = {rule.code: rule.severity for rule in RULES}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A finding without its line: a code, a file and a subject.

    `verdict` begins with "true", "doubtful" or "false"; `settled` says how that was found out.
    """

    file: str
    code: str
    subject: str
    verdict: str = OPEN
    settled: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """The same for the same finding in a later measurement."""
        return (self.file, self.code, self.subject)

    @property
    def is_error(self) -> bool:
        """Whether SQLAlchemy or Python raises, as its rule says."""
        return _SEVERITIES.get(self.code, Severity.ERROR) is Severity.ERROR

    @property
    def is_doubtful(self) -> bool:
        """Whether it is not certain that anybody should change anything."""
        return self.verdict.startswith(DOUBTFUL)

    @property
    def is_settled(self) -> bool:
        """Whether somebody looked, and found it right: an error always, a warning mostly."""
        right = self.verdict.startswith(TRUE) or (self.is_doubtful and not self.is_error)
        return right and bool(self.settled)


@dataclass(frozen=True, slots=True)
class Record:
    """Counts of mapped classes and relationships, how many were understood, and all findings."""

    classes: int
    classes_understood: int
    relationships: int
    relationships_understood: int
    findings: tuple[Finding, ...]

    @property
    def share(self) -> float:
        """The understood share of the relationships, from 0 to 1."""
        return self.relationships_understood / self.relationships if self.relationships else 1.0

    @property
    def identities(self) -> list[tuple[str, str, str]]:
        """Which findings these are, whatever was made of them."""
        return [each.identity for each in self.findings]

    def is_no_worse_than(self, other: Record) -> bool:
        """Whether no count is smaller than it was."""
        return (
            self.classes >= other.classes
            and self.classes_understood >= other.classes_understood
            and self.relationships >= other.relationships
            and self.relationships_understood >= other.relationships_understood
        )

    def with_verdicts_of(self, other: Record) -> Record:
        """The same measurement, with what was written beside the same findings before."""
        known = {each.identity: each for each in other.findings}
        return replace(
            self, findings=tuple(known.get(each.identity, each) for each in self.findings)
        )

    def changes_since(self, other: Record) -> Iterator[str]:
        """A line for each finding that is new, or gone."""
        for word, here, there in (("new", self, other), ("gone", other, self)):
            for file, code, subject in here.identities:
                if (file, code, subject) not in there.identities:
                    yield f"{word}: {code} {subject} in {file}"


NOTHING = Record(0, 0, 0, 0, ())


def measured(session: Session) -> Record:
    """What mapperlint says of a project now."""
    coverage = session.project.coverage
    return Record(
        coverage.counts.classes,
        coverage.counts.classes_understood,
        coverage.counts.relationships,
        coverage.counts.relationships_understood,
        tuple(sorted(map(_finding, session.diagnostics()))),
    )


def _finding(diagnostic: Diagnostic) -> Finding:
    return Finding(diagnostic.location.path, diagnostic.code, diagnostic.subject)


def recorded(path: Path) -> Record:
    """What was written down."""
    if not path.exists():
        return NOTHING
    content = json.loads(path.read_text(encoding="utf-8"))
    findings = tuple(Finding(**each) for each in content.pop("findings"))
    return Record(findings=findings, **content)


def renewed(path: Path, now: Record) -> str:
    """Write down a measurement, and say what it has that was not there before, or not looked at."""
    before = recorded(path)
    record = now.with_verdicts_of(before)
    text = json.dumps(asdict(record), indent=2, ensure_ascii=False)
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8")
    still_open = sum(each.verdict == OPEN for each in record.findings)
    head = (
        f"{path.stem}: {record.relationships_understood} of {record.relationships} relationships,"
        f" {len(record.findings)} findings, {still_open} to be looked at"
    )
    return "\n".join([head, *(f"  {line}" for line in record.changes_since(before))])
