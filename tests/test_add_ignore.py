"""`--add-ignore` silences what is found, and changes nothing else."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from mapperlint import cli
from mapperlint.engine.suppressions import suppressions
from tests.support.blog import BROKEN_BLOG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tree

MODELS = '''\
#!/usr/bin/env python
"""Models."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[list["Book"]] = relationship(  # by anybody
        back_populates="author",
    )
    first: Mapped["Nobody"] = relationship(); second: Mapped["Noone"] = relationship()


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    author: Mapped["Author"] = relationship()
'''


@pytest.fixture
def project(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree({"models.py": MODELS})
    monkeypatch.chdir(root)
    return root


def test_each_statement_gets_a_comment_of_its_own(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["check", "--add-ignore"]) == 0
    assert capsys.readouterr() == ("Silenced 3 findings in 1 file.\n", "")
    text = (project / "models.py").read_text()
    comments = [line for line in text.splitlines() if "mapperlint" in line]
    assert comments == ["    # mapperlint: ignore[MAP405]", "    # mapperlint: ignore[MAP301]"]
    assert "\n".join(line for line in text.split("\n") if "mapperlint" not in line) == MODELS
    assert text.splitlines()[16].startswith("    books: ")
    assert cli.run(["check"]) == 0


def test_a_second_time_nothing_happens(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["check", "--add-ignore", "--reason", "as it always was"])
    before = (project / "models.py").read_text()
    assert before.count("] as it always was\n") == 2
    assert cli.run(["check", "--add-ignore"]) == 0
    assert (project / "models.py").read_text() == before
    assert capsys.readouterr().out.endswith("Silenced 0 findings in 0 files.\n")


def test_a_comment_that_is_there_gets_more_words(project: Path) -> None:
    models = project / "models.py"
    models.write_text(MODELS.replace("# by anybody", "# mapperlint: ignore[MAP401] why  # by all"))
    cli.run(["check", "--add-ignore", "--ignore", "unused-suppression", "--select", "MAP4"])
    assert "# mapperlint: ignore[MAP401, MAP405] why  # by all" in models.read_text()


def test_a_reason_is_kept(project: Path) -> None:
    models = project / "models.py"
    models.write_text(MODELS.replace("# by anybody", "# noqa: MAP401 why"))
    cli.run(["check", "--add-ignore", "--select", "MAP4"])
    text = models.read_text()
    assert "# noqa: MAP401 why\n" in text
    assert "    # mapperlint: ignore[MAP405]\n    books" in text


@pytest.mark.parametrize("line_break", ["\r\n", "\r"])
def test_line_breaks_encoding_and_tabs_are_kept(project: Path, line_break: str) -> None:
    models = project / "models.py"
    text = MODELS.replace('"""Models."""', "# coding: latin-1\n# Bücher").replace("    ", "\t")
    before = text.replace("\n", line_break).encode("latin-1")
    models.write_bytes(before)
    assert cli.run(["check", "--add-ignore", "--reason", "für später"]) == 0
    after = models.read_bytes()
    comment = f"\t# mapperlint: ignore[MAP405] für später{line_break}".encode("latin-1")
    assert comment in after
    kept = [line for line in after.decode("latin-1").split(line_break) if "mapperlint" not in line]
    assert line_break.join(kept).encode("latin-1") == before
    assert ast.dump(ast.parse(before)) == ast.dump(ast.parse(after))


def test_what_is_about_a_whole_file_is_silenced_at_its_head(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = BROKEN_BLOG["blog/user.py"]
    old = f"# coding: utf-8\n{user}"
    root = tree({**BROKEN_BLOG, "blog/user.py": old, "blog/user/__init__.py": user})
    monkeypatch.chdir(root)
    cli.run(["check", "--add-ignore", "--select", "shadowed-module"])
    text = (root / "blog/user.py").read_text()
    assert text == f"# coding: utf-8\n# mapperlint: file-ignore[MAP604]\n{user}"
    assert cli.run(["check", "--select", "shadowed-module"]) == 0
    assert [each.misplaced for each in suppressions(text)] == [False]


def test_what_no_comment_can_silence(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "models.py").write_text("class User(Base:\n    __tablename__ = 'users'\n")
    assert cli.run(["check", "--add-ignore"]) == 1
    assert capsys.readouterr().out == (
        "Silenced 0 findings in 0 files.\nNo comment can silence MAP901 in models.py:1.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--reason", "why"], "--reason goes with --add-ignore"),
        (["--add-ignore", "--fix"], "--add-ignore goes with neither --fix nor --diff"),
    ],
)
def test_what_does_not_go_together(
    project: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["check", *arguments]) == 2
    assert capsys.readouterr().err == f"mapperlint: {message}\n"
    assert (project / "models.py").read_text() == MODELS
