"""Each fix is a project before and after it, byte by byte, and SQLAlchemy is asked about both.

`fixtures/README.md` says what a case is made of.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mapperlint import cli
from mapperlint.diagnostics import Diagnostic
from mapperlint.engine.session import Session
from mapperlint.rule import Rule, Runtime
from mapperlint.rules import RULES
from tests.support.environments import VERSIONS
from tests.support.expectations import Expectation
from tests.support.oracle import Court, answer_of
from tests.support.trees import FIXTURES, Project

FOLDER = FIXTURES / "fixes"
NOT_OURS = shutil.ignore_patterns("__pycache__", ".mapperlint_cache")


@dataclass(frozen=True, slots=True)
class Case:
    """A project before and after `--fix`. `mode` is "safe", "unsafe", "shown" or "none"."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.relative_to(FOLDER).as_posix()

    @property
    def rule(self) -> Rule:
        (rule,) = (rule for rule in RULES if rule.name == self.folder.parent.name)
        return rule

    @property
    def before(self) -> Project:
        return Project(self.folder / "before")

    @property
    def after(self) -> Project:
        """What is to come of it; nothing comes of what is only shown, or of no fix at all."""
        return Project(self.folder / "after") if self.mode in MENDING else self.before

    @property
    def mode(self) -> str:
        first = (self.folder / "before" / "pyproject.toml").read_text().partition("\n")[0]
        return first.removeprefix("# fix: ").strip() if first.startswith("# fix: ") else "safe"

    @property
    def options(self) -> list[str]:
        return ["--fix", *(["--unsafe-fixes"] if self.mode != "safe" else [])]


MENDING = ("safe", "unsafe")
CASES = [Case(path.parent) for path in sorted(FOLDER.glob("*/*/before"))]
MENDED = [case for case in CASES if case.mode in MENDING]


def name(value: object) -> str:
    return value.name if isinstance(value, Case) else str(value)


def findings(project: Project) -> tuple[Diagnostic, ...]:
    session = Session(project.settings)
    session.load()
    return session.diagnostics()


def contents(root: Path) -> dict[str, bytes]:
    """{path: bytes} of all that belongs to a project."""
    return dict(_contents(root))


def _contents(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.is_file() and not {"__pycache__", ".mapperlint_cache"} & set(relative.parts):
            yield relative.as_posix(), path.read_bytes()


def mended(case: Case, project: Project, folder: Path) -> dict[str, bytes]:
    """The files of a project after the command has mended a copy of it."""
    copy = folder / "copy"
    shutil.copytree(project.root, copy, ignore=NOT_OURS)
    assert cli.run(["check", *case.options, str(copy)]) in (0, 1)
    return contents(copy)


def test_every_rule_that_mends_has_a_case() -> None:
    assert {case.rule for case in CASES} == {rule for rule in RULES if rule.fix}


@pytest.mark.parametrize("case", CASES, ids=name)
def test_before_becomes_after(case: Case, tmp_path: Path) -> None:
    found = mended(case, case.before, tmp_path)
    wanted = contents(case.after.root)
    assert found.keys() == wanted.keys()
    for path, text in wanted.items():
        assert _lines(found[path]) == _lines(text), path


@pytest.mark.parametrize("case", MENDED, ids=name)
def test_to_fix_twice_changes_nothing(case: Case, tmp_path: Path) -> None:
    assert mended(case, case.after, tmp_path) == contents(case.after.root)


@pytest.mark.parametrize("case", MENDED, ids=name)
def test_the_finding_is_gone_and_no_new_one_is_there(case: Case) -> None:
    before, after = findings(case.before), findings(case.after)
    assert case.rule.name in {finding.name for finding in before}
    assert case.rule.name not in {finding.name for finding in after}
    known = {finding.fingerprint for finding in before}
    assert [finding for finding in after if finding.fingerprint not in known] == []


@pytest.mark.parametrize("case", CASES, ids=name)
def test_the_fix_is_as_safe_as_the_case_says(case: Case) -> None:
    fixes = [
        fix
        for finding in findings(case.before)
        if finding.name == case.rule.name
        for fix in finding.fixes
    ]
    modes = {fix.applicability.value for fix in fixes}
    if case.mode in MENDING:
        assert case.mode in modes
    else:
        assert modes == ({"shown"} if case.mode == "shown" else set())
    assert case.rule.fix is True


# SQLAlchemy is asked


def asked(cases: list[Case]) -> list[tuple[Case, str]]:
    return [
        (case, version)
        for version in VERSIONS
        for case in cases
        if case.before.supports(version) and case.after.supports(version)
    ]


@pytest.mark.parametrize(("case", "version"), asked(CASES), ids=name)
def test_sqlalchemy_refuses_what_is_mended(case: Case, version: str) -> None:
    """It fails or warns before. Where it does so is asked of the fixtures of the rule."""
    if case.rule.runtime is not Runtime.SILENT:
        court = Court(case.before, answer_of(case.before, version), said=())
        assert list(court.disagreements()), "SQLAlchemy has nothing against it"


@pytest.mark.parametrize(("case", "version"), asked(MENDED), ids=name)
def test_sqlalchemy_accepts_what_was_mended(case: Case, version: str) -> None:
    """What remains is what we say remains."""
    court = Court(case.after, answer_of(case.after, version), said(case.after))
    assert not list(court.disagreements())


def said(project: Project) -> tuple[Expectation, ...]:
    """What we find, as comments would say it."""
    return tuple(
        Expectation(each.location.path, each.location.span.line, each.severity.value, each.name)
        for each in findings(project)
    )


def _lines(text: bytes) -> list[bytes]:
    return text.split(b"\n")
