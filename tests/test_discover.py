"""Which files belong to a project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mapperlint.config import Settings
from mapperlint.engine.discover import Files, Patterns, discover

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Git, Tree


def found(root: Path, *exclude: str, **environment: str) -> Files:
    return discover(Settings(str(root), exclude=exclude), environment)


# in a work tree


def test_tracked_and_untracked_files_but_not_ignored_ones(tree: Tree, git: Git) -> None:
    root = tree(
        {"a.py": "", "b/c.pyi": "", "d.txt": "", "new.py": "", "gen/e.py": "", ".gitignore": "gen/"}
    )
    git("add", "a.py", "b/c.pyi")
    assert found(root) == Files(("a.py", "b/c.pyi", "new.py"))


def test_under_pre_commit_only_tracked_files(tree: Tree, git: Git) -> None:
    root = tree({"a.py": "", "new.py": "", "gen.py": "", ".gitignore": "gen.py"})
    git("add", "a.py")
    assert found(root, PRE_COMMIT="1") == Files(("a.py",), frozenset({"new.py"}))


def test_deleted_but_tracked_file(tree: Tree, git: Git) -> None:
    root = tree({"a.py": "", "gone.py": ""})
    git("add", ".")
    (root / "gone.py").unlink()
    assert found(root).paths == ("a.py",)


def test_only_what_lies_below_the_root(tree: Tree, git: Git) -> None:
    root = tree({"a.py": "", "inner/b.py": "", "inner-too/c.py": ""})
    git("add", ".")
    assert found(root / "inner").paths == ("b.py",)


def test_relative_git_variables_of_a_hook(
    tree: Tree, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree({"inner/b.py": "", "inner/new.py": ""})
    git("add", "inner/b.py")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert found(root / "inner", PRE_COMMIT="1").paths == ("b.py",)


def test_directory_that_git_ignores(tree: Tree, git: Git) -> None:
    root = tree({"env/thing/models.py": "", "a.py": "", ".gitignore": "env/"})
    git("add", ".")
    assert found(root / "env").paths == ("thing/models.py",)


def test_without_git(tree: Tree, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    git("status")
    root = tree({"a.py": "", ".git/hooks/b.py": ""})
    monkeypatch.setenv("PATH", "")
    assert found(root).paths == ("a.py",)


def test_program_named_by_the_repository_is_not_started(tree: Tree, git: Git) -> None:
    root = tree({"a.py": ""})
    script = root / "watch"
    script.write_text(f"#!/bin/sh\ntouch {root}/started\n")
    script.chmod(0o755)
    git("config", "core.fsmonitor", str(script))
    assert found(root).paths == ("a.py",)
    assert not (root / "started").exists()


# on the disk


def test_environments_caches_and_products_are_passed_over(tree: Tree) -> None:
    root = tree(
        {
            "a.py": "",
            "app/b.py": "",
            "app/build/__init__.py": "",
            **dict.fromkeys(
                (
                    ".git/x.py",
                    ".tox/x.py",
                    ".venv/x.py",
                    "app/__pycache__/x.py",
                    "build/x.py",
                    "dist/x.py",
                    "node_modules/x.py",
                    "own-env/pyvenv.cfg",
                    "own-env/x.py",
                    "venv/x.py",
                ),
                "",
            ),
        }
    )
    assert found(root).paths == ("a.py", "app/b.py", "app/build/__init__.py")


def test_package_folder_given_as_the_root(tree: Tree) -> None:
    root = tree({"lib/site-packages/thing/models.py": ""})
    assert found(root / "lib/site-packages").paths == ("thing/models.py",)
    assert found(root).paths == ()


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_make_no_loop(tree: Tree) -> None:
    root = tree({"a/b.py": ""})
    (root / "a/again").symlink_to(root)
    (root / "a/nowhere.py").symlink_to(root / "gone.py")
    (root / "a/link.py").symlink_to(root / "a/b.py")
    assert found(root).paths == ("a/b.py", "a/link.py")


# patterns


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("migrations", "app/migrations/0001.py", True),
        ("migrations/", "migrations/0001.py", True),
        ("migrations", "app/migrations.py", False),
        ("migrations/**", "migrations/a/b.py", True),
        ("migrations/**", "app/migrations/b.py", False),
        ("**/migrations/*", "app/migrations/b.py", True),
        ("**/migrations/*", "migrations/b.py", True),
        ("app/*/old", "app/x/old/y.py", True),
        ("app/*/old", "app/x/z/old/y.py", False),
        ("test_*.py", "a/b/test_c.py", True),
        ("./legacy", "legacy/a.py", True),
        ("/legacy/a.py", "legacy/a.py", True),
        ("/legacy", "app/legacy/a.py", False),
        ("v?/[!a]*.py", "v1/b.py", True),
        ("v?/[!a]*.py", "v1/a.py", False),
        ("a+b.py", "a+b.py", True),
    ],
)
def test_pattern(pattern: str, path: str, matches: bool) -> None:  # noqa: FBT001 - a table of cases
    assert Patterns([pattern]).miss(path) is not matches


def test_excluded_files(tree: Tree) -> None:
    root = tree({"a.py": "", "old/b.py": "", "app/old/c.py": ""})
    assert found(root, "old").paths == ("a.py",)
    assert found(root, "app/**").paths == ("a.py", "old/b.py")
