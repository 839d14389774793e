"""One line a finding in the shape of pylint: `path:line: [code] message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.reporters.lines import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.reporters.view import View


def pylint(diagnostics: Sequence[Diagnostic], _: Counts, view: View) -> str:
    """A line for each finding."""
    lines = [
        f"{view.checked_out(finding.location.path)}:{finding.location.span.line}:"
        f" [{finding.code}] {finding.message}"
        for finding in diagnostics
    ]
    return "".join(f"{printable(line)}\n" for line in lines)
