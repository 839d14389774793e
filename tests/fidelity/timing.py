"""How long a cold check takes, against the run-time way: import all models, configure the mappers.

Each is one fresh process, from its start to its end, interpreter included; the median of some runs.
What was compiled by an earlier run is there for both.
"""

from __future__ import annotations

import os
import statistics
import time
from dataclasses import dataclass

from tests.fidelity.answers import Command, NoAnswer, check, run_time_way
from tests.fidelity.projects import Project

_RUNS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the clock and of the processor."""

    wall: float
    cpu: float


def header() -> str:
    return (
        f"{'project':30} {'check wall':>11}{'cpu':>8} {'run-time wall':>14}{'cpu':>8}"
        f" {'factor wall':>12}{'cpu':>8}"
    )


def row(project: Project) -> str:
    """The cost of both ways, in seconds, and how many times the check goes into the other."""
    ours = median(check(project), {0, 1})
    theirs = median(run_time_way(project, describe=False), {0})
    return (
        f"{project.name:30} {ours.wall:11.2f}{ours.cpu:8.2f} {theirs.wall:14.2f}{theirs.cpu:8.2f}"
        f" {theirs.wall / ours.wall:12.1f}{theirs.cpu / ours.cpu:8.1f}"
    )


def median(command: Command, accepted: set[int]) -> Cost:
    costs = [_cost(command, accepted) for _ in range(_RUNS)]
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
    )


def _cost(command: Command, accepted: set[int]) -> Cost:
    before, start = os.times(), time.perf_counter()
    done = command.run()
    wall, after = time.perf_counter() - start, os.times()
    if done.returncode not in accepted:
        raise NoAnswer(done.stderr[-3000:])
    used = (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )
    return Cost(wall, used)
