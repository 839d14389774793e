"""The page about real projects says what their records say."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from mapperlint.rules import RULES
from tests.ecosystem import projects as read_only
from tests.ecosystem import records as of_read_only
from tests.fidelity import projects as installed
from tests.fidelity import records as of_installed
from tests.support.findings import DOUBTFUL, TRUE, Finding, Record

PAGE = Path(__file__).parents[1] / "docs" / "findings-in-real-projects.md"

_HEAD = """\
# Findings in real projects

What mapperlint says of projects that people use, and whether it is right. Each finding was looked
at, and SQLAlchemy or Python was asked. A warning is *doubtful* where it says what is so, and yet
nobody may want to change it.

This page is made of records, which tests compare with what mapperlint says now:

    python -m tests.fidelity.records [NAME ...]     # check anew; prints what is new or gone
    python -m tests.ecosystem.records [NAME ...]
    UPDATE_DOCUMENTATION=1 pytest tests/test_real_projects.py
"""

_INSTALLED = """
## Projects that were installed

Checked with the environment they run in, so that SQLAlchemy could be asked about each finding. The
records stand in `tests/fidelity/findings`.
"""

_READ_ONLY = """
## Packages that were only read

The records stand in `tests/ecosystem/findings`.
"""

_Entry = tuple[str, Record]


def page() -> str:
    of_first = [
        (" ".join(each.sources).replace("==", " "), of_installed.recorded(each))
        for each in installed.PROJECTS
    ]
    of_second = [
        (each.requirement.replace("==", " "), of_read_only.recorded(each))
        for each in read_only.PROJECTS
    ]
    return "".join(
        [_HEAD, _INSTALLED, *_section(of_first), _READ_ONLY, *_section(of_second)],
    )


def _section(entries: list[_Entry]) -> Iterator[str]:
    findings = [finding for _, record in entries for finding in record.findings]
    yield "\n| project | mapped classes | relationships | errors | warnings | doubtful |\n"
    yield "|---|---|---|---|---|---|\n"
    for name, record in entries:
        yield _row(name, record.classes, record.relationships, record.findings)
    classes = sum(record.classes for _, record in entries)
    relationships = sum(record.relationships for _, record in entries)
    yield _row(f"**all {len(entries)}**", classes, relationships, findings)
    yield "\n| rule | findings | doubtful |\n|---|---|---|\n"
    for rule in RULES:
        own = [each for each in findings if each.code == rule.code]
        if own:
            link = f"[{rule.code} {rule.name}](rules/{rule.name}.md)"
            yield f"| {link} | {len(own)} | {_doubtful(own)} |\n"
    for name, record in entries:
        if record.findings:
            yield f"\n### {name}\n\n"
            yield from map(_item, record.findings)


def _row(name: str, classes: int, relationships: int, findings: Sequence[Finding]) -> str:
    errors = sum(each.is_error for each in findings)
    warnings = len(findings) - errors
    cells = (name, classes, relationships, errors, warnings, _doubtful(findings))
    return f"| {' | '.join(map(str, cells))} |\n"


def _doubtful(findings: Sequence[Finding]) -> int:
    return sum(each.is_doubtful for each in findings)


def _item(finding: Finding) -> str:
    doubt = "doubtful: " if finding.is_doubtful else ""
    verdict = finding.verdict.removeprefix(TRUE).removeprefix(DOUBTFUL)
    return (
        f"* {finding.code} `{finding.subject}` in `{finding.file}`: {doubt}{verdict}. "
        f"{finding.settled[:1].upper()}{finding.settled[1:]}.\n"
    )


def test_the_page_says_what_the_records_say() -> None:
    """UPDATE_DOCUMENTATION=1 writes it."""
    wanted = page()
    if os.environ.get("UPDATE_DOCUMENTATION"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted
