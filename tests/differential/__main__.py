"""The long run: `python -m tests.differential --count 20000 [--seed N] [--sqlalchemy 2.0]`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tests.differential.judgement import Kind
from tests.differential.known import MISSES
from tests.differential.runs import STYLES, Bench, Found, Tally, numbered, run
from tests.differential.source import files_of

ORDER = [kind.value for kind in Kind]


def main() -> int:
    options = _options()
    if options.show is not None:
        _show(options)
        return 0
    tally = Tally()
    numbers = range(options.start, options.start + options.count)
    for part in run(options.seed, numbers, options.sqlalchemy, options.jobs):
        tally.merge(part)
        done = sum(sum(verdicts.values()) for verdicts in tally.verdicts.values())
        print(f"{done} projects, {len(tally.found)} disagreements", file=sys.stderr)
    _print_counts(tally)
    print(f"\nknown misses that were not met: {', '.join(_never_met(tally)) or 'none'}")
    found = sorted(tally.found.values(), key=lambda one: ORDER.index(one.disagreement.kind.value))
    for one in found:
        print(f"\n{one.times} x {one.disagreement.kind.value}: {one.disagreement.about}")
        print(f"    --show {one.number} ({one.defect}): {one.disagreement.detail}")
    if options.report is not None:
        _write_report(options, found)
    return 1 if found else 0


def _never_met(tally: Tally) -> list[str]:
    return [known.name for known in MISSES if known.name not in tally.known]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many projects")
    parser.add_argument("--start", type=int, default=0, help="the number of the first")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sqlalchemy", choices=sorted(STYLES), default="2.0")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--show", type=int, help="only show the project of this number")
    parser.add_argument("--report", type=Path, help="write each disagreement, reduced, to a file")
    return parser.parse_args()


def _print_counts(tally: Tally) -> None:
    verdicts = sorted({verdict for each in tally.verdicts.values() for verdict in each})
    print(f"{'defect':36}", *(f"{verdict:>12}" for verdict in verdicts))
    for defect, counts in sorted(tally.verdicts.items()):
        print(f"{defect:36}", *(f"{counts[verdict]:12}" for verdict in verdicts))
    for title, counter in (("known misses", tally.known), ("unknown", tally.unknowns)):
        print(f"\n{title}: {sum(counter.values())}")
        for name, times in counter.most_common(20):
            print(f"    {times:6} {name}")


def _show(options: argparse.Namespace) -> None:
    project = numbered(options.seed, options.show, options.sqlalchemy)
    print(f"# {project.style.value}; {project.defect}")
    for path, text in files_of(project).items():
        print(f"\n# {path}\n{text}")
    with Bench(options.sqlalchemy) as bench:
        for each in bench.judgement(project).disagreements:
            print(f"{each.kind.value}: {each.detail}")


def _write_report(options: argparse.Namespace, found: list[Found]) -> None:
    with Bench(options.sqlalchemy) as bench:
        parts = [_reduced(options, bench, one) for one in found]
    options.report.write_text("\n".join(parts), encoding="utf-8")


def _reduced(options: argparse.Namespace, bench: Bench, one: Found) -> str:
    project = numbered(options.seed, one.number, options.sqlalchemy)
    small = bench.reduced(project, one.disagreement)
    texts = [f"# {path}\n{text}" for path, text in files_of(small).items() if "base" not in path]
    details = [
        f"- {each.detail}\n"
        for each in bench.judgement(small).disagreements
        if each.about == one.disagreement.about
    ]
    head = f"## {one.disagreement.kind.value}: {one.disagreement.about}\n"
    about = f"{one.times} x, SQLAlchemy {options.sqlalchemy}, {small.style.value}, {one.defect}"
    source = "\n".join(texts[1:])
    said = f"(--seed {options.seed} --show {one.number})\n\n{''.join(details)}"
    return f"{head}\n{about} {said}\n```python\n{source}```\n"


if __name__ == "__main__":
    sys.exit(main())
