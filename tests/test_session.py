"""A session over a changing project says what a new one would say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from tests.support.blog import BLOG, USER, USER_WITHOUT_POSTS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.conftest import Git, Tree


def opened(root: Path) -> Session:
    session = Session(Settings(str(root)))
    session.load()
    return session


def codes(session: Session) -> list[str]:
    return [finding.code for finding in session.diagnostics()]


def test_text_that_is_not_on_the_disk(tree: Tree) -> None:
    session = opened(tree(BLOG))
    assert codes(session) == []
    session.update("blog/user.py", USER_WITHOUT_POSTS)
    assert codes(session) == ["MAP401"]
    session.update("blog/user.py", USER.encode())
    assert codes(session) == []


def test_file_that_comes_and_goes(tree: Tree) -> None:
    session = opened(tree({**BLOG, "blog/other.py": "import blog.extra\n"}))
    assert codes(session) == ["MAP601"]
    session.update("blog/extra.py", "")
    assert codes(session) == []
    session.remove("blog/extra.py")
    assert codes(session) == ["MAP601"]


def test_file_that_disappears_while_it_is_read(tree: Tree) -> None:
    root = tree(BLOG)
    session = opened(root)
    (root / "blog/other.py").unlink()
    (finding,) = session.diagnostics()
    assert (finding.code, finding.location.path) == ("MAP901", "blog/other.py")


def test_untracked_module_is_not_there_under_pre_commit(
    tree: Tree, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree({"app/__init__.py": "", ".gitignore": "gen.py\n", "app/gen.py": ""})
    git("add", ".")
    tree({"app/new.py": "", "app/fresh/__init__.py": ""})
    assert opened(root).exists("app/new.py")
    monkeypatch.setenv("PRE_COMMIT", "1")
    session = opened(root)
    assert not session.exists("app/new.py")
    assert not session.exists("app/fresh")
    assert session.exists("app")
    assert session.exists("app/gen.py")
    assert session.exists(str(root / "app"))
    session.include(["app/new.py"])
    assert session.exists("app/new.py")


def test_several_processes_take_the_same_facts(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapperlint.engine.session.WORTH_SCANNING_TOGETHER", 0)
    monkeypatch.setattr("mapperlint.engine.session.WORTH_READING_TOGETHER", 0)
    root = tree(
        {
            **BLOG,
            "blog/half.py": 'name = relationship("\\ud800")\n',
            "blog/broken.py": "relationship(\n",
        }
    )
    (root / "blog/latin.py").write_bytes(b"# Column \xff\n")
    alone, together = opened(root), Session(Settings(str(root)), jobs=2)
    together.load()
    assert together.diagnostics() == alone.diagnostics() != ()
    assert sorted(together.extracted) == sorted(alone.extracted)
    for path in alone.paths:
        assert together.facts(path) == alone.facts(path)
        assert together.scan(path) == alone.scan(path)


def test_one_process_takes_the_facts_of_a_small_project(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    def started(*_: object) -> dict[str, bytes]:
        raise AssertionError("another process was started")

    monkeypatch.setattr("mapperlint.engine.session.answers", started)
    session = Session(Settings(str(tree(BLOG))), jobs=2)
    session.load()
    assert session.diagnostics() == ()
