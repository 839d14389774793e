"""JUnit's XML, for services that know tests and nothing else: each finding is a test that failed.

Tests are compared by their names from run to run, so these say what a finding is about, and no
line. A run that finds nothing holds one test that passes: a report without tests counts as broken.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from mapperlint.reporters.xml import document, element, with_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.places import Location
    from mapperlint.reporters.view import View


def junit(diagnostics: Sequence[Diagnostic], _: Counts, view: View) -> str:
    """A suite for each file, a test for each finding."""
    suites = [
        _suite(view.checked_out(path), [_failed(finding, view) for finding in findings])
        for path, findings in groupby(diagnostics, lambda finding: finding.location.path)
    ]
    if not suites:
        passed = element("testcase", {"name": "mapperlint", "classname": "mapperlint", "time": "0"})
        suites = [_suite("mapperlint", [passed], failures=0)]
    number = len(diagnostics)
    totals = {"tests": max(number, 1), "failures": number, "errors": 0, "time": "0"}
    return document(element("testsuites", {"name": "mapperlint", **totals}, *suites))


def _suite(name: str, cases: Sequence[Element], *, failures: int | None = None) -> Element:
    attributes = {
        "name": name,
        "tests": len(cases),
        "failures": len(cases) if failures is None else failures,
        "errors": 0,
        "skipped": 0,
        "time": "0",
    }
    return element("testsuite", attributes, *cases)


def _failed(finding: Diagnostic, view: View) -> Element:
    attributes = {
        "name": f"{finding.code} {finding.subject}",
        "classname": view.checked_out(finding.location.path),
        "time": "0",
    }
    failure = element("failure", {"type": finding.severity.value, "message": finding.message})
    return element("testcase", attributes, with_text(failure, _text(finding, view)))


def _text(finding: Diagnostic, view: View) -> str:
    lines = [
        f"{_place(finding.location, view)}: {finding.code} {finding.name}: {finding.message}",
        *(f"{_place(note.location, view)}: {note.message}" for note in finding.notes),
        *([f"help: {finding.help}"] if finding.help else []),
    ]
    return "\n".join(lines)


def _place(location: Location, view: View) -> str:
    return f"{view.checked_out(location.path)}:{location.span.line}:{location.span.column + 1}"
