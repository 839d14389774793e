"""`mapperlint init`: what it understands, what it writes, and what it leaves alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from mapperlint import cli, config
from mapperlint.cli.hook_lines import CONFIGURATION, HOOK, with_hook
from mapperlint.engine.session import Session
from tests.support.blog import BLOG, BROKEN_BLOG
from tests.support.trees import FIXTURES

if TYPE_CHECKING:
    from tests.conftest import Git, Tree

PYPROJECT = """\
# A project.
[project]
name = "blog"   # and its name

[tool.other]
mapperlint-like = true
"""


def init(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert cli.run(["init", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def files(root: Path) -> dict[str, bytes]:
    """All files but those of git."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git/" not in str(path)
    }


@pytest.fixture
def blog(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree({f"src/{path}": text for path, text in BLOG.items()})
    monkeypatch.chdir(root)
    return root


# settings


def test_new_file(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(blog)
    said = init(capsys)
    lines = '# `mapperlint check --show-settings` lists all there are.\nsrc = ["src"]\n'
    lines += "# sqlalchemy-version"
    written = (blog / "mapperlint.toml").read_text("utf-8")
    assert written.splitlines()[:2] == lines.splitlines()[:2]
    assert "Wrote to mapperlint.toml:\n\n    # `mapperlint check" in said
    assert {path: text for path, text in files(blog).items() if path != "mapperlint.toml"} == before
    assert config.load(["."]).src == ("src",)


@pytest.mark.usefixtures("blog")
def test_what_is_understood_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = init(capsys, "--dry-run").splitlines()
    assert said[0].endswith(", 5 files")
    assert said[1:5] == [
        "Imports start from: src, .",
        "Bases and their classes: blog.base.Base (2)",
        "SQLAlchemy: 2.0 or 2.1, as src/blog/base.py:1 says",
        "No problems found. Understood 2 of 2 mapped classes and 2 of 2 relationships.",
    ]


def test_what_is_not_understood_is_said(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(
        tree(
            {
                **BROKEN_BLOG,
                "blog/more.py": "from blog.base import Base\nfrom a import B\n\n\n"
                "class More(B, Base):\n    pass\n",
            }
        )
    )
    said = init(capsys, "--dry-run")
    assert "Found 1 error. Understood " in said
    assert "    base `B` comes from `a`, which is not read  (once)\n" in said


@pytest.mark.parametrize(
    ("before", "gap"),
    [
        (PYPROJECT, "\n"),
        (PYPROJECT.rstrip("\n"), "\n\n"),
        (f"{PYPROJECT}\n", ""),
        (PYPROJECT.replace("\n", "\r\n"), "\r\n"),
        ("", ""),
    ],
)
def test_pyproject_keeps_its_layout(
    before: str, gap: str, blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / "pyproject.toml").write_bytes(before.encode())
    init(capsys)
    after = (blog / "pyproject.toml").read_bytes().decode()
    assert after.startswith(f"{before}{gap}[tool.mapperlint]")
    assert ("\r\n" in before) is ("\r\n" in after)
    assert after.count("\n") - after.count("\r\n") == (0 if "\r\n" in before else after.count("\n"))
    assert not (blog / "mapperlint.toml").exists()
    assert config.load(["."]).src == ("src",)


@pytest.mark.parametrize("name", ["pyproject.toml", "mapperlint.toml", ".mapperlint.toml"])
def test_settings_that_are_there_stay(
    name: str, blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "[tool.mapperlint]\nignore = []\n" if name == "pyproject.toml" else "ignore = []\n"
    (blog / name).write_text(text)
    before = files(blog)
    assert f"\n{name} speaks of mapperlint already, and stays as it is.\n" in init(capsys)
    assert files(blog) == before


def test_twice_is_once(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init(capsys, "--hook")
    before = files(blog)
    init(capsys, "--hook")
    assert files(blog) == before


def test_nothing_is_written_when_only_asked(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MAPPERLINT_CACHE_DIR")
    before = files(blog)
    said = init(capsys, "--dry-run", "--hook")
    assert files(blog) == before
    assert "For mapperlint.toml:\n" in said
    assert f"For {CONFIGURATION}:\n" in said


@pytest.mark.usefixtures("git")
def test_the_project_is_that_of_a_check(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(blog / "src/blog")
    assert "Wrote to " in init(capsys)
    assert (blog / "mapperlint.toml").exists()
    assert files(blog).keys() - {"mapperlint.toml"} == {f"src/{path}" for path in BLOG}


def test_roots_are_not_named_where_there_is_one(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree(BLOG))
    assert "src =" not in init(capsys, "--dry-run")


def test_all_roots_are_named(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is named goes in place of what is found, so that nothing may be left out."""
    shop = {f"blog/src/{path}": text for path, text in BLOG.items()}
    shop["blog/src/blog/other.py"] = "from shared.money import Money\n"
    shop["libs/money/shared/__init__.py"] = ""
    shop["libs/money/shared/money.py"] = "class Money:\n    pass\n"
    monkeypatch.chdir(tree(shop))
    assert '    src = ["blog/src", "libs/money"]\n' in init(capsys)
    before = session().project.modules.roots
    Path("mapperlint.toml").unlink()
    assert session().project.modules.roots == before


def session() -> Session:
    found = Session(config.load(["."]))
    found.load()
    return found


def test_many_roots_stand_in_a_column(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"applications/part{number}" for number in range(9)]
    parts = {f"{name}/part/__init__.py": "" for name in names}
    monkeypatch.chdir(tree({**{f"src/{path}": text for path, text in BLOG.items()}, **parts}))
    assert '    src = [\n        "applications/part0",\n' in init(capsys)
    assert config.load(["."]).src == (*names, "src")


def test_base_out_of_sight(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    models = BLOG["blog/user.py"].replace("blog.base import Base", "framework.db import Base")
    root = tree({"blog/user.py": models, "blog/__init__.py": ""})
    monkeypatch.chdir(root)
    said = init(capsys)
    assert "Bases and their classes: framework.db.Base (out of sight)" in said
    assert config.load(["."]).base_classes == ("framework.db.Base",)


def test_version_of_the_environment_is_written_down(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Elsewhere, in a hook, there is no such environment."""
    packages = blog / "env/lib/python3.11/site-packages/SQLAlchemy-2.0.36.dist-info"
    packages.mkdir(parents=True)
    (blog / "env/pyvenv.cfg").touch()
    said = init(capsys, "--python", "env")
    assert '    sqlalchemy-version = "2.0"  # as installed here; nothing else says it\n' in said
    assert config.load(["."]).sqlalchemy_version == "2.0"


def test_version_that_a_file_says_is_found_again(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / "requirements.txt").write_text("sqlalchemy==2.0.36\n")
    assert '    # sqlalchemy-version = "2.0"  # as requirements.txt:1 says\n' in init(capsys)
    assert config.load(["."]).sqlalchemy_version is None


@pytest.mark.parametrize(
    ("package", "listed"),
    [
        ("archive", True),
        ("_archived_2019", True),
        ("DEPRECATED", True),
        ("legacy_models", True),
        ("archives", False),
        ("architecture", False),
    ],
)
def test_packages_that_look_archived(
    package: str,
    listed: bool,  # noqa: FBT001
    blog: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = blog / "src/blog" / package / "models"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    (folder / "__init__.py").touch()
    said = init(capsys)
    assert (f"May be archived, by their names: blog.{package}\n" in said) is listed
    assert (f'    # archived = {{ "blog.{package}" = "" }}\n' in said) is listed
    assert config.load(["."]).archived == ()


def test_module_about_archives_is_none(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blog / "src/blog/archive.py").touch()
    assert "archived" not in init(capsys)


def test_hibachi(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The models that somebody forgot to delete are named, with those that took their place."""
    shutil.copytree(FIXTURES / "hibachi/before", tmp_path / "hibachi")
    monkeypatch.chdir(tmp_path / "hibachi")
    text = Path("pyproject.toml").read_text("utf-8")
    Path("pyproject.toml").write_text(text.partition("[tool.mapperlint]")[0], encoding="utf-8")
    said = init(capsys)
    assert "Models are written twice, in: " in said
    assert '"models" = "db.models"' in said
    assert config.load(["."]).src == ("apps/backend/src",)


# what cannot be set up


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("pyproject.toml", "[project\n", "pyproject.toml:1: not TOML: "),
        ("pyproject.toml", "tool = {}\n", "pyproject.toml:3: not TOML: "),
        (CONFIGURATION, "repos: []\n", f"{CONFIGURATION}: its `repos` are no list of lines; "),
    ],
)
def test_file_that_cannot_take_it(
    path: str, text: str, message: str, blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / path).write_text(text)
    before = files(blog)
    assert cli.run(["init", "--hook"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"mapperlint: {message}")
    assert files(blog) == before


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("gone", "gone: no such file or directory"),
        ("docs", "docs: there is no Python file in it"),
        ("other", "other: there are no mapped classes; nothing was written"),
    ],
)
def test_nothing_to_set_up(
    path: str,
    message: str,
    tree: Tree,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = tree({"other/a.py": "x = 1\n", "docs/index.md": ""})
    monkeypatch.chdir(root)
    before = files(root)
    assert cli.run(["init", path]) == 2
    assert capsys.readouterr() == ("", f"mapperlint: {message}\n")
    assert files(root) == before


# the hook


CONFIGURATIONS = (
    "",
    "repos:\n",
    "repos:\n- repo: local\n  hooks:\n  - id: a\n    name: a\n    entry: a\n    language: system\n",
    (
        "# ours\ndefault_stages: [pre-commit]\nrepos:   # all of them\n"
        "    -   repo: local\n        hooks:\n        -   id: a\n            name: a\n"
        "            entry: a\n            language: system\n\n# the end\nfail_fast: true\n"
    ),
    (
        "repos:\n  # one\n  - repo: local\n    hooks:\n      - id: a\n        name: a\n"
        "        entry: a\n        language: system"
    ),
)


def parsed(text: str) -> dict[str, Any]:
    return yaml.safe_load(text) or {}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("before", CONFIGURATIONS)
def test_hook_is_added_to_the_others(before: str, newline: str, tmp_path: Path) -> None:
    before = before.replace("\n", newline)
    after = with_hook(before)
    assert after is not None
    assert ("\r\n" in after) is ("\r\n" in before)
    repos = [*(parsed(before).get("repos") or []), *parsed(HOOK.join(("repos:\n", "")))["repos"]]
    assert parsed(after) == {**parsed(before), "repos": repos}
    kept = iter(after.splitlines())
    assert all(line in kept for line in before.splitlines()), "all lines are there, in order"
    (tmp_path / CONFIGURATION).write_text(after, newline="")
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(tmp_path / CONFIGURATION)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_hook_that_is_there_stays(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "repos:\n  - repo: ../mapperlint\n    rev: v0.1.0\n    hooks:\n      - id: mapperlint\n"
    (blog / CONFIGURATION).write_text(text)
    said = init(capsys, "--hook")
    assert f"{CONFIGURATION} speaks of mapperlint already, and stays as it is.\n" in said
    assert (blog / CONFIGURATION).read_text() == text


@pytest.mark.slow
@pytest.mark.xdist_group("hook")
def test_hook_stops_a_commit(
    tree: Tree, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree(BLOG)
    monkeypatch.chdir(root)
    init(capsys, "--hook")
    git("add", "--all")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    monkeypatch.setenv("PATH", path)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(root.parent / "pre-commit"))
    subprocess.run([sys.executable, "-m", "pre_commit", "install"], check=True)
    git("commit", "--quiet", "--message", "A blog")
    (root / "blog/user.py").write_text(BROKEN_BLOG["blog/user.py"])
    done = subprocess.run(
        ["git", "commit", "--all", "--message", "Without posts"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "MAP401 missing-reverse" in done.stdout + done.stderr
