"""Many projects, one after another."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.differential.answers import Mapperlint, SQLAlchemy
from tests.differential.defects import with_defect
from tests.differential.healthy import healthy
from tests.differential.judgement import Disagreement, Judgement, judged
from tests.differential.projects import Project, Style
from tests.differential.reduction import reduced
from tests.differential.source import files_of, modules_of

STYLES = {
    "1.4": (Style.CLASSIC, Style.FLASK),
    "2.0": tuple(Style),
    "2.1": tuple(Style),
}
PORTION = 50


def project_of(random: Random, version: str) -> Project:
    """A random project that this version can read; two of three have a mistake in them."""
    project = healthy(random, STYLES[version])
    return with_defect(random, project) if random.random() < 0.67 else project


def numbered(seed: int, number: int, version: str) -> Project:
    """Always the same project for the same numbers."""
    return project_of(Random(f"{seed}/{number}"), version)  # noqa: S311 - nothing is secret


class Bench:
    """Both sides, ready to be asked; a context."""

    def __init__(self, version: str) -> None:
        self.version = version
        self._ours = Mapperlint(version)
        self._theirs = SQLAlchemy(version)

    def judgement(self, project: Project) -> Judgement:
        files = files_of(project)
        root = self._theirs.ask(files, modules_of(project))
        ours = self._ours.answer(files)
        return judged(root, ours, self._theirs.answer())

    def reduced(self, project: Project, disagreement: Disagreement) -> Project:
        """The smallest project with the same disagreement."""

        def has_it(smaller: Project) -> bool:
            found = self.judgement(smaller).disagreements
            return any(
                (each.kind, each.about) == (disagreement.kind, disagreement.about) for each in found
            )

        return reduced(project, has_it)

    def told(self, project: Project, disagreement: Disagreement) -> str:
        """The disagreement, and the smallest project that has it."""
        small = self.reduced(project, disagreement)
        files = "\n".join(f"# {path}\n{text}" for path, text in files_of(small).items())
        return f"{disagreement.kind.value}: {disagreement.detail}\n{files}"

    def __enter__(self) -> Bench:  # noqa: PYI034 - there are no subclasses
        return self

    def __exit__(self, *_: object) -> None:
        self._theirs.__exit__()


@dataclass(slots=True)
class Found:
    """The first disagreement of a kind: the number of its project, and how often it was met."""

    number: int
    disagreement: Disagreement
    defect: str
    times: int = 1


@dataclass(slots=True)
class Tally:
    """What came out: {defect: verdicts}, disagreements, known misses and reasons of the unknown."""

    verdicts: dict[str, Counter[str]] = field(default_factory=dict)
    found: dict[tuple[str, str], Found] = field(default_factory=dict)
    known: Counter[str] = field(default_factory=Counter)
    unknowns: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, project: Project, judgement: Judgement) -> None:
        self.verdicts.setdefault(project.defect, Counter())[judgement.verdict] += 1
        self.known.update(judgement.known)
        self.unknowns.update(judgement.unknowns)
        for each in judgement.disagreements:
            self._add_found(Found(number, each, project.defect))

    def merge(self, other: Tally) -> None:
        for defect, verdicts in other.verdicts.items():
            self.verdicts.setdefault(defect, Counter()).update(verdicts)
        self.known.update(other.known)
        self.unknowns.update(other.unknowns)
        for found in other.found.values():
            self._add_found(found)

    def _add_found(self, found: Found) -> None:
        key = (found.disagreement.kind.value, found.disagreement.about)
        first = self.found.get(key)
        if first is None:
            self.found[key] = found
        else:
            first.times += found.times


def run(seed: int, numbers: range, version: str, jobs: int) -> Iterator[Tally]:
    """The outcomes, a portion after the other; each job has a SQLAlchemy of its own."""
    portions = [
        (seed, numbers[start : start + PORTION * 4], version)
        for start in range(0, len(numbers), PORTION * 4)
    ]
    with multiprocessing.Pool(jobs) as pool:
        yield from pool.imap(_portion, portions)


def _portion(question: tuple[int, range, str]) -> Tally:
    seed, numbers, version = question
    tally = Tally()
    with Bench(version) as bench:
        for number in numbers:
            project = numbered(seed, number, version)
            try:
                tally.add(number, project, bench.judgement(project))
            except RuntimeError as error:
                raise RuntimeError(f"seed {seed}, project {number}: {error}") from error
    return tally
