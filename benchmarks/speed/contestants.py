"""Who is measured: on each tree the same commands, in this order, round by round.

A round begins with a check that finds nothing kept, and keeps what it finds; those after it see
what a user's later checks see. The last two change the text of a file, on the disk or not.
"""

from __future__ import annotations

import itertools
import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.speed.tools import Tools
from benchmarks.speed.trees import Tree
from mapperlint.engine.stamps import TICK
from tests.fidelity.answers import Command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COLD = "mapperlint, nothing kept"
WARM = "mapperlint, nothing changed"
FILE = "mapperlint FILE, nothing changed"
BUFFER = "mapperlint -, text as on the disk"
SAVED = "mapperlint FILE, lines have moved"
EDITED = "mapperlint -, lines have moved"
CHANGED = "mapperlint FILE, a class was added"
LSP = "sqlalchemy-lsp check"
RUFF_COLD = "ruff check --no-cache"
RUFF_WARM = "ruff check, nothing changed"
PYTHON = "python -c pass"
PARSING = "ast.parse of all files"
RUNNING = "import, configure_mappers()"

LARGEST_OF_PEER = 5000
"""Models beyond which sqlalchemy-lsp is left out: it takes minutes for 10,000."""

OURS = (COLD, WARM, FILE, BUFFER, SAVED, EDITED, CHANGED)

_PARSE = """\
import ast, sys
for path in sys.stdin.read().splitlines():
    with open(path, "rb") as file:
        text = file.read()
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        pass
"""


@dataclass(frozen=True, slots=True)
class Contestant:
    """What is run, and what has to be done before it, which is not measured."""

    name: str
    command: Callable[[], Command]
    accepted: frozenset[int] = frozenset({0})
    prepare: Callable[[], object] = lambda: None


def contestants(tree: Tree, tools: Tools, kept: Path) -> list[Contestant]:
    """All that are measured on a tree; what they keep between runs lies below a folder."""
    parse = Command(
        (str(tools.python), "-c", _PARSE), "\n".join(map(str, tree.python_files())), tree.root
    )
    found = [
        *_ours(tree, tools, kept / "mapperlint"),
        _peer(RUFF_COLD, tree, tools.ruff, *_RUFF, "--no-cache"),
        _peer(RUFF_WARM, tree, tools.ruff, *_RUFF, "--cache-dir", str(kept / "ruff")),
        _peer(PYTHON, tree, tools.python, "-c", "pass"),
        Contestant(PARSING, lambda: parse),
    ]
    if tree.models <= LARGEST_OF_PEER:
        found.append(_peer(LSP, tree, tools.sqlalchemy_lsp, "check", "."))
    running = tree.running
    if running is not None:
        found.append(Contestant(RUNNING, lambda: running))
    # The file of the tree is changed by those that come last.
    return sorted(found, key=lambda each: each.name in {SAVED, EDITED, CHANGED})


_RUFF = ("check", ".", "--isolated", "--output-format", "concise")


def _peer(name: str, tree: Tree, program: Path, *arguments: str) -> Contestant:
    command = Command((str(program), *arguments), "", tree.root)
    return Contestant(name, lambda: command, frozenset({0, 1}))


def _ours(tree: Tree, tools: Tools, kept: Path) -> list[Contestant]:
    file = tree.root / tree.file
    numbers = itertools.count()

    def check(*paths: str, given: str = "") -> Command:
        options = ("--output-format", "concise", "--cache-dir", str(kept), *tree.options)
        return Command((str(tools.mapperlint), "check", *paths, *options), given, tree.root)

    def buffer(given: str) -> Command:
        return check("-", "--stdin-filename", tree.file, given=given)

    def text() -> str:
        return file.read_text(encoding="utf-8")

    def edited() -> str:
        return f"# Edit {next(numbers)}.\n{text()}"

    def changed() -> str:
        number = next(numbers)
        return f"{text()}\n\nclass Edit{number}:\n    number = {number}\n"

    def forget() -> None:
        shutil.rmtree(kept, ignore_errors=True)
        _settle(file)

    ours = frozenset({0, 1})
    return [
        Contestant(COLD, lambda: check("."), ours, forget),
        Contestant(WARM, lambda: check("."), ours),
        Contestant(FILE, lambda: check(tree.file), ours),
        Contestant(BUFFER, lambda: buffer(text()), ours),
        Contestant(
            SAVED,
            lambda: check(tree.file),
            ours,
            lambda: file.write_text(edited(), encoding="utf-8"),
        ),
        Contestant(EDITED, lambda: buffer(edited()), ours),
        Contestant(
            CHANGED,
            lambda: check(tree.file),
            ours,
            lambda: file.write_text(changed(), encoding="utf-8"),
        ),
    ]


def _settle(file: Path) -> None:
    """Wait until the time of a file's last change tells it from a later one."""
    age = time.time_ns() - file.stat().st_ctime_ns
    time.sleep(max(0.0, (TICK - age) / 1e9) + 0.1)
