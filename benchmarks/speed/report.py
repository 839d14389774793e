"""What came out: a table for each tree, how time grows, and which bars are reached."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.speed.contestants import (
    BUFFER,
    CHANGED,
    COLD,
    EDITED,
    FILE,
    LSP,
    OURS,
    PARSING,
    PYTHON,
    RUFF_COLD,
    RUNNING,
    SAVED,
    WARM,
)
from benchmarks.speed.trees import Tree
from tests.fidelity.timing import Cost, median

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DRAWN = (COLD, CHANGED, SAVED, WARM, LSP, RUFF_COLD, PARSING, RUNNING)
"""Whose curves the picture has; those left out lie on one of these."""

GROWTH_FROM = 1000
"""Models from which time is to grow linearly: below, the start of the program counts as well."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A tree, and what all runs of each contestant on it cost."""

    tree: Tree
    files: int
    runs: Mapping[str, Sequence[Cost]]

    @property
    def costs(self) -> dict[str, Cost]:
        """The medians."""
        return {name: median(each) for name, each in self.runs.items()}


def table(measured: Measured) -> Iterator[str]:
    """The costs on a tree, with how many times those of bare Python and of the peer they are."""
    tree = measured.tree
    yield f"{tree.name}: {tree.models} mapped classes, {measured.files} files"
    yield (
        f"  {'':36}{'wall s':>9}{'cpu s':>9}{'x python':>10}{'x peer':>9}{'cpu x peer':>12}"
        f"{'MB':>7}{'runs':>6}"
    )
    python = measured.costs[PYTHON]
    peer = measured.costs.get(LSP, Cost(math.nan, math.nan, 0))
    for name, cost in measured.costs.items():
        yield (
            f"  {name:36}{cost.wall:9.3f}{cost.cpu:9.3f}{cost.wall / python.wall:10.1f}"
            f"{cost.wall / peer.wall:9.2f}{cost.cpu / peer.cpu:12.2f}{cost.memory / 1e6:7.0f}"
            f"{len(measured.runs[name]):6}"
        )


# growth


def growth(all_measured: Sequence[Measured]) -> Iterator[str]:
    """By which power of the number of models each one's time grows, in starts of Python."""
    pairs = _steps(all_measured)
    if not pairs:
        return
    yield "growth in starts of Python: the exponent of the number of models, by wall and cpu"
    for one, other in pairs:
        yield f"  from {one.tree.models} to {other.tree.models}"
        for name in one.costs:
            if name in other.costs:
                by_wall, by_cpu = (_exponent(one, other, name, kind) for kind in ("wall", "cpu"))
                yield f"  {name:36}{by_wall:9.2f}{by_cpu:9.2f}"


def curves(all_measured: Sequence[Measured]) -> dict[str, list[tuple[float, float]]]:
    """For each contestant its seconds of the processor over the models of the generated trees."""
    found: dict[str, list[tuple[float, float]]] = {}
    for each in _generated(all_measured):
        for name in filter(each.costs.__contains__, DRAWN):
            found.setdefault(name, []).append((each.tree.models, each.costs[name].cpu))
    return found


def _generated(all_measured: Sequence[Measured]) -> list[Measured]:
    found = [each for each in all_measured if each.tree.generated]
    return sorted(found, key=lambda each: each.tree.models)


def _steps(all_measured: Sequence[Measured]) -> list[tuple[Measured, Measured]]:
    found = _generated(all_measured)
    return list(itertools.pairwise(found))


def _exponent(one: Measured, other: Measured, name: str, kind: str) -> float:
    """Of the time in starts of Python on the same tree: a machine may be slower an hour later."""
    times = _starts(other, name, kind) / _starts(one, name, kind)
    return math.log(times) / math.log(other.tree.models / one.tree.models)


def _starts(measured: Measured, name: str, kind: str) -> float:
    time: float = getattr(measured.costs[name], kind)
    start: float = getattr(measured.costs[PYTHON], kind)
    return time / start


# the bars


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that is to be reached: a figure of a tree that is not to be above, or below."""

    what: str
    figure: float
    most: float = math.inf
    least: float = 0.0

    @property
    def reached(self) -> bool:
        return self.least <= self.figure <= self.most

    def __str__(self) -> str:
        wanted = f"at most {self.most:g}" if self.least == 0 else f"at least {self.least:g}"
        word = "reached" if self.reached else "MISSED"
        return f"  {self.what:58}{self.figure:9.2f}  {wanted:14}{word}"


def bars(all_measured: Sequence[Measured]) -> list[Bar]:
    """All that is to be reached, for the trees that were measured."""
    found = [bar for each in all_measured for bar in _bars(each)]
    for one, other in _steps(all_measured):
        if one.tree.models >= GROWTH_FROM:
            found += [
                Bar(
                    f"{name}: exponent from {one.tree.models}",
                    _exponent(one, other, name, "cpu"),
                    1.1,
                )
                for name in (COLD, WARM)
            ]
    return found


def _bars(measured: Measured) -> Iterator[Bar]:
    tree, costs = measured.tree, measured.costs
    python = costs[PYTHON].wall
    peer = costs[LSP].wall if LSP in costs else math.nan
    if peer >= 0.5 and not tree.generated:
        yield Bar(f"{tree.name}: warm / {LSP}", costs[WARM].wall / peer, 0.5)
    if measured.files >= 500 and not tree.generated:
        yield Bar(f"{tree.name}: cold / {LSP}", costs[COLD].wall / peer, 1.0)
    if tree.models <= 500:
        for name in (FILE, BUFFER, SAVED, EDITED, CHANGED):
            yield Bar(f"{tree.name}: {name} / {PYTHON}", costs[name].wall / python, 4.0)
    if tree.name == "hibachi":
        yield Bar(f"{tree.name}: cold / {PYTHON}", costs[COLD].wall / python, 8.0)
    if RUNNING in costs and not tree.generated:
        for name, least in ((COLD, 20.0), (WARM, 50.0)):
            times = costs[RUNNING].wall / costs[name].wall
            yield Bar(f"{tree.name}: run-time way / {name}", times, least=least)
    most = max(costs[name].memory for name in OURS)
    yield Bar(f"{tree.name}: most memory of mapperlint, in MB", most / 1e6, 1000.0)
