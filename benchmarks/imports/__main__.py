"""`python -m benchmarks.imports`: break imports of real projects, ask Python and mapperlint.

Prints each case in which an import was missed or falsely reported, a line for each project as soon
as it is done, and a table by kind of case. With `speed`: what a scan for imports costs beside
parsing.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.imports import speed
from benchmarks.imports.answers import Copy, Judge, NoAnswer, Reader
from benchmarks.imports.cases import MOVED, cases
from benchmarks.imports.report import faults, row, table
from benchmarks.imports.verdict import Result, judged
from tests.fidelity import environments
from tests.fidelity.projects import PROJECTS, Project, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.imports.cases import Case
    from benchmarks.imports.statements import Statement


TRIES = 5
"""Cases that are tried for one that breaks an import: many a class is only used where it stands."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    if options.what == "speed":
        return speed.main(options.folder)
    results: list[Result] = []
    names = options.project or [project.name for project in PROJECTS]
    for index, name in enumerate(names):
        left = max(options.count - len(results), 0)
        share = -(-left // (len(names) - index))
        try:
            for result in _results(named(name), share, options.seed):
                results.append(result)
                _say(*faults(result))
        except (NoAnswer, environments.CannotInstall) as failure:
            sys.stderr.write(f"{name}: {failure}\n")
        of_project = [result for result in results if result.case.project == name]
        _say(row(name, of_project))
    _say("", *table(results))
    return int(any(result.missed or result.false for result in results))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("cases", "speed"), default="cases")
    parser.add_argument("--project", action="append", metavar="NAME", help="may be repeated")
    parser.add_argument("--count", type=int, default=200, help="cases of all projects (200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="what `speed` reads")
    return parser.parse_args(arguments)


def _results(project: Project, count: int, seed: int) -> Iterator[Result]:
    """As many cases of a project as are asked for, if there are so many that break something."""
    environments.ensure(project)
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(project, Path(folder))
        judge, reader = Judge(copy), Reader(copy)
        done = 0
        try:
            possible = cases(project.name, project.root, reader.models(), seed)
            for case in itertools.islice(possible, count * TRIES):
                if done == count:
                    return
                result = _result(copy, judge, reader, case)
                if result is not None:
                    done += 1
                    sys.stderr.write(f"\r{project.name} {done}/{count}   ")
                    yield result
        finally:
            sys.stderr.write("\n")
            judge.close()


def _result(copy: Copy, judge: Judge, reader: Reader, case: Case) -> Result | None:
    """What comes of a case; None where it breaks no import, or more than imports."""
    before = _judged(judge, copy.statements(case))
    copy.put(case)
    try:
        after = _judged(judge, copy.statements(case))
        if case.kind == MOVED and not _stands(copy, judge, case):
            return None
        if not any(word == "fails" for _, word in after):
            return None
        return judged(case, before, after, reader.new(case), copy.gone(case))
    finally:
        copy.restore(case)


def _judged(judge: Judge, asked: list[Statement]) -> list[tuple[Statement, str]]:
    return list(zip(asked, judge.said(asked), strict=True))


def _stands(copy: Copy, judge: Judge, case: Case) -> bool:
    """Whether both modules, that without the class and that with it, can be imported."""
    modules = [copy.statement_of(path) for path, _ in case.edits]
    return all(word != "follows" for word in judge.said(modules))


def _say(*texts: str) -> None:
    sys.stdout.write("".join(f"{text}\n" for text in texts))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
