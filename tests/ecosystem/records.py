"""What is known of a project: how much of it was understood, and each finding with its verdict.

`python -m tests.ecosystem.records [NAME...]` measures anew and writes down what it sees. Verdicts
that stand there stay; a new finding gets the verdict "open", with which no test passes: somebody
has to look at it first.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from mapperlint.config import Settings
from mapperlint.diagnostics import Diagnostic
from mapperlint.engine.session import Session
from tests.ecosystem.packages import unpacked
from tests.ecosystem.projects import PROJECTS, Project

FOLDER = Path(__file__).parent / "findings"
OPEN = "open"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A finding without its line: a code, a file and a subject.

    `verdict` begins with "true" or "false"; `settled` says how that was found out.
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


NOTHING = Record(0, 0, 0, 0, ())


def measured(project: Project) -> Record:
    """What mapperlint says of a project now."""
    session = opened(project)
    coverage = session.project.coverage
    return Record(
        coverage.classes,
        coverage.classes_understood,
        coverage.relationships,
        coverage.relationships_understood,
        tuple(sorted(map(_finding, session.diagnostics()))),
    )


def opened(project: Project) -> Session:
    """A session over the files of a project, with those it needs as its libraries."""
    libraries = tuple(str(unpacked(requirement)) for requirement in project.with_)
    session = Session(Settings(root=str(unpacked(project.requirement)), libraries=libraries))
    session.load()
    return session


def _finding(diagnostic: Diagnostic) -> Finding:
    return Finding(diagnostic.location.path, diagnostic.code, diagnostic.subject)


def recorded(project: Project) -> Record:
    """What was written down."""
    path = _path(project)
    if not path.exists():
        return NOTHING
    content = json.loads(path.read_text(encoding="utf-8"))
    findings = tuple(Finding(**each) for each in content.pop("findings"))
    return Record(findings=findings, **content)


def write(project: Project, record: Record) -> None:
    """Write down a record."""
    text = json.dumps(asdict(record), indent=2, ensure_ascii=False)
    _path(project).write_text(f"{text}\n", encoding="utf-8")


def _path(project: Project) -> Path:
    return FOLDER / f"{project.name}.json"


def _main(names: list[str]) -> None:
    for project in PROJECTS:
        if not names or project.name in names:
            record = measured(project).with_verdicts_of(recorded(project))
            write(project, record)
            still_open = sum(each.verdict == OPEN for each in record.findings)
            print(
                f"{project.name}: {record.relationships_understood} of {record.relationships}"
                f" relationships, {len(record.findings)} findings, {still_open} to be looked at"
            )


if __name__ == "__main__":
    _main(sys.argv[1:])
