"""A check of each real project says what it said when all of it was looked at, and settled.

`python -m pytest -m fidelity` checks them all; the small ones are part of every run. After a
change for the better, `python -m tests.fidelity.records NAME` writes the new state down, and prints
what is new or gone; each finding that is new then waits for a verdict.
"""

from __future__ import annotations

import pytest

from tests.fidelity.projects import PROJECTS, Project
from tests.fidelity.records import FOLDER, measured, recorded
from tests.fidelity.test_fidelity import install, parameter
from tests.support.findings import MODELS_PER_DOUBT


@pytest.mark.slow
@pytest.mark.parametrize("project", [*map(parameter, PROJECTS)])
def test_findings_are_those_that_were_settled(project: Project) -> None:
    install(project)
    now, before = measured(project), recorded(project)
    assert not [*now.changes_since(before)]
    assert now.is_no_worse_than(before)


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
