"""What tools of this kind should find, and what they should leave alone.

`fixtures/kinds/broken` holds each kind of mistake that models have been seen to make, in a small
package of its own, `fixtures/kinds/valid` the patterns that are often taken for mistakes. What is
said of each stands in its comments; here they are counted.
"""

from __future__ import annotations

import pytest

from mapperlint.engine.session import Session
from tests.support.trees import Project, projects

BROKEN = [project for project in projects() if project.name.startswith("kinds/broken/")]
VALID = [project for project in projects() if project.name.startswith("kinds/valid/")]


def name(project: Project) -> str:
    return project.root.name


def test_all_kinds_are_there() -> None:
    assert len(BROKEN) == 44
    assert len(VALID) == 30


@pytest.mark.parametrize("project", BROKEN, ids=name)
def test_a_broken_kind_is_named(project: Project) -> None:
    said = {each.kind for each in project.expected()}
    assert said
    if said == {"missed"}:
        pytest.xfail("it is not found yet")


@pytest.mark.parametrize("project", VALID, ids=name)
def test_a_valid_pattern_is_left_alone(project: Project) -> None:
    assert project.expected() == ()
    session = Session(project.settings)
    session.load()
    assert session.diagnostics() == ()
