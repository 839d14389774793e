"""Real SQLAlchemy agrees with the comments of the fixtures, in each version they support."""

from __future__ import annotations

import ast

import pytest

from mapperlint.rule import Runtime
from tests.support.environments import VERSIONS
from tests.support.expectations import Expectation
from tests.support.oracle import RUNTIMES, Court, answer_of
from tests.support.trees import Project, projects

SUPPORTED = [
    (project, version)
    for version in VERSIONS
    for project in projects()
    if project.supports(version)
]
VALID = [(project, version) for project, version in SUPPORTED if project.name.startswith("valid/")]


def name(value: object) -> str:
    return value.name if isinstance(value, Project) else str(value)


@pytest.mark.parametrize(("project", "version"), SUPPORTED, ids=name)
def test_sqlalchemy_agrees(project: Project, version: str) -> None:
    disagreements = list(Court(project, answer_of(project, version)).disagreements())
    assert not disagreements, "\n".join(disagreements)


@pytest.mark.parametrize(("project", "version"), VALID, ids=name)
def test_valid_projects_give_no_warnings(project: Project, version: str) -> None:
    assert answer_of(project, version)["warnings"] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_comment_left_out_is_missed(version: str) -> None:
    """The comparison itself works: without its comments, no broken project would pass."""
    passed = [
        project.name
        for project in projects()
        if project.supports(version)
        and any(_must_fail(said) and _runs(project, said) for said in project.expected())
        if not list(Court(project, answer_of(project, version), said=()).disagreements())
    ]
    assert not passed


@pytest.mark.parametrize("version", VERSIONS)
def test_a_comment_too_many_is_refused(version: str) -> None:
    """And no healthy line passes for a broken one."""
    passed = []
    for project in projects():
        if project.supports(version) and project.name.startswith("valid/"):
            path = project.relative(project.files[-1])
            said = (Expectation(path, 1, "error", "missing-reverse"),)
            court = Court(project, answer_of(project, version), said)
            passed += [project.name] * (not list(court.disagreements()))
    assert not passed


def _runs(project: Project, said: Expectation) -> bool:
    """Whether the program runs the line: what only type checkers read raises nothing."""
    try:
        tree = ast.parse((project.root / said.path).read_bytes())
    except (SyntaxError, ValueError):
        return True
    return not any(
        isinstance(node, ast.If)
        and ast.unparse(node.test) == "TYPE_CHECKING"
        and node.lineno <= said.line <= (node.end_lineno or node.lineno)
        for node in ast.walk(tree)
    )


def _must_fail(said: Expectation) -> bool:
    raising = {Runtime.IMPORT, Runtime.CONFIGURE, Runtime.USE}
    return said.kind == "error" and RUNTIMES.get(said.rule) in raising
