"""`python -m benchmarks.kinds`: who says anything about small packages with and without a mistake.

Prints a line for each package, then how many of each kind are spoken of.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.speed.tools import Tools, installed
from mapperlint.engine.session import Session
from tests.support.environments import python
from tests.support.trees import Project, projects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXPECTED = re.compile(r"^ *# (?:error|warning): \[.*\n|  # (?:error|warning): \[.*", re.MULTILINE)
"""The comments of fixtures, which would tell what is to be found."""

PLACE = re.compile(r":\d+:\d+: ")
ASK = Path(__file__).with_name("ask_mappers.py")


def main() -> int:
    tools = installed()
    counts: Counter[tuple[str, str]] = Counter()
    for project in packages():
        kind = project.name.split("/")[1]
        with tempfile.TemporaryDirectory() as folder:
            root = copied(project, Path(folder, "project"))
            said = {name: ask(project, root, tools) for name, ask in ASKED.items()}
        speaking = "  ".join(name for name, spoke in said.items() if spoke)
        sys.stdout.write(f"{project.name:<60} {speaking}\n")
        counts.update((kind, name) for name, spoke in said.items() if spoke)
    for name in ASKED:
        broken, valid = counts["broken", name], counts["valid", name]
        sys.stdout.write(f"{name}: {broken} broken, {valid} valid\n")
    return 0


def packages() -> Iterator[Project]:
    return (project for project in projects() if project.name.startswith("kinds/"))


def copied(project: Project, root: Path) -> Path:
    """A copy without the comments."""
    leaving = shutil.ignore_patterns("__pycache__", ".mapperlint*")
    shutil.copytree(project.root, root, ignore=leaving)
    for path in root.rglob("*.py"):
        path.write_text(EXPECTED.sub("", path.read_text("utf-8")), encoding="utf-8")
    return root


def mapperlint(project: Project, root: Path, _: Tools) -> bool:
    session = Session(project.settings._replace(root=str(root)))
    session.load()
    return bool(session.diagnostics())


def mappers(project: Project, root: Path, _: Tools) -> bool:
    """What a start of the program does: its entry points are imported, else all modules."""
    modules = [entry.partition(":")[0] for entry in project.settings.entry_points or ()]
    command = [str(python("2.1")), "-B", str(ASK), str(root), *modules]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode != 0


def sqlalchemy_lsp(_: Project, root: Path, tools: Tools) -> bool:
    command = [str(tools.sqlalchemy_lsp), "check", "."]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return PLACE.search(done.stdout) is not None


ASKED: dict[str, Callable[[Project, Path, Tools], bool]] = {
    "mapperlint": mapperlint,
    "configure_mappers()": mappers,
    "sqlalchemy-lsp": sqlalchemy_lsp,
}

if __name__ == "__main__":
    raise SystemExit(main())
