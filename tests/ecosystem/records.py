"""`python -m tests.ecosystem.records [NAME ...]`: measure anew, and write down what is seen.

The records stand in `findings/`; what is new or gone is printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from tests.ecosystem.packages import unpacked
from tests.ecosystem.projects import PROJECTS, Project
from tests.support import findings
from tests.support.findings import Record, renewed

FOLDER = Path(__file__).parent / "findings"


def measured(project: Project) -> Record:
    """What mapperlint says of a project now."""
    return findings.measured(opened(project))


def opened(project: Project) -> Session:
    """A session over the files of a project, with those it needs as its libraries."""
    libraries = tuple(str(unpacked(requirement)) for requirement in project.with_)
    session = Session(Settings(root=str(unpacked(project.requirement)), libraries=libraries))
    session.load()
    return session


def recorded(project: Project) -> Record:
    """What was written down."""
    return findings.recorded(path(project))


def path(project: Project) -> Path:
    return FOLDER / f"{project.name}.json"


def main(names: list[str]) -> None:
    for project in PROJECTS:
        if not names or project.name in names:
            print(renewed(path(project), measured(project)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
