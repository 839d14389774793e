"""The last line of a report: how much was found, and how much was understood.

Silence about a class that was not understood is not health, so both numbers stand side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Counts, Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.reporters.view import View


def ending(diagnostics: Sequence[Diagnostic], counts: Counts, view: View) -> tuple[str, ...]:
    """The lines that close a report for people; none where only findings are wanted."""
    if view.quiet:
        return ()
    return (summary(diagnostics, counts), *_fixes(diagnostics))


def _fixes(diagnostics: Sequence[Diagnostic]) -> tuple[str, ...]:
    """The line that says how many findings could be mended; none where none can be."""
    safe = sum(fixable(finding) for finding in diagnostics)
    unsafe = sum(not fixable(finding) and _guessed(finding) for finding in diagnostics)
    if safe and unsafe:
        return (f"[*] {safe} fixable with `--fix`, {unsafe} more with `--unsafe-fixes`.",)
    if safe:
        return (f"[*] {safe} fixable with `--fix`.",)
    return (f"{unsafe} fixable with `--fix --unsafe-fixes`.",) if unsafe else ()


def mark(finding: Diagnostic) -> str:
    """What stands before the message of a finding that `--fix` would mend."""
    return "[*] " if fixable(finding) else ""


def fixable(finding: Diagnostic) -> bool:
    """Whether a finding can be mended without asking anybody."""
    return any(fix.applicability is Applicability.SAFE for fix in finding.fixes)


def _guessed(finding: Diagnostic) -> bool:
    return any(fix.applicability is Applicability.UNSAFE for fix in finding.fixes)


def summary(diagnostics: Sequence[Diagnostic], counts: Counts) -> str:
    """Two sentences, without a line end."""
    return f"{_found(diagnostics)} {understood(counts)}"


def understood(counts: Counts) -> str:
    """How many of the mapped classes and relationships were fully understood."""
    if not counts.classes:
        return "There are no mapped classes."
    classes = "mapped class" if counts.classes == 1 else "mapped classes"
    relationships = "relationship" if counts.relationships == 1 else "relationships"
    return (
        f"Understood {counts.classes_understood} of {counts.classes} {classes}"
        f" and {counts.relationships_understood} of {counts.relationships} {relationships}."
    )


def _found(diagnostics: Sequence[Diagnostic]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in diagnostics)
    warnings = len(diagnostics) - errors
    counts = [_count(errors, "error"), _count(warnings, "warning")]
    return f"Found {' and '.join(filter(None, counts))}." if diagnostics else "No problems found."


def _count(number: int, noun: str) -> str:
    if not number:
        return ""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
