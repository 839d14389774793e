"""`python -m benchmarks.never_imported`: take imports of models away, ask Python and mapperlint.

Prints what is said of each project as it is, each removal that was missed or falsely reported, and
a table by project.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.never_imported.removals import removals
from benchmarks.never_imported.subjects import CHECKOUTS, INSTALLED, checked_out, installed
from benchmarks.never_imported.verdict import Court, Result, Verdict
from tests.fidelity import environments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.never_imported.subjects import Subject


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    results: dict[str, list[Result]] = {}
    for name, subject in _subjects(options):
        court = Court(subject)
        for finding in court.findings():
            _say(f"{name}: as it is: {finding.location.path}: {finding.code} {finding.message}")
        if court.failure:
            _say(f"{name}: cannot be run as it is: {court.failure[:200]}")
            continue
        results[name] = []
        for removal in removals(subject, options.count, options.seed):
            result = court.result(removal)
            results[name].append(result)
            if result.verdict in {Verdict.MISSED, Verdict.FALSE} or options.verbose:
                _say(_told(result, subject))
        if options.verbose:
            _say(*_table({name: results[name]}))
    _say("", *_table(results))
    counted = Counter(each.verdict for found in results.values() for each in found)
    return int(bool(counted[Verdict.MISSED] or counted[Verdict.FALSE]))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.never_imported", description=__doc__
    )
    parser.add_argument("--project", action="append", metavar="NAME", help="may be repeated")
    parser.add_argument("--checkouts", type=Path, help="a folder of work trees, by name")
    parser.add_argument("--count", type=int, default=6, help="removals of each project (6)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="print every removal")
    return parser.parse_args(arguments)


def _subjects(options: argparse.Namespace) -> Iterator[tuple[str, Subject]]:
    for name in INSTALLED:
        if name in (options.project or INSTALLED):
            try:
                yield name, installed(name)
            except environments.CannotInstall as failure:
                sys.stderr.write(f"{name}: {failure}\n")
    for name in CHECKOUTS:
        if options.checkouts is not None and name in (options.project or CHECKOUTS):
            folder = options.checkouts / name
            if folder.is_dir():
                yield name, checked_out(name, folder.resolve())


def _told(result: Result, subject: Subject) -> str:
    removal = result.removal
    path = removal.file.relative_to(subject.root)
    said = "".join(f"\n    mapperlint: {each}" for each in result.ours)
    return (
        f"{result.subject}: {result.verdict.value}: {path}:{removal.line}: {removal.statement}\n"
        f"    Python: {result.python[:300] or 'accepts it'}{said}"
    )


def _table(results: dict[str, list[Result]]) -> Iterator[str]:
    verdicts = list(Verdict)
    yield "  ".join(("project".ljust(20), *(each.value.rjust(8) for each in verdicts)))
    for name, found in results.items():
        counted = Counter(each.verdict for each in found)
        yield "  ".join((name.ljust(20), *(str(counted[each]).rjust(8) for each in verdicts)))


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
