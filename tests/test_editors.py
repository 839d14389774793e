"""The recipes for editors, each in the hands of what reads it, on a project with a broken pair."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest

from tests.support.blog import BLOG, BROKEN_BLOG, POST, USER, USER_WITHOUT_POSTS
from tests.support.environments import FOLDER
from tests.support.programs import program

if TYPE_CHECKING:
    from tests.conftest import Tree

HERE = Path(__file__).parents[1]
RECIPES = HERE / "docs" / "editors"
SUPPORT = HERE / "tests" / "support" / "editors"

MESSAGE = "`Post.author` names `User.posts` as its other side, but `User` has no such relationship"


def run(command: list[str], folder: Path) -> str:
    """What a program says that finds `mapperlint` where it finds Python."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, "HOME": str(folder), "XDG_STATE_HOME": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.stdout, done.stderr
    return done.stdout


class Place(NamedTuple):
    """Where an editor leads to."""

    path: str
    line: int
    column: int


FINDING = Place("blog/post.py", 11, 58)


# what is read line by line


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_task_of_vscode(tree: Tree) -> None:
    """Its pattern is asked of the engine of VS Code, on what its command says."""
    (task,) = json.loads((RECIPES / "vscode-tasks.json").read_text(encoding="utf-8"))["tasks"]
    matcher = task["problemMatcher"]
    said = run([task["command"], *task["args"]], tree(BROKEN_BLOG))
    script = (
        "console.log(JSON.stringify([...process.argv[2].matchAll(RegExp(process.argv[1], 'gm'))]))"
    )
    pattern = matcher["pattern"]
    (match,) = json.loads(run(["node", "-e", script, pattern["regexp"], said], HERE))
    found = Place(
        match[pattern["file"]], int(match[pattern["line"]]), int(match[pattern["column"]])
    )
    assert found == FINDING
    assert match[pattern["code"]] == "MAP401"
    assert match[pattern["message"]] == MESSAGE


MACROS = {
    "$FILE_PATH$": r"(^|[\W])(?P<file>(?:[A-Za-z]\:|/)[0-9 a-z_A-Z\-\\./]+)",
    "$LINE$": "(?P<line>[0-9]+)",
    "$COLUMN$": "(?P<column>[0-9]+)",
}
"""What these stand for in the `RegexpFilter` of IntelliJ: a path counts only if it is whole."""


@pytest.mark.parametrize("changed", ["blog/post.py", "blog/user.py"])
def test_file_watcher_of_pycharm(tree: Tree, changed: str) -> None:
    """It is told of the finding on either side."""
    project = tree(BROKEN_BLOG)
    (project / ".idea").mkdir()
    watcher = ET.parse(RECIPES / "pycharm-watchers.xml").find("TaskOptions")  # noqa: S314
    assert watcher is not None
    option = {each.get("name"): each.get("value") or "" for each in watcher.iter("option")}
    meant = {"$FilePath$": str(project / changed), "$ProjectFileDir$": str(project)}
    folder = Path(replaced(option["workingDir"], meant))
    arguments = [replaced(word, meant) for word in option["arguments"].split()]
    said = run([option["program"], *arguments], folder)
    (match,) = re.finditer(replaced(option["regExp"], MACROS), said, re.MULTILINE)
    assert Path(match["file"]) == project / FINDING.path
    assert (int(match["line"]), int(match["column"])) == FINDING[1:]


def replaced(text: str, words: dict[str, str]) -> str:
    for word, by in words.items():
        text = text.replace(word, by)
    return text


# what asks while somebody writes

WIDE = POST.replace('back_populates="posts"', 'doc="🦊é", back_populates="posts"')
"""The place of the finding stands behind what is one character, two UTF-16 units, four bytes."""

ON_ITS_OWN_SIDE = {"line": 11, "text": '"posts"'}
ON_THE_OTHER_SIDE = {"line": 6, "text": "User"}


class Case(NamedTuple):
    """A file that is opened, what is written into it without saving, and what is marked then."""

    files: dict[str, str]
    path: str
    change: str
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]


CASES = {
    "mended here": Case(
        {**BROKEN_BLOG, "blog/post.py": WIDE},
        "blog/post.py",
        WIDE.replace(', back_populates="posts"', ""),
        [ON_ITS_OWN_SIDE],
        [],
    ),
    "mended on the other side": Case(BROKEN_BLOG, "blog/user.py", USER, [ON_THE_OTHER_SIDE], []),
    "broken there": Case(
        {**BLOG, "blog/user.py": USER_WITHOUT_POSTS},
        "blog/user.py",
        f"\n{USER_WITHOUT_POSTS}",
        [ON_THE_OTHER_SIDE],
        [{**ON_THE_OTHER_SIDE, "line": 7}],
    ),
}


def judged(case: Case, said: dict[str, Any], severity: str) -> None:
    assert not said["saved"]
    for shown, expected in ((said["before"], case.before), (said["after"], case.after)):
        assert [{"line": each["line"], "text": each["text"]} for each in shown] == expected
        for each in shown:
            assert each["severity"] == severity
            assert each["message"].endswith(MESSAGE)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_neovim(tree: Tree, name: str) -> None:
    case = CASES[name]
    said = neovim(tree(case.files), case.path, case.change)
    judged(case, said, "ERROR")
    assert {each["code"] for each in (*said["before"], *said["after"])} == {"MAP401"}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("emacs") is None, reason="Emacs is not installed")
@pytest.mark.parametrize("name", CASES)
def test_emacs(tree: Tree, name: str) -> None:
    case = CASES[name]
    said = emacs(tree(case.files), case.path, case.change)
    judged(case, said, ":error")


@pytest.mark.slow
def test_neovim_shows_why_nothing_can_be_checked(tree: Tree) -> None:
    said = neovim(tree({**BLOG, "mapperlint.toml": "sellect = []\n"}), "blog/user.py")
    assert "sellect" in said["before"][0]["message"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("emacs") is None, reason="Emacs is not installed")
def test_emacs_shows_why_nothing_can_be_checked(tree: Tree) -> None:
    said = emacs(tree({**BLOG, "mapperlint.toml": "sellect = []\n"}), "blog/user.py")
    assert "sellect" in said["before"][0]["message"]


def neovim(project: Path, path: str, change: str | None = None) -> dict[str, Any]:
    """What a person at Neovim sees.

    By the plugin nvim-lint if a checkout lies in `.environments/nvim-lint`: there is no package of
    it that could be installed. Else by what stands in for it.
    """
    lint = FOLDER / "nvim-lint"
    nvim = f"{program('nvim')} --headless -u NONE -i NONE -l"
    arguments = (RECIPES / "neovim.lua", lint if lint.exists() else SUPPORT, path)
    return said_by(nvim, (SUPPORT / "session.lua", *arguments), project, change)


def emacs(project: Path, path: str, change: str | None = None) -> dict[str, Any]:
    """What a person at Emacs sees."""
    arguments = (RECIPES / "mapperlint-flymake.el", "--load", SUPPORT / "session.el", path)
    return said_by("emacs --batch --quick --load", arguments, project, change)


def said_by(
    editor: str, arguments: tuple[Path | str, ...], project: Path, change: str | None
) -> dict[str, Any]:
    """What a session at an editor tells, with the file of a change as its last argument."""
    command = [*editor.split(), *map(str, arguments)]
    if change is not None:
        (project / "change").write_text(change, encoding="utf-8")
        command.append(str(project / "change"))
    said: dict[str, Any] = json.loads(run(command, project))
    return said
