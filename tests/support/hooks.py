"""Repositories whose commits go through the hooks, run by the real pre-commit or by prek.

Each of the two makes one environment for the hook, and installs one set of git's scripts, which all
repositories of a test run share. From then on it is cut off from every package index.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.environments import alone
from tests.support.programs import program

HERE = Path(__file__).parents[2]
SHIPPED = (".pre-commit-hooks.yaml", "LICENSE", "README.md", "pyproject.toml", "src")
CONFIGURATION = ".pre-commit-config.yaml"
STAGES = ("pre-commit", "pre-merge-commit")

RUNNERS = ("pre-commit", "prek")
OFFLINE = {
    "PIP_NO_INDEX": "1",
    "UV_OFFLINE": "1",
    **dict.fromkeys(("http_proxy", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9"),
}


class Repository:
    """A git repository with files; `commit` says whether a commit went through."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run("git", "init", "--quiet", "--initial-branch", "main")

    def run(self, *command: str) -> str:
        passed, said = self.tried(*command)
        assert passed, said
        return said

    def tried(self, *command: str) -> tuple[bool, str]:
        """Whether a command went well, and what it said."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode == 0, done.stdout

    def write(self, files: dict[str, str]) -> None:
        for path, text in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def record(self) -> str:
        """Commit everything without hooks, and name the commit."""
        self.run("git", "add", "--all")
        self.run("git", "commit", "--quiet", "--no-verify", "--message", "As it is")
        return self.run("git", "rev-parse", "HEAD").strip()

    def commit(self, *paths: str) -> tuple[bool, str]:
        """Whether a commit of what is staged, and of these paths, went through; what was said."""
        if paths:
            self.run("git", "add", *paths)
        return self.tried("git", "commit", "--message", "Change")


class Runner(NamedTuple):
    """What runs the hooks: its command, what it finds around it, and the scripts it gave git."""

    name: str
    command: list[str]
    environment: dict[str, str]
    source: str
    scripts: Path

    def repository(self, folder: Path, files: dict[str, str], hooks: tuple[str, ...]) -> Repository:
        """A repository of files that uses some of the hooks."""
        made = Repository(folder, self.environment)
        shutil.copytree(self.scripts, folder / ".git" / "hooks", dirs_exist_ok=True)
        made.write({**files, CONFIGURATION: configuration(self.source, hooks)})
        made.record()
        return made


def installed(name: str, folder: Path) -> Runner:
    """A runner with the hooks of this tree, as it is now, in an environment below a folder.

    The processes of a test run share the folder; who comes first installs.
    """
    home = folder / name
    around = _surroundings() | dict.fromkeys(("PRE_COMMIT_HOME", "PREK_HOME"), str(home / "kept"))
    command = [sys.executable, "-m", "pre_commit"]
    if name == "prek":
        command = [str(program("prek"))]
        around["PATH"] = f"{Path(command[0]).parent}{os.pathsep}{around['PATH']}"  # where uv is
        around["UV_SYSTEM_CERTS"] = "1"
    with alone(folder / f"{name}.lock"):
        if not home.exists():
            _install(command, home, around)
    if not (home / "source").exists():
        pytest.skip(f"{name} could not install the hook: {(home / 'failure').read_text()}")
    source = (home / "source").read_text(encoding="utf-8")
    return Runner(name, command, {**around, **OFFLINE}, source, _scripts(home))


def _install(command: list[str], home: Path, around: dict[str, str]) -> None:
    checkout = Repository(home / "checkout", around)
    copy_of_the_tree(checkout.folder)
    source = f"repo: {checkout.folder.as_posix()}, rev: {checkout.record()}"
    first = Repository(home / "first", around)
    first.write({CONFIGURATION: configuration(source, ("mapperlint",))})
    shutil.rmtree(_scripts(home))
    try:
        for stage in STAGES:
            first.run(*command, "install", "--install-hooks", "--hook-type", stage)
    except AssertionError as failure:
        if "Failed to fetch" not in str(failure):
            raise
        (home / "failure").write_text(str(failure), encoding="utf-8")
        return
    (home / "source").write_text(source, encoding="utf-8")


def _scripts(home: Path) -> Path:
    """The scripts that git runs, as they were installed into the first repository."""
    return home / "first" / ".git" / "hooks"


def configuration(source: str, hooks: tuple[str, ...]) -> str:
    """What a repository says that uses hooks, each given as `id` or `id, key: value`."""
    return f"repos: [{{{source}, hooks: [{', '.join(f'{{id: {hook}}}' for hook in hooks)}]}}]\n"


def copy_of_the_tree(folder: Path) -> None:
    """What a hook is installed from."""
    for name in SHIPPED:
        if (HERE / name).is_dir():
            caches = shutil.ignore_patterns("__pycache__")
            shutil.copytree(HERE / name, folder / name, ignore=caches)
        else:
            shutil.copy(HERE / name, folder / name)


def _surroundings() -> dict[str, str]:
    """What a person has around them who has nothing to do with these tests."""
    kept = {name: value for name, value in os.environ.items() if not _disturbs(name)}
    people = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", "Somebody"), ("EMAIL", "somebody@example.org"))
    }
    return {
        **kept,
        **people,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_COLOR": "never",
    }


def _disturbs(name: str) -> bool:
    return name.startswith(("GIT_", "PRE_COMMIT", "PREK_", "MAPPERLINT")) or name == "VIRTUAL_ENV"
