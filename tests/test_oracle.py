"""Real SQLAlchemy agrees with the comments of the fixtures, in each version they support."""

from __future__ import annotations

import pytest

from tests.support.environments import VERSIONS
from tests.support.oracle import Court, answers
from tests.support.trees import Project, projects

CASES = [
    pytest.param(project, version, id=f"{project.name}-{version}")
    for version in VERSIONS
    for project in projects()
    if project.supports(version)
]
VALID = [case for case in CASES if case.id and case.id.startswith("valid/")]


@pytest.mark.parametrize(("project", "version"), CASES)
def test_sqlalchemy_agrees(project: Project, version: str) -> None:
    disagreements = list(Court(project, answers(version)[project.name]).disagreements())
    assert not disagreements, "\n".join(disagreements)


@pytest.mark.parametrize(("project", "version"), VALID)
def test_valid_projects_give_no_warnings(project: Project, version: str) -> None:
    assert answers(version)[project.name]["warnings"] == []
