"""One line a finding, `path:line:column: code message`, as editors and hooks read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.reporters.lines import printable
from mapperlint.reporters.summary import ending, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.reporters.view import View


def concise(diagnostics: Sequence[Diagnostic], counts: Counts, view: View) -> str:
    """The findings and the summary."""
    lines = [_line(finding, view) for finding in diagnostics]
    return "".join(f"{line}\n" for line in (*lines, *ending(diagnostics, counts, view)))


def _line(finding: Diagnostic, view: View) -> str:
    span = finding.location.span
    place = f"{view.shown(finding.location.path)}:{span.line}:{span.column + 1}"
    return printable(f"{place}: {finding.code} {mark(finding)}{finding.message}")
