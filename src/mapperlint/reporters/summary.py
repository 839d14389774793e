"""The last line of a report: how much was found, and how much was understood.

Silence about a class that was not understood is not health, so both numbers stand side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.model.coverage import Coverage


def summary(diagnostics: Sequence[Diagnostic], coverage: Coverage) -> str:
    """Two sentences, without a line end."""
    return f"{_found(diagnostics)} {understood(coverage)}"


def understood(coverage: Coverage) -> str:
    """How many of the mapped classes and relationships were fully understood."""
    if not coverage.classes:
        return "There are no mapped classes."
    classes = "mapped class" if coverage.classes == 1 else "mapped classes"
    relationships = "relationship" if coverage.relationships == 1 else "relationships"
    return (
        f"Understood {coverage.classes_understood} of {coverage.classes} {classes}"
        f" and {coverage.relationships_understood} of {coverage.relationships} {relationships}."
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
