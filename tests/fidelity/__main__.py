"""`python -m tests.fidelity [NAME ...]`: compare real projects, all of them or those named.

`--record` puts what was reached into the table. `--timing` measures a cold check against the
run-time way instead. `--freeze` records the versions of what is installed as constraints.
"""

from __future__ import annotations

import argparse
import sys

from tests.fidelity import environments, report, table, timing
from tests.fidelity.answers import NoAnswer, of_mapperlint, of_sqlalchemy
from tests.fidelity.compare import compared
from tests.fidelity.projects import PROJECTS, Project, named


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fidelity", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--timing", action="store_true")
    parser.add_argument("--freeze", action="store_true")
    options = parser.parse_args()
    projects = tuple(map(named, options.names)) or PROJECTS
    print(timing.header() if options.timing else report.header())
    return max([_carried_out(project, options) for project in projects])


def _carried_out(project: Project, options: argparse.Namespace) -> int:
    try:
        environments.ensure(project)
        if options.freeze:
            environments.freeze(project)
        if options.timing:
            print(timing.row(project), flush=True)
            return 0
        return _compared(project, options)
    except (environments.CannotInstall, NoAnswer) as failure:
        print(f"{project.name}: {failure}", file=sys.stderr)
        return 2


def _compared(project: Project, options: argparse.Namespace) -> int:
    theirs = of_sqlalchemy(project)
    comparison = compared(of_mapperlint(project), theirs)
    worse = list(table.setbacks(project, comparison))
    if options.record and not worse:
        table.record(project, comparison)
    lines = [*report.rows(project.name, comparison), *report.imported(theirs)]
    lines += [*report.details(comparison), *(f"  worse: {one}" for one in worse)]
    print("\n".join(lines), flush=True)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
