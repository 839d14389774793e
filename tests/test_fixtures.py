"""Every fixture project gives exactly the findings its comments say, and no others."""

from __future__ import annotations

import difflib
import functools

import pytest

from mapperlint.diagnostics import Diagnostic
from mapperlint.engine.session import Session
from mapperlint.rule import Rule
from mapperlint.rules import RULES
from tests.support.expectations import Expectation
from tests.support.trees import Project, projects


@functools.cache
def findings(project: Project) -> tuple[Diagnostic, ...]:
    session = Session(project.settings)
    session.load()
    return session.diagnostics()


@pytest.mark.parametrize("project", projects(), ids=lambda project: project.name)
def test_findings_are_those_of_the_comments(project: Project) -> None:
    said = project.expected()
    found = findings(project)
    wanted = [_line(one) for one in said if one.kind != "missed"]
    given = [_of(one, said) for one in found]
    assert sorted(wanted) == sorted(given), _difference(wanted, given)


@pytest.mark.parametrize("project", projects(), ids=lambda project: project.name)
def test_what_was_missed_is_still_missed(project: Project) -> None:
    found = {(one.location.path, one.location.span.line, one.name) for one in findings(project)}
    won = [
        f"{one.path}:{one.line} [{one.rule}] is found now; say `# error:` instead of `# missed:`"
        for one in project.expected()
        if one.kind == "missed" and (one.path, one.line, one.rule) in found
    ]
    assert not won, "\n".join(won)


@pytest.mark.parametrize("project", projects(), ids=lambda project: project.name)
def test_each_finding_has_an_identity_of_its_own(project: Project) -> None:
    fingerprints = [one.fingerprint for one in findings(project)]
    assert len(fingerprints) == len(set(fingerprints))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_has_situations_of_both_kinds(rule: Rule) -> None:
    """Some in which it speaks, and look-alikes in which it does not."""
    own = [project for project in projects() if project.root.parent.name == rule.name]
    speaks = [any(said.rule == rule.name for said in project.expected()) for project in own]
    assert True in speaks
    assert False in speaks


def _line(said: Expectation) -> str:
    part = f' "{said.part}"' if said.part else ""
    return f"{said.path}:{said.line} {said.kind} [{said.rule}]{part}"


def _of(found: Diagnostic, said: tuple[Expectation, ...]) -> str:
    """A finding, written like the comment it answers; with its whole message if it answers none."""
    place = (found.location.path, found.location.span.line, found.severity.value, found.name)
    for one in said:
        if (one.path, one.line, one.kind, one.rule) == place and one.part in found.message:
            return _line(one)
    return _line(Expectation(*place, found.message))


def _difference(wanted: list[str], given: list[str]) -> str:
    lines = difflib.ndiff(sorted(wanted), sorted(given))
    shown = [line for line in lines if line[0] in "-+"]
    return "\n".join(["- said by a comment, + found:", *shown])
