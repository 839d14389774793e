"""The recorded table: what was reached for each project, which may only improve."""

from __future__ import annotations

import json
from collections.abc import Iterator

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
    counts = comparison.counts()
    reached = recorded().get(project.name, counts)
    for field, now in counts.items():
        before = reached[field]
        if now["wrong"]:
            yield f"{field}: {now['wrong']} wrong"
        if now["equal"] < before["equal"]:
            yield f"{field}: {now['equal']} equal, and were {before['equal']}"
        if now["missing"] > before["missing"]:
            yield f"{field}: {now['missing']} missing, and were {before['missing']}"
