"""The findings as JSON in ruff's shape, which editors' linter plugins read already.

`help`, `related`, `fingerprint` and `fixes` are ours. Rows and columns count from 1, columns in
characters, ends are exclusive; `start` and `end` are bytes from 0. `fix` is the one that a program
may make in the file of the finding alone: a fix that changes other files as well stands in `fixes`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.diagnostics import Counts, Diagnostic, Fix
    from mapperlint.places import Span
    from mapperlint.reporters.view import Replacement, View


def as_json(diagnostics: Sequence[Diagnostic], _: Counts, view: View) -> str:
    """An array of findings."""
    return json.dumps([json_object(finding, view) for finding in diagnostics], indent=2) + "\n"


def json_object(finding: Diagnostic, view: View) -> dict[str, object]:
    """One finding."""
    fixes = [(fix, view.edits(fix) if view.edits else None) for fix in finding.fixes]
    return {
        "cell": None,
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        **_place(finding.location, view),
        "noqa_row": finding.location.span.line,
        "fix": _fix(finding, fixes),
        "url": view.page(finding.name),
        "help": finding.help,
        "fingerprint": finding.fingerprint,
        "related": [
            {**_place(note.location, view), "message": note.message} for note in finding.notes
        ],
        "fixes": [
            {
                "title": fix.title,
                "applicability": fix.applicability.value,
                "edits": None if edits is None else [_edit(each, view) for each in edits],
            }
            for fix, edits in fixes
        ],
    }


def _fix(
    finding: Diagnostic, fixes: Sequence[tuple[Fix, Sequence[Replacement] | None]]
) -> dict[str, object] | None:
    """The first fix that one may make, as ruff says it: in the file of the finding."""
    for fix, edits in fixes:
        here = edits and all(each.path == finding.location.path for each in edits)
        if here and fix.applicability is not Applicability.SHOWN:
            return {
                "applicability": fix.applicability.value,
                "message": fix.title,
                "edits": [{"content": each.text, **_ends(each.span)} for each in edits or ()],
            }
    return None


def _edit(edit: Replacement, view: View) -> dict[str, object]:
    place = _place(Location(edit.path, edit.span), view)
    return {**place, "start": edit.start, "end": edit.end, "content": edit.text}


def _place(location: Location, view: View) -> dict[str, object]:
    return {"filename": view.absolute(location.path), **_ends(location.span)}


def _ends(span: Span) -> dict[str, object]:
    return {
        "location": {"row": span.line, "column": span.column + 1},
        "end_location": {"row": span.end_line, "column": span.end_column + 1},
    }
