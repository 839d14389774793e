"""The sessions a page of the documentation shows, and what a shell says when they are run.

In a block marked `console`, a line with `$ ` in front is a command, and what follows is what it
says; `...` at the end leaves out the rest. A block with a title is a file, which is written as it
is shown. All of a page is one session in one folder. Comments on the page name the fixture that the
folder is a copy of, without which it is empty, and what somebody does between two commands:

    <!-- sessions in: fixtures/hibachi/before -->
    <!-- meanwhile: mv old new -->
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from tests.support.trees import FIXTURES

_BLOCK = re.compile(
    r"^```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$"
    r"|^<!-- meanwhile: (?P<meanwhile>[^\n]*) -->$",
    re.MULTILINE | re.DOTALL,
)
_PLACE = re.compile(r"^<!-- sessions in: fixtures/(?P<fixture>\S+) -->$", re.MULTILINE)
_PROMPT = "$ "
_REST = "..."
_END = "- - - end of what was said - - -"
_EXPECTED = re.compile(r"^ *# (error|warning): \[.*\n|  # (error|warning): \[.*", re.MULTILINE)
"""A comment that says what is to be found, which a page would have to explain."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command with what the page says it says, or a file with its text."""

    command: str
    said: tuple[str, ...] = ()
    file: str = ""

    def as_run(self, said: tuple[str, ...]) -> Step:
        """The step with what was really said, no more of it than the page shows."""
        if self.said[-1:] == (_REST,):
            said = (*said[: len(self.said) - 1], _REST)
        return replace(self, said=said)


def is_session(text: str) -> bool:
    """Whether a page has commands."""
    return any(block["language"] == "console" for block in _BLOCK.finditer(text))


def run(text: str, folder: Path, python: str = sys.executable, **variables: str) -> str:
    """The page as it would be if it showed what its commands say now.

    `python` is the interpreter that a page means when it says `python`.
    """
    variables = {"FIXTURES": str(FIXTURES), "PATH": _path(python), **variables}
    blocks = [block for block in _BLOCK.finditer(text) if _steps(block)]
    steps = [step for block in blocks for step in _steps(block)]
    answers = iter(_answers(steps, folder, variables))

    def shown(block: re.Match[str]) -> str:
        present = [step.as_run(next(answers)) for step in _steps(block)]
        if block["language"] != "console":
            return block[0]
        lines = [line for step in present for line in (_PROMPT + step.command, *step.said)]
        return "\n".join(("```console", *lines, "```"))

    return _BLOCK.sub(shown, text)


def prepare(text: str, folder: Path) -> None:
    """Copy the fixture that a page is about, without the comments that say what is to be found."""
    named = _PLACE.search(text)
    if named is None:
        return
    shutil.copytree(
        FIXTURES / named["fixture"],
        folder,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("__pycache__", ".mapperlint*"),
    )
    for path in folder.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        path.write_text(_EXPECTED.sub("", source), encoding="utf-8")


def _steps(block: re.Match[str]) -> list[Step]:
    if block["meanwhile"]:
        return [Step(block["meanwhile"])]
    if block["title"]:
        return [Step("", file=block["title"], said=tuple(block["text"].splitlines()))]
    if block["language"] != "console":
        return []
    steps: list[Step] = []
    for line in block["text"].splitlines():
        if line.startswith(_PROMPT):
            steps.append(Step(line.removeprefix(_PROMPT)))
        else:
            steps[-1] = replace(steps[-1], said=(*steps[-1].said, line))
    return steps


def _answers(steps: list[Step], folder: Path, variables: dict[str, str]) -> list[tuple[str, ...]]:
    """What a shell says to each step; a file says nothing."""
    script = "exec 2>&1\n" + "".join(map(_scripted, steps))
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    answers = [tuple(part.splitlines()) for part in done.stdout.split(f"{_END}\n")]
    assert len(answers) == len(steps) + 1, done.stdout
    return answers[:-1]


def _scripted(step: Step) -> str:
    command = step.command
    if step.file:
        text = "".join(f"{line}\n" for line in step.said)
        command = f"printf %s {shlex.quote(text)} > {shlex.quote(step.file)}"
    return f"{command}\nstatus=$?; echo '{_END}'; (exit $status)\n"


def _path(python: str) -> str:
    """Where programs are found: beside these two first, so that `mapperlint` is ours."""
    folders = (os.path.dirname(python), os.path.dirname(sys.executable), os.environ["PATH"])
    return os.pathsep.join(folders)
