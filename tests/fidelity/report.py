"""The comparison as text: a row for each field, then what is wrong, then what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.fidelity.compare import Comparison, Finding, Outcome

_SHOWN_REASONS = 8


def rows(name: str, comparison: Comparison) -> Iterator[str]:
    """A row for each field."""
    for field, counts in comparison.counts().items():
        numbers = "".join(f"{counts[outcome.value]:9}" for outcome in Outcome)
        yield f"{name:30} {field:15}{numbers}"


def header() -> str:
    return f"{'project':30} {'field':15}" + "".join(f"{outcome.value:>9}" for outcome in Outcome)


def details(comparison: Comparison) -> Iterator[str]:
    """Each wrong and each missing thing, and the most frequent reasons of the unknown ones."""
    for finding in (*comparison.of(Outcome.WRONG), *comparison.of(Outcome.MISSING)):
        yield f"  {shown(finding)}"
    for field, reason, count in comparison.reasons()[:_SHOWN_REASONS]:
        yield f"  unknown {count:5} {field}: {reason}"


def shown(finding: Finding) -> str:
    """A finding in one line; of long values only where they differ."""
    said = f"{finding.outcome.value} {finding.subject} {finding.field}"
    if finding.outcome is Outcome.MISSING:
        return said
    ours, theirs = finding.ours, finding.theirs
    return f"{said}: {_part(ours, theirs)} for {_part(theirs, ours)}"


def _part(value: Any, other: Any) -> Any:
    if isinstance(value, dict) and isinstance(other, dict):
        return {name: each for name, each in value.items() if other.get(name) != each}
    if isinstance(value, list) and isinstance(other, list):
        return [each for each in value if each not in other] or value
    return value


def imported(theirs: dict[str, Any]) -> Iterator[str]:
    """With what the project was imported, and what of it failed."""
    yield f"  SQLAlchemy {theirs['sqlalchemy']}, Python {theirs['python']}"
    if theirs["configure_error"]:
        yield f"  configure_mappers: {theirs['configure_error']}"
    for name, error in theirs["import_errors"].items():
        yield f"  not imported {name}: {error}"
