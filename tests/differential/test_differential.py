"""A short run of random projects against SQLAlchemy, and what holds of the projects themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.differential.defects import DEFECTS
from tests.differential.known import MISSES
from tests.differential.projects import Project
from tests.differential.runs import Bench, numbered, project_of
from tests.differential.source import files_of

VERSION = "2.0"
RANDOMS = st.randoms(use_true_random=False)
PROJECTS = st.builds(project_of, RANDOMS, st.just(VERSION))


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench(VERSION) as ready:
        yield ready


@pytest.mark.slow
@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    # What fails is made small by our own reduction, which knows what a project is.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(project=PROJECTS)
def test_both_say_the_same(bench: Bench, project: Project) -> None:
    found = bench.judgement(project).disagreements
    assert not found, bench.told(project, found[0])


@pytest.mark.parametrize("version", ["1.4", "2.0", "2.1"])
def test_projects_are_python_and_always_the_same(version: str) -> None:
    for number in range(40):
        files = files_of(numbered(7, number, version))
        assert files == files_of(numbered(7, number, version))
        for text in files.values():
            ast.parse(text)


def test_each_defect_finds_a_place() -> None:
    met = {numbered(0, number, VERSION).defect for number in range(2500)}
    assert met - {"none"} == set(DEFECTS)


def test_known_misses_are_told_apart() -> None:
    assert len({known.name for known in MISSES}) == len(MISSES)
