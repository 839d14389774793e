"""What tests of the command, the hook and the discovery share: small trees of files, and git."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING, TypeAlias

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Tree: TypeAlias = Callable[[dict[str, str]], Path]
    Git: TypeAlias = Callable[..., str]

_SURROUNDINGS = (
    "BUILD_SOURCESDIRECTORY", "CI", "CI_PROJECT_DIR", "CLICOLOR", "CLICOLOR_FORCE", "DOMTERM",
    "FORCE_COLOR", "FORCE_HYPERLINK", "GITHUB_WORKSPACE", "KITTY_WINDOW_ID", "KONSOLE_VERSION",
    "MAPPERLINT_DEBUG", "NO_COLOR", "PRE_COMMIT", "TERM_PROGRAM", "VIRTUAL_ENV", "VTE_VERSION",
    "WT_SESSION",
)  # fmt: skip


def pytest_configure() -> None:
    """Let Ctrl-C reach the programs that tests start, where the tests themselves do not hear it.

    What a shell starts in the background ignores it, and so does all that is started from there.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _plain_surroundings(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The tests answer the same in a hook, in an activated environment and on a CI machine."""
    monkeypatch.setenv("MAPPERLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    for name in (*_SURROUNDINGS, *(name for name in os.environ if name.startswith("GIT_"))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "somebody@example.org")


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Writes files, given as path and text, below a temporary directory, and gives that."""

    def write(files: dict[str, str]) -> Path:
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in the temporary directory, which is a work tree from then on."""

    def run(*arguments: str) -> str:
        command = ["git", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout

    run("init", "--quiet")
    return run
