"""The findings of each file below its name: line and column, code, message."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from mapperlint.reporters.lines import printable
from mapperlint.reporters.summary import ending, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.reporters.view import View


def grouped(diagnostics: Sequence[Diagnostic], counts: Counts, view: View) -> str:
    """A block for each file, and the summary."""
    blocks = [
        _block(view.shown(path), list(findings))
        for path, findings in groupby(diagnostics, lambda finding: finding.location.path)
    ]
    return "\n".join(
        [*blocks, "".join(f"{line}\n" for line in ending(diagnostics, counts, view))]
    ).rstrip("\n") + "\n" * (bool(blocks) or not view.quiet)


def _block(path: str, findings: Sequence[Diagnostic]) -> str:
    places = [
        f"{finding.location.span.line}:{finding.location.span.column + 1}" for finding in findings
    ]
    width = max(map(len, places))
    lines = [
        printable(f"  {place:<{width}} {finding.code} {mark(finding)}{finding.message}")
        for place, finding in zip(places, findings, strict=True)
    ]
    return "".join(f"{line}\n" for line in (f"{printable(path)}:", *lines))
