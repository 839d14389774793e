"""Whatever stands in a file: a clear finding about it or silence, and never a traceback.

The largest heaps of Python at hand are Python itself, with the deliberately bad files of its tests,
and the packages that are installed beside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from tests.support.blog import BLOG, BROKEN_BLOG, USER
from tests.test_never_runs_code import is_ours_or_pythons, watched

if TYPE_CHECKING:
    from tests.conftest import Git, Tree


def checked(path: Path) -> list[dict[str, Any]]:
    """The findings of a run, which has ended as it should."""
    done = subprocess.run(
        [sys.executable, "-m", "mapperlint", "check", str(path), "--output-format", "json"],
        cwd=path,
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    findings: list[dict[str, Any]] = json.loads(done.stdout)
    assert done.returncode == bool(findings)
    return findings


def unreadable(path: Path) -> dict[str, str]:
    """What is said of the files in a folder, by their names; all of it says they are unreadable."""
    findings = checked(path)
    assert {finding["code"] for finding in findings} <= {"MAP901"}
    messages = {Path(each["filename"]).name: each["message"] for each in findings}
    assert all(message and "mapperlint failed" not in message for message in messages.values())
    return messages


def written(folder: Path, **contents: bytes) -> Path:
    """A folder with modules of these names and bytes."""
    for name, content in contents.items():
        (folder / f"{name}.py").write_bytes(content)
    return folder


# heaps


STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))
INSTALLED = Path(sysconfig.get_path("purelib"))


@pytest.mark.slow
@pytest.mark.parametrize("heap", [STANDARD_LIBRARY, INSTALLED], ids=["lib", "site-packages"])
def test_heap_is_read_and_not_run(heap: Path) -> None:
    # In one process, so that nothing is done where it is not watched.
    seen = watched("check", str(heap), "--output-format", "json", "--jobs", "1")
    assert seen["status"] in {0, 1}, "a rule has failed"
    assert [name for name in seen["executed"] if not is_ours_or_pythons(name)] == []
    assert seen["opened"] == []
    assert {Path(program).name for program in seen["started"]} <= {"git"}


@pytest.mark.slow
def test_files_of_python_have_facts() -> None:
    """A check asks only for the facts of files that may matter; here any are asked for."""
    session = Session(Settings(str(STANDARD_LIBRARY)))
    session.load()
    for path in session.paths[::7]:
        problem = session.facts(path).problem
        assert problem is None or "mapperlint failed" not in problem.message, (path, problem)


# what may stand in a file


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\\\n",
        b"# only a comment",
        BOM_UTF8,
        BOM_UTF8 + USER.encode(),
        USER.replace("\n", "\r\n").encode(),
        USER.replace("\n", "\r").encode(),
        USER.replace("\n\n", "\n\f\n").encode(),
        f"# coding: latin-1\nname = 'é'\n{USER}".encode("latin-1"),
        f"# -*- coding: cp1252 -*-\nname = '€'\n{USER}".encode("cp1252"),
        f"#!/usr/bin/env python\n# vim: set fileencoding=utf-8 :\n{USER}".encode(),
    ],
)
def test_odd_but_readable(tmp_path: Path, content: bytes) -> None:
    assert unreadable(written(tmp_path, module=content)) == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (USER.encode() + b"\0", "null"),
        (f"name = 'é'\n{USER}".encode("latin-1"), "decoded"),
        (f"# coding: klingon\n{USER}".encode(), "klingon"),
        (f"{USER}\ndef broken(:\n".encode(), "syntax"),
        (f"{USER}\n  x = 1\n".encode(), "indent"),
        (f"{USER}\n'''never closed\n".encode(), "triple-quoted"),
    ],
)  # fmt: skip
def test_model_file_that_cannot_be_read(tmp_path: Path, content: bytes, said: str) -> None:
    messages = unreadable(written(tmp_path, module=content))
    assert list(messages) == ["module.py"]
    assert said in messages["module.py"].lower()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-7", "cp500"])
def test_text_that_python_does_not_read(tmp_path: Path, encoding: str) -> None:
    messages = unreadable(written(tmp_path, module=USER.encode(encoding)))
    assert set(messages) <= {"module.py"}


def test_other_files_are_judged_beside_an_unreadable_one(tree: Tree) -> None:
    root = tree({**BROKEN_BLOG, "blog/broken.py": f"{USER}\ndef broken(:\n"})
    assert sorted(finding["code"] for finding in checked(root)) == ["MAP401", "MAP901"]


@pytest.mark.parametrize(
    "deep",
    [
        "(" * 150 + "1" + ")" * 150,
        "[" * 5000 + "]" * 5000,
        "-" * 50_000 + "1",
        " + ".join(["x"] * 50_000),
        "x" + ".a" * 50_000,
        "f" + "()" * 20_000,
        "not " * 20_000 + "x",
        "lambda: " * 5_000 + "0",
        "f'" + "{x}" * 20_000 + "'",
        "{" + ", ".join(f"'{number}': {number}" for number in range(50_000)) + "}",
    ],
    ids=lambda deep: f"{deep[:12]}",
)
@pytest.mark.parametrize("place", ["deep = {}\n", "class A(Base):\n    a = relationship({})\n"])
def test_deep_and_long_expressions(tmp_path: Path, deep: str, place: str) -> None:
    content = f"{USER}\n{place.format(deep)}"
    assert set(unreadable(written(tmp_path, module=content.encode()))) <= {"module.py"}


def test_deep_statements(tmp_path: Path) -> None:
    lines = [f"{' ' * depth}if True:" for depth in range(99)]
    branches = ["if a: pass", *("elif a: pass" for _ in range(5_000))]
    content = "\n".join([USER, *lines, f"{' ' * 99}pass", *branches, ""])
    assert set(unreadable(written(tmp_path, module=content.encode()))) <= {"module.py"}


@pytest.mark.slow
def test_ten_megabytes_on_a_line(tmp_path: Path) -> None:
    text = f"{USER}\ntext = '{'x' * 10_000_000}'\n"
    numbers = f"{USER}\nnumbers = [{'1, ' * 1_000_000}]\n"
    folder = written(tmp_path, text=text.encode(), numbers=numbers.encode())
    assert unreadable(folder) == {}


def test_class_that_inherits_from_itself(tmp_path: Path) -> None:
    first = "from sqlalchemy.orm import *\n"
    circle = f"{first}class A(B): pass\nclass B(A): pass\nclass C(C): pass\n"
    name = f"{first}Base = Base\na = b\nb = a\nclass D(a): x = relationship(b)\n"
    assert unreadable(written(tmp_path, circle=circle.encode(), name=name.encode())) == {}


def test_modules_that_import_each_other(tmp_path: Path) -> None:
    content = """\
from sqlalchemy.orm import relationship
from {other} import *
from {other} import Base

class A(Base):
    __tablename__ = "a"
    b = relationship("B")
"""
    first, second = (content.format(other=name).encode() for name in ("second", "first"))
    folder = written(tmp_path, first=first, second=second)
    assert all(finding["code"] != "MAP902" for finding in checked(folder))


def test_function_that_calls_itself(tmp_path: Path) -> None:
    content = """\
from sqlalchemy.orm import DeclarativeBase, relationship

def base(depth):
    return base(depth + 1)

def model(name):
    class Model(base(0)):
        __tablename__ = model(name)
        other = relationship(model(name))
    return Model

A = model("A")
B = [B for B in model(B)]
"""
    assert unreadable(written(tmp_path, module=content.encode())) == {}


# what a name may lead to


def test_directory_with_the_name_of_a_file(tree: Tree) -> None:
    root = tree({**BLOG, "blog/folder.py/__init__.py": "", "folder.py/inner.py": "inner = 1\n"})
    assert checked(root) == []


def test_links_in_a_circle(tree: Tree) -> None:
    root = tree(BLOG)
    (root / "blog" / "again").symlink_to(root, target_is_directory=True)
    (root / "blog" / "circle.py").symlink_to(root / "blog" / "circle.py")
    (root / "blog" / "first.py").symlink_to(root / "blog" / "second.py")
    (root / "blog" / "second.py").symlink_to(root / "blog" / "first.py")
    assert checked(root) == []


def test_links_in_a_circle_that_git_tracks(tree: Tree, git: Git) -> None:
    root = tree(BLOG)
    (root / "blog" / "again").symlink_to(root, target_is_directory=True)
    (root / "blog" / "circle.py").symlink_to("circle.py")
    (root / "blog" / "nowhere.py").symlink_to("not_there.py")
    git("add", ".")
    assert checked(root) == []


def test_link_that_leads_nowhere(tree: Tree) -> None:
    root = tree(BLOG)
    (root / "blog" / "nowhere.py").symlink_to(root / "not_there.py")
    assert checked(root) == []


def test_pipe_is_not_waited_for(tree: Tree) -> None:
    root = tree(BLOG)
    os.mkfifo(root / "blog" / "pipe.py")
    assert checked(root) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_that_may_not_be_read(tree: Tree) -> None:
    root = tree({**BLOG, "blog/secret.py": USER})
    (root / "blog" / "secret.py").chmod(0)
    assert list(unreadable(root)) == ["secret.py"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_directory_that_may_not_be_read(tree: Tree) -> None:
    root = tree({**BLOG, "blog/secret/module.py": USER})
    (root / "blog" / "secret").chmod(0)
    try:
        assert checked(root) == []
    finally:
        (root / "blog" / "secret").chmod(0o700)


def test_name_that_is_no_text(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py")).write_text(f"{USER}\n(\n")
    except OSError:
        pytest.skip("this file system has names in UTF-8 only")
    assert len(checked(tmp_path)) == 1


def test_file_that_is_deleted_during_the_run(tree: Tree) -> None:
    root = tree(BROKEN_BLOG)
    session = Session(Settings(str(root)))
    session.load()
    (root / "blog" / "post.py").unlink()
    assert {finding.code for finding in session.diagnostics()} <= {"MAP901"}


def test_file_that_is_deleted_between_findings_and_report(tree: Tree) -> None:
    root = tree(BROKEN_BLOG)
    session = Session(Settings(str(root)))
    session.load()
    findings = session.diagnostics()
    for path in session.paths:
        (root / path).unlink()
    assert [finding.code for finding in findings] == ["MAP401"]
    assert [session.disk.shown_text(finding.location.path) for finding in findings] == [""]
