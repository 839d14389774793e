"""The recorded table: what was reached for each project, which may only improve."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.fidelity.compare import Comparison
from tests.fidelity.projects import HERE, Project

_PATH = HERE / "table.json"

Counts = dict[str, dict[str, int]]


def recorded() -> dict[str, Counts]:
    """The counts of each project, by field and outcome."""
    if not _PATH.exists():
        return {}
    return dict(json.loads(_PATH.read_text()))


def record(project: Project, comparison: Comparison) -> None:
    """Put what was reached into the table."""
    table = {**recorded(), project.name: comparison.counts()}
    lines = [f"  {json.dumps(name)}: {_written(table[name])}" for name in sorted(table)]
    _PATH.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def _written(counts: Counts) -> str:
    """A line for each field, so that a change of the table can be read."""
    rows = [f"    {json.dumps(field)}: {json.dumps(counts[field])}" for field in counts]
    return "{\n" + ",\n".join(rows) + "\n  }"


def setbacks(project: Project, comparison: Comparison) -> Iterator[str]:
    """What is worse than recorded; anything wrong is."""
    reached = recorded().get(project.name, {})
    for field, counts in comparison.counts().items():
        before: dict[str, Any] = reached.get(field, {})
        if counts["wrong"]:
            yield f"{field}: {counts['wrong']} wrong"
        if counts["equal"] < before.get("equal", 0):
            yield f"{field}: {counts['equal']} equal, and were {before['equal']}"
        if counts["missing"] > before.get("missing", 0):
            yield f"{field}: {counts['missing']} missing, and were {before.get('missing', 0)}"
