"""Where versions of SQLAlchemy differ, each is read as it is: real mappers of all three say so.

Each situation is a module that some versions accept. What these make of it is what we say once the
version is known; the others fail. Without a version we may not know, but never say what one of the
versions that accept it does not do.
"""

from __future__ import annotations

import functools
import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.model.mirror import mirror
from tests.fidelity.compare import Outcome, compared
from tests.support.environments import VERSIONS, python

DUMP = Path(__file__).parent / "fidelity" / "dump.py"
SITUATIONS = Path(__file__).parents[1] / "fixtures" / "versions"


@dataclass(frozen=True, slots=True)
class Situation:
    """A module, the versions that accept it, and what we do not read of it even so.

    `finding` is what is said where every possible version refuses it, `but` what is said instead
    for single versions, "unknown" being none.
    """

    name: str
    accepted: tuple[str, ...]
    finding: str | None = None
    unread: frozenset[str] = frozenset()
    but: tuple[tuple[str, str | None], ...] = ()

    def said(self, version: str | None) -> set[str]:
        """The names of the findings for a version, or for a project whose version is not known."""
        possible = VERSIONS if version is None else (version,)
        refused = set(possible).isdisjoint(self.accepted)
        usual = self.finding if refused else None
        found = dict(self.but).get(version or "unknown", usual)
        return set() if found is None else {found}

    @property
    def source(self) -> str:
        return (SITUATIONS / f"{self.name}.py").read_text()


ALL, NEW, NEWEST = VERSIONS, ("2.0", "2.1"), ("2.1",)
OLD, OLDER = ("1.4",), ("1.4", "2.0")
DISCOURAGED = (("unknown", "discouraged-name"), ("2.1", "discouraged-name"))
UNREAD_JOIN = frozenset({"secondary", "direction", "pairs"})

EACH = (
    Situation("annotation_of_a_scalar", ALL),
    Situation("annotation_without_argument", NEW, "missing-target"),
    Situation("annotation_without_value", ALL),
    Situation("arguments_by_position", OLD, "unknown-keyword"),
    Situation("attribute_called_metadata", NEWEST, "reserved-name", but=DISCOURAGED),
    Situation("attribute_called_registry", ALL, but=DISCOURAGED[1:]),
    Situation("attribute_in_back_populates", NEWEST, "unusable-reverse"),
    Situation("column_that_is_not_mapped", NEWEST, "missing-target", but=(("2.0", None),)),
    Situation("expression_as_secondary", OLDER, "unknown-secondary", UNREAD_JOIN),
    Situation("foreign_key_as_a_tuple", NEWEST, "malformed-foreign-key"),
    Situation("join_in_the_default_schema", NEWEST, "unknown-argument-name"),
    Situation("names_of_flask_sqlalchemy", ALL),
    Situation("schema_with_a_dot", NEWEST, "unknown-secondary"),
    Situation("secondary_in_the_default_schema", NEWEST, "unknown-secondary"),
    Situation("secondary_in_the_metadata_of_a_mixin", (), "unknown-secondary"),
    Situation("secondary_in_the_metadata_of_the_class", NEWEST, "unknown-secondary"),
    Situation("secondary_in_two_metadata", ALL),
    Situation("secondary_of_a_bind", ("1.4", "2.1"), "unknown-secondary"),
    Situation("table_in_the_metadata_of_the_class", NEWEST, "unknown-argument-name"),
)
ACCEPTED = [(each, version) for each in EACH for version in each.accepted]
REFUSED = [(each, version) for each in EACH for version in VERSIONS if version not in each.accepted]


_FLASK = {"1.4": "2.5.1", "2.0": "3.1.1", "2.1": "3.1.1"}
"""The Flask-SQLAlchemy of each environment."""


def name(value: object) -> str:
    return value.name if isinstance(value, Situation) else str(value)


def folder_of(situation: Situation, parent: Path, version: str | None) -> Path:
    """The module in a folder of its own, with the Flask-SQLAlchemy that stands for a version."""
    folder = parent / f"{situation.name}-{version}"
    folder.mkdir()
    (folder / "models.py").write_text(situation.source)
    if version is not None:
        (folder / "requirements.txt").write_text(f"Flask-SQLAlchemy=={_FLASK[version]}\n")
    return folder


@functools.cache
def theirs(situation: Situation, version: str) -> dict[str, Any]:
    """What real mappers of a version say."""
    with tempfile.TemporaryDirectory() as parent:
        root = str(folder_of(situation, Path(parent).resolve(), None))
        request = {
            "root": root,
            "path": root,
            "modules": ["models"],
            "preparation": None,
            "describe": True,
        }
        done = subprocess.run(
            [str(python(version)), str(DUMP)],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            check=False,
        )
    answer = json.loads(done.stdout) if done.stdout else {"configure_error": done.stderr}
    return dict(answer)


@functools.cache
def ours(situation: Situation, version: str | None) -> tuple[dict[str, Any], frozenset[str]]:
    """What `mapperlint models` says, and the names of the findings."""
    with tempfile.TemporaryDirectory() as parent:
        folder = folder_of(situation, Path(parent), version)
        session = Session(Settings(root=str(folder), sqlalchemy_version=version))
        session.load()
        findings = frozenset(finding.name for finding in session.diagnostics())
        return dict(mirror(session.project)), findings


def failed(answer: dict[str, Any]) -> bool:
    return bool(answer["configure_error"] or answer.get("import_errors"))


@pytest.mark.parametrize(("situation", "version"), ACCEPTED, ids=name)
def test_a_known_version_is_read_as_it_is(situation: Situation, version: str) -> None:
    real = theirs(situation, version)
    assert not failed(real), real
    found = compared(ours(situation, version)[0], real)
    assert not found.of(Outcome.WRONG)
    assert not found.of(Outcome.MISSING)
    assert {each.field for each in found.of(Outcome.UNKNOWN)} == situation.unread


@pytest.mark.parametrize(("situation", "version"), ACCEPTED, ids=name)
def test_without_a_version_nothing_is_said_that_one_does_not_do(
    situation: Situation, version: str
) -> None:
    found = compared(ours(situation, None)[0], theirs(situation, version))
    assert not found.of(Outcome.WRONG)


@pytest.mark.parametrize(("situation", "version"), REFUSED, ids=name)
def test_other_versions_refuse_it(situation: Situation, version: str) -> None:
    assert failed(theirs(situation, version))


@pytest.mark.parametrize("situation", EACH, ids=name)
def test_a_rule_speaks_where_every_possible_version_refuses(situation: Situation) -> None:
    for version in (None, *VERSIONS):
        assert ours(situation, version)[1] == situation.said(version), version


def test_the_setting_decides_on_what_is_unknown_without_it() -> None:
    situation = next(each for each in EACH if each.name == "secondary_in_the_default_schema")
    (reason,) = {
        each["unknown"]["secondary"]
        for entry in ours(situation, None)[0]["classes"]
        for each in entry["relationships"]
        if "secondary" in each["unknown"]
    }
    assert "`sqlalchemy-version` decides" in reason
