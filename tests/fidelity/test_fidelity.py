"""mapperlint says of real projects what SQLAlchemy says, or that it does not know."""

from __future__ import annotations

import pytest
from _pytest.mark.structures import ParameterSet

from tests.fidelity import environments, report, table
from tests.fidelity.answers import of_mapperlint, of_sqlalchemy
from tests.fidelity.compare import compared
from tests.fidelity.projects import PROJECTS, Project


def parameter(project: Project) -> ParameterSet:
    marks = () if project.quick else (pytest.mark.fidelity,)
    return pytest.param(project, id=project.name, marks=marks)


def install(project: Project) -> None:
    """Make the environment of a project; skip the test where that cannot be had."""
    try:
        environments.ensure(project)
    except environments.CannotInstall as failure:
        if project.quick and not isinstance(failure, environments.NoPython):
            raise
        pytest.skip(str(failure))


@pytest.mark.slow
@pytest.mark.parametrize("project", [*map(parameter, PROJECTS)])
def test_nothing_is_wrong_and_nothing_is_worse(project: Project) -> None:
    install(project)
    theirs = of_sqlalchemy(project)
    assert theirs["configure_error"] is None
    comparison = compared(of_mapperlint(project), theirs)
    worse = [*table.setbacks(project, comparison)]
    assert not worse, "\n".join([*worse, *report.details(comparison)])
