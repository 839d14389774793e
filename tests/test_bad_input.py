"""What cannot be run says so in one sentence: exit status 2, no report, no traceback."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mapperlint import cli
from mapperlint.cli.commands import SUMMARIES, parsed
from tests.support.blog import BLOG, BROKEN_BLOG
from tests.support.terminals import drained, resize

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Git, Tree

WIDEST_HELP = 100
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a shell and signals of POSIX")


@pytest.fixture
def project(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree({**{f"project/{path}": text for path, text in BLOG.items()}, "other/a.py": ""})
    (root / "project/mapperlint.toml").touch()
    monkeypatch.chdir(root / "project")
    return root / "project"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is said on standard error by a command that could not be run."""
    capsys.readouterr()
    assert cli.run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("mapperlint: ")
    assert err.count("\n") == 1
    return err.removeprefix("mapperlint: ").removesuffix("\n")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("command", ["check", "models", "baseline"])
def test_missing_path(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, command, "gone") == "gone: no such file or directory"
    assert said(capsys, command, "") == "'': no such file or directory"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("command", ["check", "models", "baseline"])
def test_file_that_may_not_be_read(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A superuser may read all files, so the question is answered here."""
    allowed = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: path != "blog/user.py" and allowed(path, mode)
    )
    assert said(capsys, command, "blog/user.py") == "blog/user.py: it cannot be read"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select = [\n", "mapperlint.toml:1: not TOML: Invalid value"),
        ("x = 1\nx = 2\n", "mapperlint.toml:2: not TOML: Cannot overwrite a value"),
        ("\nslect = []\n", "mapperlint.toml:2: unknown setting `slect`; did you mean `select`?"),
        (
            '\nselect = ["MAP4044"]\n',
            "mapperlint.toml:2: `select`: there is no rule 'MAP4044'; did you mean 'MAP404'?",
        ),
    ],
)
@pytest.mark.parametrize("command", ["check", "models", "baseline"])
def test_settings(
    command: str, text: str, message: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "mapperlint.toml").write_text(text)
    assert said(capsys, command) == message


@pytest.mark.parametrize("command", ["check", "models", "baseline"])
def test_folder_without_python(
    command: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "docs").mkdir()
    (project / "docs/index.md").touch()
    assert said(capsys, command, "docs") == "docs: there is no Python file in it"
    assert said(capsys, command, "blog", "docs") == "docs: there is no Python file in it"


def test_project_without_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said(capsys, "check") == ".: there is no Python file in it"


def test_files_that_a_hook_excludes_are_no_mistake(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "mapperlint.toml").write_text('exclude = ["blog"]\n')
    assert cli.run(["check", "--force-exclude", "blog/user.py"]) == 0
    assert cli.run(["check", "--force-exclude", "blog"]) == 0
    assert capsys.readouterr().err == ""


@pytest.fixture
def _text_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x = 1\n")))


@pytest.mark.usefixtures("_text_on_standard_input", "project")
@pytest.mark.parametrize("path", ["../other/a.py", "../new.py", "/nowhere/at/all.py"])
def test_text_outside_of_the_project(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    message = f"--stdin-filename {path} lies outside of the project, and in no other"
    assert said(capsys, "check", "-", "--stdin-filename", path) == message


@pytest.mark.usefixtures("_text_on_standard_input")
@pytest.mark.parametrize("path", ["blog/user.py", "blog/new.py", "new/folder/new.py"])
def test_text_in_the_project(path: str, project: Path) -> None:
    assert cli.run(["check", "-", "--stdin-filename", path]) == 0
    (project / "mapperlint.toml").unlink()


@pytest.mark.usefixtures("_text_on_standard_input", "project")
def test_text_of_another_project(tree: Tree) -> None:
    """An editor keeps the directory it was started in, whatever it opens."""
    tree({"other/mapperlint.toml": ""})
    assert cli.run(["check", "-", "--stdin-filename", "../other/a.py"]) == 0


@pytest.mark.usefixtures("_text_on_standard_input")
def test_text_of_a_folder_that_is_no_project(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree({"here/a.py": "", "there/a.py": ""}) / "here")
    assert cli.run(["check", "-", "--stdin-filename", "a.py"]) == 0
    assert "in no other" in said(capsys, "check", "-", "--stdin-filename", "../there/a.py")


@pytest.mark.usefixtures("_text_on_standard_input", "project")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["check", "-", "--stdin-filename", "blog/user.py", "--add-ignore"],
            "--add-ignore writes into files, not into a text on standard input",
        ),
        (
            ["check", "--isolated", "--config", "mapperlint.toml"],
            "--isolated reads no settings, --config names some",
        ),
        (["check", "-", "--stdin-filename", "blog"], "--stdin-filename blog is to name a file"),
        (["check", "-", "--stdin-filename", ""], "--stdin-filename '' is to name a file"),
        (["check", "-"], "`-` needs --stdin-filename, since the name of a file says what it is"),
        (
            ["check", "--select", "MAP4044"],
            "--select: there is no rule 'MAP4044'; did you mean 'MAP404'?",
        ),
        (["check", "--ignore", ","], "--ignore names no rule"),
        (["check", "--python", "gone"], "--python gone: no installed packages are found there"),
        (["clean", "--config", "no.toml"], "--config no.toml: No such file or directory"),
        (["models", "--config", "no.toml"], "--config no.toml: No such file or directory"),
    ],
)
def test_options(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, *arguments) == message


@pytest.mark.usefixtures("git")
def test_another_root_by_option(tree: Tree, git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    git("status")
    root = tree(
        {"a.py": "Column(\n", "ci.toml": 'exclude = ["a.py"]\n', "mapperlint.toml": "", "b.py": ""}
    )
    assert cli.run(["check", str(root)]) == 1
    for command in ("check", "models", "baseline"):
        assert cli.run([command, "--config", str(root / "ci.toml"), str(root)]) == 0
    assert "1 finding" not in capsys.readouterr().out


# what is around the command


def process(shell: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A check of the current directory, as a shell starts it: `check` and the rest of a line."""
    line = f'"{sys.executable}" -m mapperlint {shell}'
    environment = {**os.environ, **variables}
    return subprocess.run(
        ["sh", "-c", line], env=environment, capture_output=True, text=True, check=False
    )


CLOSED = "mapperlint: the report could not be written: standard output is closed\n"


@POSIX
@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("shell", "answer"),
    [
        ("check >&-", (2, CLOSED)),
        ("models >&-", (2, CLOSED)),
        ("check gone >&-", (2, "mapperlint: gone: no such file or directory\n")),
        ("check --output-file report.txt >&-", (0, "")),
        ("check gone 2>&-", (2, "")),
        ("check --verbose 2>&-", (0, "")),
        ("check >&- 2>&-", (2, "")),
        (
            "check - --stdin-filename a.py <&-",
            (2, "mapperlint: `-` stands for standard input, which is closed\n"),
        ),
        ("check blog <&- >&- 2>&-", (2, "")),
    ],
)
def test_what_is_closed(shell: str, answer: tuple[int, str]) -> None:
    done = process(shell)
    assert (done.returncode, done.stderr) == answer


@POSIX
@pytest.mark.parametrize(
    "arguments", ["check", "check --verbose --statistics --no-cache", "models", "rules"]
)
def test_narrow_terminal(arguments: str, project: Path) -> None:
    """Lines are left to the terminal to break: what is cut off, nobody can click or copy."""
    (project / "blog/user.py").write_text(BROKEN_BLOG["blog/user.py"])
    status, wide = on_terminal(200, *arguments.split())
    assert on_terminal(20, *arguments.split()) == (status, wide)
    assert "Traceback" not in wide


def on_terminal(columns: int, *arguments: str) -> tuple[int, str]:
    """Status and output of a command that has a terminal for itself, times left out."""
    import pty

    ours, theirs = pty.openpty()
    resize(theirs, columns)
    with subprocess.Popen(
        [sys.executable, "-m", "mapperlint", *arguments],
        env={**os.environ, "TERM": "xterm", "COLUMNS": str(columns)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        text = drained(ours)
    return running.returncode, re.sub(r"\d+\.\d\d s", "", text)


def test_narrow_terminal_and_help() -> None:
    wide = process("check --help", COLUMNS="200")
    assert process("check --help", COLUMNS="20").stdout == wide.stdout != ""


# Ctrl-C


SLOW = """\
import sys, time
from mapperlint.engine import session
session.WORTH_SCANNING_TOGETHER = 0
def scan(text):
    sys.stdout.write("begun\\n")
    sys.stdout.flush()
    time.sleep(60)
session.scan = scan
from mapperlint.__main__ import main
sys.exit(main())
"""


@POSIX
@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("jobs", ["--jobs=1", "--jobs=2"])
def test_interrupt(jobs: str) -> None:
    """A terminal sends it to all processes of the command, and one of them says so."""
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, "check", "--no-cache", jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        for _ in range(int(jobs[-1])):
            assert running.stdout.readline() == "begun\n"
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(30) == 2
        assert running.stderr.read() == "mapperlint: interrupted\n"


# what help says


@pytest.mark.parametrize("command", SUMMARIES)
def test_help_fits_and_names_defaults(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        parsed([command, "--help"])
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= WIDEST_HELP
    for option in _options_with_values(text):
        assert "default" in option, option


def _options_with_values(text: str) -> list[str]:
    """The entries of options that take a value."""
    entries = [" ".join(entry.split()) for entry in text.partition("options:")[2].split("\n  -")]
    return [entry for entry in entries if re.match(r"-[\w-]+ (?:[A-Z]+|\{)", entry)]
