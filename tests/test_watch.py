"""`check --watch`: a check for each change, until somebody interrupts it."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from watchfiles import Change

from mapperlint import cli
from mapperlint.cli import changes
from tests.support.blog import BLOG, BROKEN_BLOG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Tree

PATIENCE = 60
"""Seconds; a busy machine is no fault of ours."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="interrupts are those of POSIX")


class Watch:
    """A check that goes on in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        self._reading = threading.Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                self._lines.put(line)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reading.join()

    def report(self) -> str:
        """What is said until it waits again."""
        said = ""
        while ", until Ctrl-C\n" not in said:
            said += self._lines.get(timeout=PATIENCE)
        return said.rpartition("mapperlint: watching ")[0]

    def is_silent(self, seconds: float) -> bool:
        try:
            self._lines.get(timeout=seconds)
        except queue.Empty:
            return True
        return False


@contextmanager
def watch(root: Path, *arguments: str) -> Iterator[Watch]:
    command = [sys.executable, "-m", "mapperlint", "check", "--watch", *arguments]
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    watched = Watch(process)
    try:
        yield watched
    finally:
        watched.end()


@pytest.mark.slow
@pytest.mark.parametrize("cache", [[], ["--cache-dir=kept"], ["--no-cache"]])
def test_each_change_is_checked(cache: list[str], tree: Tree) -> None:
    root = tree({**BLOG, "mapperlint.toml": ""})
    with watch(root, "--output-format=concise", *cache) as watched:
        assert watched.report().startswith("No problems found.")

        (root / "blog/user.py").write_text(BROKEN_BLOG["blog/user.py"])
        assert watched.report().startswith("blog/post.py:11:")

        (root / "mapperlint.toml").write_text("ignore = [")
        assert watched.report().startswith("mapperlint: mapperlint.toml:1: not TOML: ")

        (root / "mapperlint.toml").write_text('output-format = "full"\n')
        assert watched.report().startswith("blog/post.py:11:"), "the command line goes first"

        (root / "blog").rename(root / "log")
        assert "Understood 0 of 2 mapped classes" in watched.report(), "`blog.base` is gone"

        (root / "blog.log").write_text("something happened\n")
        assert watched.is_silent(1.5), "what is no source, or written by a check, means nothing"

        watched.process.send_signal(signal.SIGINT)
        assert watched.process.wait(PATIENCE) == 0


@pytest.mark.slow
def test_what_is_mended_is_checked_until_nothing_is_left(tree: Tree) -> None:
    with watch(tree(BROKEN_BLOG), "--fix") as watched:
        assert "Fixed 1" in watched.report()
        assert watched.report().startswith("No problems found.")
        assert watched.is_silent(1.5)


@pytest.mark.slow
def test_reader_that_has_left_ends_it(tree: Tree) -> None:
    root = tree(BROKEN_BLOG)
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "mapperlint", "check", "--watch"]
    done = subprocess.run(
        command,
        cwd=root,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


# what cannot be watched


@pytest.fixture
def blog(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(BLOG)
    monkeypatch.chdir(root)
    return root


@pytest.mark.usefixtures("blog")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone"], "gone: no such file or directory"),
        (["-"], "--watch looks at files, not at a text on standard input"),
        (["--add-ignore"], "--watch does not go with --add-ignore"),
        (["--show-settings"], "--watch does not go with --show-settings"),
        (["--show-files"], "--watch does not go with --show-files"),
    ],
)
def test_refused(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--watch", *arguments]) == 2
    assert capsys.readouterr() == ("", f"mapperlint: {message}\n")


@pytest.mark.usefixtures("blog")
def test_watchfiles_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert cli.run(["check", "--watch"]) == 2
    assert capsys.readouterr().err == (
        "mapperlint: --watch needs watchfiles, which is not installed:"
        " pip install 'mapperlint[watch]'\n"
    )


# what means something


@pytest.mark.parametrize(
    ("path", "matters"),
    [
        ("blog/user.py", True),
        ("blog/user.pyi", True),
        ("blog", True),
        ("pyproject.toml", True),
        ("requirements/base.txt", True),
        ("uv.lock", True),
        ("Pipfile", True),
        (".mapperlint-baseline.json", True),
        ("blog/user.py~", False),
        ("README.md", False),
        ("app.log", False),
        (".git/index", False),
        (".venv/lib/site.py", False),
        ("blog/__pycache__/user.cpython-311.pyc", False),
        (".mapperlint_cache/facts-1", False),
        ("kept/facts-1", False),
    ],
)
def test_what_means_something(path: str, *, matters: bool, tmp_path: Path) -> None:
    ask = changes.meaningful([str(tmp_path / "kept")])
    assert ask(Change.modified, str(tmp_path / path)) is matters


def test_report_stands_alone_on_a_terminal(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree(BLOG))
    monkeypatch.setattr("watchfiles.watch", lambda *_, **__: iter([set(), set(), {"change"}]))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("MAPPERLINT_DEBUG", "1")
    with pytest.raises(RuntimeError):  # the changes come to an end, which they never do
        cli.run(["check", "--watch", "--quiet", "--output-format=json"])
    out, err = capsys.readouterr()
    assert out.split(changes.CLEARED) == ["", "[]\n", "[]\n"]
    assert err == ""
