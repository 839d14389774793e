"""mapperlint over real packages says what it said when all of it was looked at, and settled.

`python -m pytest -m ecosystem` checks them all; two small ones are part of every run. After a
change for the better, `python -m tests.ecosystem.records NAME` writes the new state down; each
finding that is new then waits for a verdict.
"""

from __future__ import annotations

import pytest

from tests.ecosystem.projects import PROJECTS, Project
from tests.ecosystem.records import FOLDER, measured, recorded
from tests.support.findings import MODELS_PER_DOUBT

QUICK = frozenset({"barbican", "quetz-server"})
LEAST_SHARE = 0.9
"""Of the relationships of a project so many must be understood, or silence means nothing."""


@pytest.mark.parametrize(
    "project",
    [
        pytest.param(
            each,
            marks=pytest.mark.ecosystem("quick" if each.name in QUICK else "slow"),
            id=each.name,
        )
        for each in PROJECTS
    ],
)
def test_project(project: Project) -> None:
    now, before = measured(project), recorded(project)
    assert not [*now.changes_since(before)]
    assert now.is_no_worse_than(before)
    assert now.share >= LEAST_SHARE


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_every_finding_was_looked_at(project: Project) -> None:
    unsettled = [each for each in recorded(project).findings if not each.is_settled]
    assert not unsettled


def test_few_warnings_are_doubtful() -> None:
    records = [recorded(project) for project in PROJECTS]
    doubtful = sum(each.is_doubtful for record in records for each in record.findings)
    assert doubtful * MODELS_PER_DOUBT < sum(record.classes for record in records)


def test_every_record_is_of_a_project() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {each.name for each in PROJECTS}
