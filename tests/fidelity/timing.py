"""How long a cold check takes, against the run-time way: import all models, configure the mappers.

Each is one fresh process, from its start to its end, interpreter included; the median of some runs.
What was compiled by an earlier run is there for both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tests.fidelity.answers import Command, NoAnswer, check, run_time_way, surroundings
from tests.fidelity.projects import Project

_RUNS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the clock and of the processor, and the most memory, in bytes.

    The system counts what this process has as the least that any of its children had.
    """

    wall: float
    cpu: float
    memory: int


def header() -> str:
    return (
        f"{'project':30} {'check wall':>11}{'cpu':>8} {'run-time wall':>14}{'cpu':>8}"
        f" {'factor wall':>12}{'cpu':>8}"
    )


def row(project: Project) -> str:
    """The cost of both ways, in seconds, and how many times the check goes into the other."""
    both = (check(project), {0, 1}), (run_time_way(project, describe=False), {0})
    costs = [[cost(*each) for each in both] for _ in range(_RUNS)]
    ours, theirs = (median(column) for column in zip(*costs, strict=True))
    return (
        f"{project.name:30} {ours.wall:11.2f}{ours.cpu:8.2f} {theirs.wall:14.2f}{theirs.cpu:8.2f}"
        f" {theirs.wall / ours.wall:12.1f}{theirs.cpu / ours.cpu:8.1f}"
    )


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each of the figures."""
    return Cost(
        statistics.median(each.wall for each in costs),
        statistics.median(each.cpu for each in costs),
        statistics.median_high(each.memory for each in costs),
    )


def cost(command: Command, accepted: Collection[int]) -> Cost:
    """The cost of one run, that of the processes it starts included. Raises NoAnswer."""
    with tempfile.TemporaryFile() as text, tempfile.TemporaryFile() as said:
        text.write(command.text.encode())
        text.seek(0)
        start = time.perf_counter()
        child = subprocess.Popen(
            command.arguments,
            stdin=text,
            stdout=said,
            stderr=said,
            cwd=command.folder,
            env=surroundings(),
        )
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in accepted:
            said.seek(0)
            raise NoAnswer(said.read().decode(errors="replace")[-3000:])
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
