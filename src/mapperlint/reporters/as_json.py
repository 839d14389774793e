"""The findings as JSON in ruff's shape, which editors' linter plugins read already.

`related` and `fingerprint` are ours. Rows and columns count from 1, columns in characters, ends are
exclusive.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.diagnostics import Diagnostic
    from mapperlint.places import Location
    from mapperlint.reporters.view import View


def as_json(diagnostics: Sequence[Diagnostic], view: View) -> str:
    """An array of findings."""
    return json.dumps([_object(finding, view) for finding in diagnostics], indent=2) + "\n"


def _object(finding: Diagnostic, view: View) -> dict[str, object]:
    return {
        "cell": None,
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        **_place(finding.location, view),
        "noqa_row": finding.location.span.line,
        "fix": None,
        "url": None,
        "help": finding.help,
        "fingerprint": finding.fingerprint,
        "related": [
            {**_place(note.location, view), "message": note.message} for note in finding.notes
        ],
    }


def _place(location: Location, view: View) -> dict[str, object]:
    span = location.span
    return {
        "filename": view.absolute(location.path),
        "location": {"row": span.line, "column": span.column + 1},
        "end_location": {"row": span.end_line, "column": span.end_column + 1},
    }
