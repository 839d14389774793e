"""GitLab's Code Quality report.

GitLab shows neither the code nor the help, so the description has them. Of two entries with one
fingerprint it drops the second; ours stay the same when lines move.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mapperlint.diagnostics import Severity
from mapperlint.reporters.fingerprints import fingerprints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.reporters.view import View

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor"}


def gitlab(diagnostics: Sequence[Diagnostic], _: Counts, view: View) -> str:
    """An array of findings."""
    entries = [
        _entry(finding, fingerprint, view)
        for finding, fingerprint in zip(diagnostics, fingerprints(diagnostics), strict=True)
    ]
    return json.dumps(entries, indent=2) + "\n"


def _entry(finding: Diagnostic, fingerprint: str, view: View) -> dict[str, object]:
    span = finding.location.span
    said = f"{finding.code}: {finding.message}"
    return {
        "description": f"{said} ({finding.help})" if finding.help else said,
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": view.checked_out(finding.location.path),
            "positions": {
                "begin": {"line": span.line, "column": span.column + 1},
                "end": {"line": span.end_line, "column": span.end_column + 1},
            },
        },
    }
