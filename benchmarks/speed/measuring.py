"""Rounds: all contestants in turn, again and again, so that a busy machine is busy for each."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING

from benchmarks.speed.contestants import Contestant
from tests.fidelity.timing import Cost, cost

if TYPE_CHECKING:
    from collections.abc import Sequence

SLOW = 60.0
"""Seconds; what takes longer is run only so often as `RUNS_OF_SLOW` says."""
RUNS_OF_SLOW = 3


def measured(contestants: Sequence[Contestant], runs: int, title: str) -> dict[str, list[Cost]]:
    """The costs of all runs of each contestant."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    for number in range(runs):
        for contestant in contestants:
            _show(f"\r\033[K{title} {number + 1}/{runs} {contestant.name}")
            if not _is_done(costs[contestant.name]):
                contestant.prepare()
                costs[contestant.name].append(cost(contestant.command(), contestant.accepted))
    _show("\r\033[K")
    return costs


def _show(text: str) -> None:
    """Say where the measurement is, to somebody who watches."""
    if sys.stderr.isatty():
        sys.stderr.write(text)
        sys.stderr.flush()


def _is_done(costs: Sequence[Cost]) -> bool:
    return len(costs) >= RUNS_OF_SLOW and costs[0].wall > SLOW
