"""What is passed over after a look at the bytes has nothing in it that maps anything.

Each project is read twice: as a check reads it, and with every file taken for one that may map
something. Both are to say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from mapperlint import config
from mapperlint.engine.discover import discover
from mapperlint.engine.disk import Disk
from mapperlint.engine.session import Session
from mapperlint.model.mirror import mirror
from tests.fidelity.projects import PROJECTS, Project
from tests.fidelity.test_fidelity import install, parameter
from tests.support import trees

if TYPE_CHECKING:
    from mapperlint.config import Settings
    from mapperlint.facts.scan import Scan


SOME = 5
"""Of so many fixtures one is read twice: which of them is nothing to the question."""


class Credulous(Session):
    """A session that takes each file of the project for one that may map something."""

    def scan(self, path: str) -> Scan:
        found = super().scan(path)
        if path not in self.paths:
            return found
        classes = tuple(replace(each, mentions_mappings=True) for each in found.classes)
        return replace(found, mentions_mappings=True, classes=classes)


def read_twice(settings: Settings) -> tuple[Session, Session]:
    disk = Disk(settings.root, discover(settings))
    return Session(settings, disk=disk), Credulous(settings, disk=disk)


@pytest.mark.slow
@pytest.mark.parametrize("project", [*map(parameter, PROJECTS)])
def test_what_is_passed_over_of_a_real_project_maps_nothing(project: Project) -> None:
    install(project)
    session, credulous = read_twice(
        config.load([str(project.root)], python=str(project.interpreter))
    )
    assert mirror(session.project) == mirror(credulous.project)
    assert session.diagnostics() == credulous.diagnostics()
    assert set(session.extracted) < set(credulous.extracted)


@pytest.mark.slow
def test_what_is_passed_over_of_the_fixtures_maps_nothing() -> None:
    for project in trees.projects()[::SOME]:
        session, credulous = read_twice(project.settings)
        assert mirror(session.project) == mirror(credulous.project), project.root
