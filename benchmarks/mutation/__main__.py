"""`python -m benchmarks.mutation`: break real projects, ask SQLAlchemy and mapperlint.

Prints each mutant that was missed or falsely reported, as soon as its project is done; then caught,
missed and false by kind of mutation and by project.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from typing import TYPE_CHECKING

from benchmarks.mutation import mending, moves
from benchmarks.mutation.answers import NoAnswer, Oracle, Reader
from benchmarks.mutation.mutants import Mutant, all_mutants, sample
from benchmarks.mutation.report import difference, faults, lines, tables
from benchmarks.mutation.universe import universe_of
from benchmarks.mutation.verdict import Result, Verdict, judged
from tests.fidelity import environments
from tests.fidelity.projects import Project, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.universe import Universe

PROJECTS = (
    "barbican",
    "clld",
    "faradaysec",
    "jupyterhub",
    "keystone",
    "letta",
    "octavia",
    "optuna",
    "privacyidea",
    "quetz-server",
    "stalker",
    "zenml",
)


def main() -> int:
    options = _options()
    return _mended(options) if options.fix else _judged(options)


def _judged(options: argparse.Namespace) -> int:
    results: list[Result] = []
    for name in options.project or PROJECTS:
        project = named(name)
        try:
            environments.ensure(project)
            of_project = list(_results(project, options))
        except (NoAnswer, environments.CannotInstall) as failure:
            sys.stderr.write(f"{name}: {failure}\n")
            continue
        results += of_project
        if options.mutant:
            for result in of_project:
                _say(*lines(result), difference(result, project.root))
        else:
            _say(*faults(of_project))
    _say("", *tables(results))
    return int(any(result.verdict in (Verdict.FALSE, Verdict.MISSED) for result in results))


def _mended(options: argparse.Namespace) -> int:
    outcomes: list[mending.Outcome] = []
    for name in options.project or PROJECTS:
        project = named(name)
        try:
            environments.ensure(project)
            found = mending.of_project(project, options), moves.of_project(project, options)
            for outcome in itertools.chain.from_iterable(found):
                outcomes.append(outcome)
                if options.mutant or (outcome.counts and not outcome.original) or outcome.harmed:
                    _say(*mending.lines(outcome))
        except (NoAnswer, environments.CannotInstall) as failure:
            sys.stderr.write(f"{name}: {failure}\n")
    _say("", *mending.tables(outcomes))
    return int(any(outcome.harmed for outcome in outcomes))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.add_argument("--project", action="append", metavar="NAME", help="may be repeated")
    parser.add_argument(
        "--kind", action="append", help="only kinds with this text in their name; may be repeated"
    )
    parser.add_argument("--count", type=int, default=60, help="mutants of each project (60)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutant", action="append", metavar="NAME", help="only this one")
    parser.add_argument(
        "--imports", type=int, default=6, help="with --fix: broken imports of each project (6)"
    )
    parser.add_argument("--fix", action="store_true", help="mend what is broken, and compare")
    return parser.parse_args()


def _results(project: Project, options: argparse.Namespace) -> Iterator[Result]:
    oracle = Oracle(project)
    try:
        universe = universe_of(oracle.healthy["classes"], oracle.healthy["files"])
        mutants = _chosen(project, universe, options)
        reader = Reader(project)
        for number, mutant in enumerate(mutants, 1):
            sys.stderr.write(f"\r{project.name} {number}/{len(mutants)}   ")
            oracle.ask({mutant.path: mutant.text})
            findings = reader.new(mutant)
            yield judged(mutant, oracle.answer(), findings, universe)
        sys.stderr.write("\n")
    finally:
        oracle.close()


def _chosen(project: Project, universe: Universe, options: argparse.Namespace) -> list[Mutant]:
    found = all_mutants(project.name, project.root, universe)
    if options.mutant:
        return [mutant for mutant in found if mutant.name in options.mutant]
    wanted = options.kind or [""]
    fitting = [each for each in found if any(text in each.mutation.kind for text in wanted)]
    return sample(fitting, options.count, options.seed)


def _say(*texts: str) -> None:
    sys.stdout.write("".join(f"{text}\n" for text in texts))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
