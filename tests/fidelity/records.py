"""`python -m tests.fidelity.records [NAME ...]`: check the installed projects, and write it down.

The records stand in `findings/`, as those of the packages that are only read do in
`tests/ecosystem/findings`; what is new or gone is printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mapperlint.config import load
from mapperlint.engine.session import Session
from tests.fidelity import environments
from tests.fidelity.projects import HERE, PROJECTS, Project, named
from tests.support import findings
from tests.support.findings import Record, renewed

FOLDER = HERE / "findings"


def measured(project: Project) -> Record:
    """What mapperlint says of a project now."""
    session = Session(load([str(project.root)], python=str(project.environment)))
    session.load()
    return findings.measured(session)


def recorded(project: Project) -> Record:
    """What was written down."""
    return findings.recorded(path(project))


def path(project: Project) -> Path:
    return FOLDER / f"{project.name}.json"


def main(names: list[str]) -> int:
    return max([_renew(project) for project in tuple(map(named, names)) or PROJECTS])


def _renew(project: Project) -> int:
    try:
        environments.ensure(project)
    except environments.CannotInstall as failure:
        print(f"{project.name}: {failure}", file=sys.stderr)
        return 2
    print(renewed(path(project), measured(project)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
