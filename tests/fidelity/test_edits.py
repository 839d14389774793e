"""After edits of a real project a check with a cache says what one without it says."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

from mapperlint import config
from mapperlint.engine.checking import checked
from mapperlint.engine.discover import discover
from mapperlint.engine.disk import Disk
from tests.fidelity.projects import PROJECTS, Project
from tests.fidelity.test_fidelity import install
from tests.support.edits import bare, of_lines

if TYPE_CHECKING:
    from pathlib import Path

    from _pytest.mark.structures import ParameterSet

EDITS = 3
ALWAYS = "quetz-server"
"""The project that is edited in each run; the others by `-m fidelity`."""


def parameter(project: Project) -> ParameterSet:
    marks = () if project.name == ALWAYS else (pytest.mark.fidelity,)
    return pytest.param(project, id=project.name, marks=marks)


@pytest.mark.slow
@pytest.mark.parametrize("project", [*map(parameter, PROJECTS)])
def test_edits_are_checked_like_a_fresh_project(project: Project, tmp_path: Path) -> None:
    install(project)
    root, cache = tmp_path / "project", str(tmp_path / "cache")
    shutil.copytree(project.root, root, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    settings = config.load([str(root)], python=str(project.interpreter))
    rng = random.Random(project.name)  # noqa: S311
    paths = [path for path in sorted(root.rglob("*.py")) if b"relationship" in path.read_bytes()]
    for _ in range(EDITS):
        fresh = checked(settings, Disk(settings.root, discover(settings)), None)
        kept = checked(settings, Disk(settings.root, discover(settings)), cache)
        assert bare(kept) == bare(fresh)
        path = rng.choice(paths)
        text = path.read_bytes().decode(errors="surrogateescape")
        path.write_bytes(of_lines(text, rng).encode(errors="surrogateescape"))
