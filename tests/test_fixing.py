"""The command that mends: what it writes, what it says, what it leaves alone."""

from __future__ import annotations

import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mapperlint import cli
from mapperlint.fixes.edits import Edit
from tests.support.blog import BLOG, POST, USER

if TYPE_CHECKING:
    from tests.conftest import Git, Tree

MISSPELT = {**BLOG, "blog/post.py": POST.replace('"posts")', '"pots")')}
"""`Post.author` names `User.pots`, which is to be `posts`."""

LAYOUTS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "carriage_returns": lambda text: text.replace("\n", "\r\n").encode(),
    "no_line_end": lambda text: text.removesuffix("\n").encode(),
    "no_line_end_after_carriage_returns": (
        lambda text: text.removesuffix("\n").replace("\n", "\r\n").encode()
    ),
    "mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "latin": lambda text: f"# coding: latin-1\n# caf\xe9\n{text}".encode("latin-1"),
    "form_feed": lambda text: text.replace("\n\n\n", "\n\f\n\n").encode(),
    "mixed": lambda text: text.replace("\n", "\r\n", 3).encode(),
}


@pytest.fixture
def blog(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(MISSPELT)
    monkeypatch.chdir(root)
    return root


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest, blog: Path) -> Callable[[str], bytes]:
    """A way to lay out a file, in which that of the finding is."""
    written = LAYOUTS[request.param]
    (blog / "blog/post.py").write_bytes(written(MISSPELT["blog/post.py"]))
    return written


def post(root: Path) -> bytes:
    return (root / "blog/post.py").read_bytes()


def mended(root: Path) -> bool:
    return post(root) == POST.encode()


# what is written


def test_what_is_mended_is_said_and_is_no_finding(
    blog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["check", "--fix"]) == 0
    out, err = capsys.readouterr()
    assert out == (
        "No problems found. Understood 2 of 2 mapped classes and 2 of 2 relationships.\n"
        "Fixed 1 problem in 1 file.\n"
    )
    assert err == ""
    assert mended(blog)
    assert cli.run(["check", "--fix"]) == 0
    assert "Fixed" not in capsys.readouterr().out
    assert mended(blog)


def test_outside_of_the_change_the_bytes_stay(blog: Path, layout: Callable[[str], bytes]) -> None:
    assert cli.run(["check", "--fix"]) == 0
    assert post(blog) == layout(POST)


def test_only_what_was_asked_about_is_mended(blog: Path) -> None:
    assert cli.run(["check", "--fix", "blog/other.py"]) == 0
    assert not mended(blog)
    assert cli.run(["check", "--fix", "blog/user.py"]) == 0
    assert mended(blog)


def test_what_remains_decides(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blog / "blog/other.py").write_text("import blog.nowhere_to_be_found\n")
    assert cli.run(["check", "--fix", "--output-format", "concise"]) == 1
    finding, summary, fixed = capsys.readouterr().out.splitlines()
    assert finding.startswith("blog/other.py:1:")
    assert summary.startswith("Found 1 error. ")
    assert fixed == "Fixed 1 problem in 1 file."
    assert cli.run(["check", "--fix-only"]) == 0


def test_fix_only(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blog / "blog/other.py").write_text("import blog.nowhere_to_be_found\n")
    assert cli.run(["check", "--fix-only"]) == 0
    assert capsys.readouterr() == ("Fixed 1 problem in 1 file.\n", "")
    assert mended(blog)
    assert cli.run(["check", "--fix-only"]) == 0
    assert capsys.readouterr().out == "Fixed 0 problems in 0 files.\n"


@pytest.mark.usefixtures("blog")
def test_exit_non_zero_on_fix() -> None:
    assert cli.run(["check", "--fix", "--exit-non-zero-on-fix"]) == 1
    assert cli.run(["check", "--fix", "--exit-non-zero-on-fix"]) == 0


@pytest.mark.usefixtures("blog")
def test_exit_non_zero_on_fix_only() -> None:
    assert cli.run(["check", "--fix-only", "--exit-non-zero-on-fix"]) == 1
    assert cli.run(["check", "--fix-only", "--exit-non-zero-on-fix"]) == 0


def test_json_stands_alone(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--fix", "--output-format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert err == "Fixed 1 problem in 1 file.\n"
    assert mended(blog)


# what could be mended


@pytest.mark.usefixtures("blog")
def test_without_fix_the_summary_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):  # the second answer is the kept one
        assert cli.run(["check", "--output-format", "concise"]) == 1
        assert capsys.readouterr().out.splitlines()[-1] == "[*] 1 fixable with `--fix`."


@pytest.mark.parametrize(
    "setting",
    [
        'unfixable = ["MAP401"]',
        'unfixable = ["missing-reverse"]',
        'unfixable = ["ALL"]',
        'fixable = ["MAP2"]',
        "fixable = []",
    ],
)
def test_settings_say_what_is_mended(
    blog: Path, setting: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog / "pyproject.toml").write_text(f"[tool.mapperlint]\n{setting}\n")
    assert cli.run(["check", "--fix"]) == 1
    assert not mended(blog)
    assert "fixable" not in capsys.readouterr().out
    (blog / "pyproject.toml").write_text('[tool.mapperlint]\nfixable = ["MAP4"]\n')
    assert cli.run(["check", "--fix"]) == 0
    assert mended(blog)


def test_what_is_meant_is_not_mended(blog: Path) -> None:
    text = MISSPELT["blog/post.py"].rstrip("\n") + "  # mapperlint: ignore[missing-reverse] so\n"
    (blog / "blog/post.py").write_text(text)
    assert cli.run(["check", "--fix", "--unsafe-fixes"]) == 0
    assert post(blog) == text.encode()


@pytest.mark.usefixtures("blog")
def test_json_has_the_edits_also_of_a_kept_answer(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert cli.run(["check", "--output-format", "json"]) == 1
        (finding,) = json.loads(capsys.readouterr().out)
        (fix,) = finding["fixes"]
        assert fix["title"] == "let `Post.author` name `posts`"
        assert fix["applicability"] == "safe"
        assert with_edits(fix["edits"], Path("blog/post.py")) == POST.encode()
        assert finding["fix"]["message"] == fix["title"]
        assert finding["fix"]["applicability"] == "safe"


def test_edits_count_bytes_and_characters(
    blog: Path, layout: Callable[[str], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.run(["check", "--output-format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)
    (fix,) = finding["fixes"]
    (edit,) = fix["edits"]
    assert with_edits([edit], Path("blog/post.py")) == layout(POST)
    assert finding["location"]["row"] == edit["location"]["row"] == edit["end_location"]["row"]
    begin = finding["location"]["column"]
    end = finding["end_location"]["column"]
    assert begin <= edit["location"]["column"] <= edit["end_location"]["column"] <= end
    assert cli.run(["check", "--fix"]) == 0
    assert post(blog) == layout(POST)


def with_edits(edits: list[dict[str, Any]], path: Path) -> bytes:
    """The file after the edits, as a program that reads the report would make them."""
    content = path.read_bytes()
    for edit in sorted(edits, key=lambda edit: -int(edit["start"])):
        assert os.path.samefile(edit["filename"], path)
        content = content[: edit["start"]] + edit["content"].encode() + content[edit["end"] :]
    return content


# the changes as a diff


def test_diff_writes_nothing(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = post(blog)
    assert cli.run(["check", "--diff"]) == 1
    out, err = capsys.readouterr()
    line = '    author: Mapped["User"] = relationship(back_populates='
    assert out == (
        "--- blog/post.py\n+++ blog/post.py\n@@ -8,4 +8,4 @@\n"
        '     __tablename__ = "posts"\n'
        "     id: Mapped[int] = mapped_column(primary_key=True)\n"
        '     author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))\n'
        f'-{line}"pots")\n+{line}"posts")\n'
    )
    assert err == "Would fix 1 problem in 1 file.\n"
    assert post(blog) == before


def test_diff_of_nothing(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blog / "blog/post.py").write_text(POST)
    assert cli.run(["check", "--diff"]) == 0
    assert capsys.readouterr() == ("", "Would fix 0 problems in 0 files.\n")


def test_diff_can_be_applied(blog: Path, layout: Callable[[str], bytes], git: Git) -> None:
    diff = command("--diff")
    assert diff.returncode == 1
    (blog / "fix.diff").write_bytes(diff.stdout)
    git("apply", "-p0", "fix.diff")
    assert post(blog) == layout(POST)


# standard input


def given(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))


def test_text_on_standard_input(
    blog: Path,
    layout: Callable[[str], bytes],
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    text = layout(MISSPELT["blog/post.py"])
    (blog / "blog/post.py").write_text(POST)
    given(monkeypatch, text)
    assert cli.run(["check", "-", "--fix", "--stdin-filename", "blog/post.py"]) == 0
    out, err = capfdbinary.readouterr()
    assert out == layout(POST)
    assert err.endswith(b"Fixed 1 problem in 1 file.\n")
    assert mended(blog)


@pytest.mark.parametrize("option", ["--fix", "--fix-only", "--diff"])
def test_what_would_change_another_file_is_said(
    blog: Path,
    option: str,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """The mistake is in the file on the disk: the text is mended as far as it can be alone."""
    given(monkeypatch, USER.encode())
    status = cli.run(["check", "-", option, "--stdin-filename", "blog/user.py"])
    assert status == (1 if option == "--fix" else 0)
    out, err = capfdbinary.readouterr()
    assert out == (b"" if option == "--diff" else USER.encode())
    note = "not done here, would change blog/post.py: let `Post.author` name `posts`"
    assert f"mapperlint: {note}\n".encode() in err
    assert (b"MAP401" in err) == (option == "--fix")
    assert not mended(blog)


def test_diff_of_standard_input(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (blog / "blog/post.py").write_text(POST)
    given(monkeypatch, MISSPELT["blog/post.py"].encode())
    assert cli.run(["check", "-", "--diff", "--stdin-filename", "blog/post.py"]) == 1
    out, err = capfdbinary.readouterr()
    assert out.startswith(b"--- blog/post.py\n+++ blog/post.py\n")
    assert err == b"Would fix 1 problem in 1 file.\n"
    assert mended(blog)


# what is left alone


def test_fix_that_brings_a_new_finding_is_withdrawn(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(_fix: object, read: Callable[[str], bytes]) -> tuple[Edit, ...]:
        text = read("blog/user.py")
        start, end = text.index(b"posts: "), text.index(b"posts: ") + len(b"posts")
        other = text.index(b"author")
        return (
            Edit("blog/user.py", start, end, b"pots"),
            Edit("blog/user.py", other, other + len(b"author"), b"writer"),
        )

    monkeypatch.setattr("mapperlint.fixes.apply.realise", wrong)
    before = post(blog)
    assert cli.run(["check", "--fix"]) == 1
    out, err = capsys.readouterr()
    said = "mapperlint: blog/post.py:11: MAP401 is not fixed (let `Post.author` name `posts`): "
    assert err.startswith(f"{said}it would bring ")
    assert "Fixed" not in out
    assert "fixable" not in out
    assert post(blog) == before
    assert (blog / "blog/user.py").read_text() == USER


@contextmanager
def changed_meanwhile(blog: Path) -> Iterator[None]:
    """Somebody saves the file between the check and the writing."""
    with (blog / "blog/post.py").open("ab") as file:
        file.write(b"# by somebody else\n")
    yield


def test_file_that_was_changed_meanwhile(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = post(blog)
    monkeypatch.setattr("mapperlint.fixes.write.turn", lambda _: changed_meanwhile(blog))
    assert cli.run(["check", "--fix", "--output-format", "concise"]) == 1
    out, err = capsys.readouterr()
    said = "blog/post.py is left alone: it was changed while it was checked"
    assert err == f"mapperlint: {said}\n"
    assert out.startswith("blog/post.py:11:")
    assert "Fixed" not in out
    assert post(blog) == before + b"# by somebody else\n"


@pytest.mark.skipif(os.name != "posix", reason="a file has no mode there")
def test_read_only_file(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blog / "blog/post.py").chmod(0o444)
    assert cli.run(["check", "--fix", "--output-format", "concise"]) == 2
    out, err = capsys.readouterr()
    assert err == "mapperlint: blog/post.py is left alone: the file is read-only\n"
    assert out.startswith("blog/post.py:11:")
    assert not mended(blog)


# several at once, and killed


def command(*options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "mapperlint", "check", "--no-cache", *options],
        capture_output=True,
        check=False,
    )


def many(tree: Tree, count: int = 20) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """A tree with a mistake in each of many files: {path: text} before and after."""
    files, after = {"base.py": BLOG["blog/base.py"]}, {}
    for number in range(count):
        for path, text in (("post", MISSPELT["blog/post.py"]), ("user", USER)):
            files[f"{path}{number}.py"] = _numbered(text, number)
        after[f"post{number}.py"] = _numbered(POST, number).encode()
    root = tree(files)
    before = {path: (root / path).read_bytes() for path in after}
    return before, after


def _numbered(text: str, number: int) -> str:
    """A model among many of its kind, in a long file."""
    text = re.sub(r"\b(Post|User)\b", rf"\g<1>{number}", text)
    text = re.sub(r'(?<=")(posts|users)(?="\n|\.)', rf"\g<1>{number}", text)
    return text.replace("blog.base", "base") + "# a long file\n" * 5_000


@pytest.mark.slow
def test_two_processes_at_once(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before, after = many(tree)
    line = [sys.executable, "-m", "mapperlint", "check", "--fix", "--no-cache"]
    both = [
        subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(2)
    ]
    for process in both:
        said, _ = process.communicate()
        assert process.returncode in (0, 1), said
        assert "Traceback" not in said
    assert before.keys() == after.keys()
    assert {path: (tmp_path / path).read_bytes() for path in after} == after
    assert not list(tmp_path.glob(".mapperlint-*"))


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL there")
def test_killed_at_random_moments_each_file_is_whole(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when the first file has changed, or a little later."""
    monkeypatch.chdir(tmp_path)
    before, after = many(tree)
    line = [sys.executable, "-m", "mapperlint", "check", "--fix", "--no-cache"]
    interrupted = 0
    for seed in range(20):
        for path, text in before.items():
            (tmp_path / path).write_bytes(text)
        first = (tmp_path / "post0.py").stat().st_ino
        with subprocess.Popen(line, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None and (tmp_path / "post0.py").stat().st_ino == first:
                time.sleep(0.0005)
            time.sleep(random.Random(seed).uniform(0, 0.01))  # noqa: S311
            process.send_signal(signal.SIGKILL)
        found = {path: (tmp_path / path).read_bytes() for path in before}
        assert all(text in (before[path], after[path]) for path, text in found.items())
        interrupted += found not in (before, after)
        if interrupted == 2:
            break
    assert interrupted
    assert command("--fix").returncode == 0
    assert {path: (tmp_path / path).read_bytes() for path in after} == after
