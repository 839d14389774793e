"""`python -m benchmarks.speed`: how long checks take, beside other tools and the run-time way.

Prints a table for each tree as soon as it is measured, then how time grows with the number of
models and which bars are reached, and draws the growth as a picture.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.speed.contestants import contestants
from benchmarks.speed.measuring import measured
from benchmarks.speed.picture import picture
from benchmarks.speed.report import Measured, bars, curves, growth, table
from benchmarks.speed.tools import ROOT, installed
from benchmarks.speed.trees import DEFAULT, tree
from tests.fidelity import environments
from tests.fidelity.answers import NoAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.speed.tools import Tools

PICTURE = ROOT / "docs" / "speed.svg"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    tools = installed()
    found: list[Measured] = []
    for name in options.tree or DEFAULT:
        try:
            with tempfile.TemporaryDirectory() as folder:
                found.append(_measured(name, Path(folder), tools, options.runs))
        except (NoAnswer, environments.CannotInstall) as failure:
            sys.stderr.write(f"{name}: {failure}\n")
            continue
        _say(*table(found[-1]), "")
    _say(*growth(found))
    reached = bars(found)
    _say("", "bars", *map(str, reached))
    lines = curves(found)
    if any(len(points) > 1 for points in lines.values()):
        title = "Seconds of the processor, over the size of a generated project"
        options.picture.write_text(picture(title, lines), encoding="utf-8")
        _say("", f"The picture is {options.picture}.")
    return int(not all(bar.reached for bar in reached))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument(
        "--tree",
        action="append",
        metavar="NAME",
        help="hibachi, a project of tests/fidelity, or a number of models; may be repeated",
    )
    parser.add_argument("--runs", type=int, default=7, help="of each command on each tree (7)")
    parser.add_argument("--picture", type=Path, default=PICTURE, help="default: docs/speed.svg")
    return parser.parse_args(arguments)


def _measured(name: str, folder: Path, tools: Tools, runs: int) -> Measured:
    made = tree(name, folder, tools)
    costs = measured(contestants(made, tools, folder / "kept"), runs, name)
    return Measured(made, len(made.python_files()), costs)


def _say(*texts: str) -> None:
    sys.stdout.write("".join(f"{text}\n" for text in texts))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
