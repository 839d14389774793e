"""How often each rule was broken, the most frequent first, in place of the findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from mapperlint.reporters.summary import ending, fixable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.reporters import Reporter
    from mapperlint.reporters.view import View

FORMATS = ("full", "concise", "grouped", "json")
"""The formats that numbers can be given in: those for people, and JSON."""


class _Broken(NamedTuple):
    """A rule, and its findings in numbers."""

    code: str
    name: str
    times: int
    fixable: int


def statistics(output_format: str) -> Reporter:
    """The reporter of the numbers."""
    return _as_json if output_format == "json" else _as_text


def _as_text(diagnostics: Sequence[Diagnostic], counts: Counts, view: View) -> str:
    """A line for each rule, `count<TAB>code<TAB>[*] name`, and the summary."""
    lines = [
        f"{rule.times}\t{rule.code}\t[{_sign(rule)}] {rule.name}" for rule in _broken(diagnostics)
    ]
    return "".join(f"{line}\n" for line in (*lines, *ending(diagnostics, counts, view)))


def _as_json(diagnostics: Sequence[Diagnostic], *_: object) -> str:
    """`[{"code": ..., "name": ..., "count": ..., "fixable": ...}, ...]`."""
    rules = [
        {"code": rule.code, "name": rule.name, "count": rule.times, "fixable": rule.fixable}
        for rule in _broken(diagnostics)
    ]
    return json.dumps(rules, indent=2) + "\n"


def _broken(diagnostics: Sequence[Diagnostic]) -> list[_Broken]:
    found: dict[str, list[Diagnostic]] = {}
    for finding in diagnostics:
        found.setdefault(finding.code, []).append(finding)
    rules = [
        _Broken(code, each[0].name, len(each), sum(map(fixable, each)))
        for code, each in found.items()
    ]
    return sorted(rules, key=lambda rule: (-rule.times, rule.code))


def _sign(rule: _Broken) -> str:
    """All of them can be fixed, some of them, or none."""
    if rule.fixable == rule.times:
        return "*"
    return "-" if rule.fixable else " "
