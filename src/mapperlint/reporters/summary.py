"""The last line of a report: how much was found, and how much was understood.

Silence about a class that was not understood is not health, so both numbers stand side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Counts, Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence


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
