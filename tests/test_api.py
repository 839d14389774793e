"""mapperlint from Python: what the command says, in a process that belongs to somebody else."""

from __future__ import annotations

import gc
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import mapperlint
from mapperlint import cli
from tests.support.blog import BLOG, BROKEN_BLOG

if TYPE_CHECKING:
    from tests.conftest import Tree

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLE = DOCS / "examples" / "test_mappings.py"


@pytest.fixture
def broken(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(BROKEN_BLOG)
    monkeypatch.chdir(root)
    return root


# what it answers


@pytest.mark.usefixtures("broken")
def test_findings_are_those_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    (finding,) = mapperlint.check()
    assert isinstance(finding, mapperlint.Diagnostic)
    assert finding.severity is mapperlint.Severity.ERROR
    assert (finding.code, finding.location.path) == ("MAP401", "blog/post.py")
    cli.run(["check", "--output-format", "concise", "--quiet"])
    assert capsys.readouterr().out == f"{finding}\n".replace("MAP401 ", "MAP401 [*] ")


def test_paths_choose_what_is_reported(broken: Path) -> None:
    assert len(mapperlint.check("blog/user.py")) == 1
    assert len(mapperlint.check(broken / "blog" / "post.py")) == 1
    assert len(mapperlint.check(["blog/other.py", broken / "blog/user.py"])) == 1
    assert mapperlint.check(["blog/other.py"]) == []


def test_answer_is_the_same_when_it_was_kept(broken: Path) -> None:
    first = mapperlint.check()
    assert mapperlint.check() == first
    (broken / "blog/other.py").write_text("x = 1\n")
    assert mapperlint.check() == first
    assert first[0].fixes[0].title == "add `User.posts`"


def test_settings_comments_and_baseline_count(broken: Path) -> None:
    (broken / "mapperlint.toml").write_text('ignore = ["missing-reverse"]\n')
    assert mapperlint.check() == []
    (broken / "mapperlint.toml").write_text("")
    assert len(mapperlint.check()) == 1
    cli.run(["baseline"])
    assert mapperlint.check() == []


@pytest.mark.usefixtures("broken")
def test_models_are_those_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    for paths in ([], ["blog/user.py"]):
        cli.run(["models", "--output-format", "json", *paths])
        assert mapperlint.models(paths or ".") == json.loads(capsys.readouterr().out)
    (user,) = mapperlint.models("blog/user.py")["classes"]
    assert user["class"] == "blog.user.User"


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("asked", [mapperlint.check, mapperlint.models])
@pytest.mark.parametrize(
    ("paths", "message"),
    [
        ("gone", "gone: no such file or directory"),
        ([], "no path is given"),
        (["blog", ".."], "lies outside of the project"),
        ("docs", "docs: there is no Python file in it"),
    ],
)
def test_path_that_cannot_be_checked(
    asked: Any, paths: str | list[str], message: str, broken: Path
) -> None:
    (broken / "docs").mkdir()
    (broken / "mapperlint.toml").touch()
    with pytest.raises(mapperlint.PathError, match=message):
        asked(paths)


def test_wrong_settings(broken: Path) -> None:
    (broken / "mapperlint.toml").write_text("slect = []\n")
    for asked in (mapperlint.check, mapperlint.models):
        with pytest.raises(mapperlint.SettingsError, match="did you mean `select`"):
            asked()


# what it is beside


def test_names_are_there_and_no_others() -> None:
    assert set(mapperlint.__all__) <= set(dir(mapperlint))
    assert all(getattr(mapperlint, name) for name in mapperlint.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'chekc'"):
        mapperlint.chekc  # type: ignore[attr-defined] # noqa: B018


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, mapperlint; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert [name for name in said if name.startswith("mapperlint")] == ["mapperlint"]


@pytest.mark.usefixtures("broken")
def test_host_is_left_as_it_was() -> None:
    gc.unfreeze()
    handlers = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGALRM)]
    threads = threading.active_count()
    mapperlint.check()
    mapperlint.models()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGALRM)] == handlers
    assert threading.active_count() == threads


@pytest.mark.usefixtures("broken")
def test_objects_that_the_host_has_frozen_stay_so() -> None:
    gc.freeze()
    try:
        mapperlint.check()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_no_other_process_is_started(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host may have threads, and a copy of its process would have their locks."""
    monkeypatch.setattr("mapperlint.engine.session.WORTH_READING_TOGETHER", 0)
    monkeypatch.setattr("mapperlint.engine.session.WORTH_SCANNING_TOGETHER", 0)
    monkeypatch.setattr("mapperlint.engine.session.answers", lambda *_: pytest.fail("it was"))
    (broken / "blog/other.py").write_text("from sqlalchemy.orm import relationship\n")
    assert len(mapperlint.check()) == 1
    assert len(mapperlint.models()["classes"]) == 2


@pytest.mark.usefixtures("broken")
def test_in_another_thread() -> None:
    found: list[list[mapperlint.Diagnostic]] = []
    asking = threading.Thread(target=lambda: found.append(mapperlint.check()))
    asking.start()
    asking.join()
    assert [finding.code for finding in found[0]] == ["MAP401"]


# the example


def test_the_page_shows_the_example() -> None:
    assert f"```python\n{EXAMPLE.read_text('utf-8')}```" in (DOCS / "python.md").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(("files", "passed"), [(BLOG, True), (BROKEN_BLOG, False)])
def test_the_example_in_a_project(
    files: dict[str, str],
    passed: bool,  # noqa: FBT001
    tree: Tree,
) -> None:
    root = tree({**files, "tests/test_mappings.py": EXAMPLE.read_text("utf-8")})
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if passed:
        assert (done.returncode, "2 passed" in done.stdout) == (0, True), done.stdout
    else:
        assert done.returncode == 1
        assert "blog/post.py:11:" in done.stdout
        assert "MAP401 `Post.author` names `User.posts` as its other side" in done.stdout
