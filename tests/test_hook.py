"""The hooks in the hands of the real pre-commit: commits in a repository that uses them.

The checkout they are installed from is the tree as it is now, committed in a temporary place.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.blog import BLOG, USER, USER_WITHOUT_POSTS

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parents[1]
SHIPPED = (".pre-commit-hooks.yaml", "LICENSE", "README.md", "pyproject.toml", "src")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("hook"),  # the environment of the hook is made once
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]


class Repository:
    """A git repository with files; `commit` says whether a commit went through."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self._environment = {
            **{name: value for name, value in os.environ.items() if not _disturbs(name)},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "PRE_COMMIT_HOME": str(home),
            "PRE_COMMIT_COLOR": "never",
            **{
                f"GIT_{role}_{key}": value
                for role in ("AUTHOR", "COMMITTER")
                for key, value in (("NAME", "Somebody"), ("EMAIL", "somebody@example.org"))
            },
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run("git", "init", "--quiet")

    def run(self, *command: str) -> str:
        done = self._done(*command)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def write(self, files: dict[str, str]) -> None:
        for path, text in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text, encoding="utf-8")

    def start(self) -> str:
        """Commit everything, without hooks."""
        self.run("git", "add", "--all")
        self.run("git", "commit", "--quiet", "--no-verify", "--message", "Start")
        return self.run("git", "rev-parse", "HEAD").strip()

    def use(self, checkout: Repository, revision: str, *hooks: str) -> None:
        """Install hooks of a checkout."""
        ids = ", ".join(f"{{id: {hook}}}" for hook in hooks)
        repository = f"repo: {checkout.folder.as_posix()}, rev: {revision}"
        self.write({".pre-commit-config.yaml": f"repos: [{{{repository}, hooks: [{ids}]}}]\n"})
        self.run("git", "add", ".pre-commit-config.yaml")
        self.run(sys.executable, "-m", "pre_commit", "install")

    def commit(self, *paths: str) -> tuple[bool, str]:
        """Whether a commit of what is staged, and of these paths, went through; what was said."""
        if paths:
            self.run("git", "add", *paths)
        done = self._done("git", "commit", "--message", "Change")
        return done.returncode == 0, done.stdout

    def _done(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )


def _disturbs(name: str) -> bool:
    return name.startswith(("GIT_", "PRE_COMMIT", "MAPPERLINT")) or name == "VIRTUAL_ENV"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit-home")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, home: Path) -> tuple[Repository, str]:
    """This tree as it is now, as a repository, and its revision."""
    repository = Repository(tmp_path_factory.mktemp("checkout"), home)
    for name in SHIPPED:
        source, target = HERE / name, repository.folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return repository, repository.start()


@pytest.fixture
def repository(
    tmp_path: Path, home: Path, checkout: tuple[Repository, str]
) -> Callable[..., Repository]:
    """Makes a repository of files that uses some of the hooks."""

    def make(files: dict[str, str], *hooks: str) -> Repository:
        made = Repository(tmp_path / "project", home)
        made.write(files)
        made.use(*checkout, *hooks)
        made.start()
        return made

    return make


def test_commit_that_breaks_the_other_file_is_stopped(
    repository: Callable[..., Repository],
) -> None:
    project = repository(BLOG, "mapperlint")
    project.write({"blog/user.py": USER_WITHOUT_POSTS})
    passed, said = project.commit("blog/user.py")
    assert not passed
    assert "MAP401 missing-reverse" in said
    assert "--> blog/post.py:11:" in said


def test_clean_commit_passes(repository: Callable[..., Repository]) -> None:
    project = repository(BLOG, "mapperlint", "mapperlint-project")
    project.write({"blog/user.py": f"{USER}\n\nADMIN = 1\n"})
    passed, said = project.commit("blog/user.py")
    assert passed, said
    assert said.count("Passed") == 2


def test_commit_beside_an_old_finding_passes(repository: Callable[..., Repository]) -> None:
    project = repository({**BLOG, "blog/user.py": USER_WITHOUT_POSTS}, "mapperlint")
    project.write({"blog/other.py": "ADMIN = 1\n"})
    passed, said = project.commit("blog/other.py")
    assert passed, said


def test_commit_that_deletes_a_model_module_is_stopped(
    repository: Callable[..., Repository],
) -> None:
    project = repository(BLOG, "mapperlint", "mapperlint-project")
    project.run("git", "rm", "--quiet", "blog/user.py")
    passed, said = project.commit()
    assert not passed
    assert "(no files to check)Skipped" in said
    assert "--> blog/post.py:11:" in said


def test_what_is_mended_stops_the_commit(
    repository: Callable[..., Repository],
) -> None:
    """What was mended is to be looked at and added; the next commit passes."""
    project = repository(BLOG, "mapperlint-fix")
    misspelt = BLOG["blog/post.py"].replace('"posts")', '"pots")')
    project.write({"blog/post.py": misspelt})
    passed, said = project.commit("blog/post.py")
    assert not passed
    assert "Fixed 1 problem in 1 file." in said
    assert (project.folder / "blog/post.py").read_text(encoding="utf-8") == BLOG["blog/post.py"]
    project.write({"blog/other.py": "ADMIN = 1\n"})
    passed, said = project.commit("blog/post.py", "blog/other.py")
    assert passed, said


def test_untracked_module_does_not_hide_that_it_is_missing(
    repository: Callable[..., Repository],
) -> None:
    project = repository(BLOG, "mapperlint")
    project.write({"blog/extra.py": "", "blog/other.py": "from blog import extra\n"})
    passed, said = project.commit("blog/other.py")
    assert not passed
    assert "blog/other.py:1:" in said
    passed, said = project.commit("blog/other.py", "blog/extra.py")
    assert passed, said


@pytest.mark.parametrize(("state", "passes"), [("before", False), ("after", True)])
def test_hibachi(
    repository: Callable[..., Repository],
    state: str,
    passes: bool,  # noqa: FBT001 - a table of cases
) -> None:
    folder = HERE / "fixtures/hibachi" / state
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in {".py", ".toml"}
    }
    project = repository(files, "mapperlint", "mapperlint-project")
    model = "apps/backend/src/db/models/core.py"
    project.write({model: f"{files[model]}\n# a change\n"})
    passed, said = project.commit(model)
    assert passed is passes, said
    assert ("MAP401" in said) is not passes
