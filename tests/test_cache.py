"""What is kept between checks never shows, but in the time they take."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import time
import zlib
from typing import TYPE_CHECKING

import pytest

from mapperlint import cli
from mapperlint.config import Settings
from mapperlint.config.document import said_of_us
from mapperlint.engine.cache.answers import Answers
from mapperlint.engine.cache.facts import FactStore
from mapperlint.engine.checking import checked
from mapperlint.engine.discover import discover
from mapperlint.engine.disk import CACHE, Disk
from mapperlint.engine.stamps import TICK, Stamp
from mapperlint.facts.extract import extract
from mapperlint.model.link import link
from tests.support.blog import BLOG, USER, USER_WITHOUT_POSTS
from tests.support.edits import bare, of_lines
from tests.support.trees import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mapperlint.engine.answer import Answer
    from tests.conftest import Tree


SHORT_TICK = 50_000_000


@pytest.fixture(autouse=True)
def _short_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clocks of the file systems that tests run on are finer than the coarsest in use.

    That mapperlint itself may be worked on meanwhile is no matter of these tests.
    """
    monkeypatch.setattr("mapperlint.engine.stamps.TICK", SHORT_TICK)
    monkeypatch.setattr("mapperlint.engine.cache.directory._last_change", lambda _: 0)


@pytest.fixture
def blog(tree: Tree) -> Path:
    root = tree(BLOG)
    old(root)
    return root


def old(root: Path) -> None:
    """Let the tick of the clock pass in which a change of a file could hide."""
    newest = max(path.stat().st_ctime_ns for path in root.rglob("*") if CACHE not in path.parts)
    time.sleep(max(0.0, (newest + SHORT_TICK - time.time_ns()) / 1e9) + 0.01)


def check(root: Path, *, cached: bool = True, named: tuple[str, ...] = (".",)) -> Answer:
    settings = Settings(str(root))
    disk = Disk(settings.root, discover(settings))
    disk.include(named)
    return checked(settings, disk, str(root / CACHE) if cached else None)


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An entry for each project that is linked."""
    found: list[str] = []

    def counted(*arguments: object) -> object:
        found.append("linked")
        return link(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("mapperlint.engine.session.link", counted)
    return found


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The length of each text that is parsed."""
    found: list[int] = []

    def counted(source: bytes) -> object:
        found.append(len(source))
        return extract(source)

    monkeypatch.setattr("mapperlint.engine.session.extract", counted)
    monkeypatch.setattr("mapperlint.engine.cache.edits.extract", counted)
    return found


# what is spared


def test_nothing_is_linked_when_nothing_changed(blog: Path, linked: list[str]) -> None:
    first = check(blog)
    assert check(blog) == first
    assert check(blog, named=("blog/user.py",)) == first
    assert len(linked) == 1


def test_only_the_changed_file_is_parsed(blog: Path, parsed: list[int]) -> None:
    check(blog)
    files = len(parsed)
    assert files > 1
    (blog / "blog/user.py").write_text(USER_WITHOUT_POSTS, encoding="utf-8")
    assert [finding.code for finding in check(blog).findings] == ["MAP401"]
    assert len(parsed) == files + 1


def test_file_that_is_restored_is_not_parsed_again(blog: Path, parsed: list[int]) -> None:
    first = check(blog)
    (blog / "blog/user.py").write_text(USER_WITHOUT_POSTS, encoding="utf-8")
    check(blog)
    files = len(parsed)
    (blog / "blog/user.py").write_text(USER, encoding="utf-8")
    assert check(blog) == first
    assert len(parsed) == files


def test_unchanged_file_is_not_read(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(blog)
    read: list[str] = []

    def noted(_: Disk, path: str) -> bytes:
        read.append(path)
        raise FileNotFoundError

    monkeypatch.setattr(Disk, "read", noted)
    assert check(blog).findings == ()
    assert [path for path in read if (blog / path).exists()] == []


# what is not believed


def test_settings_are_parsed_once(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parsed: list[str] = []

    def counted(path: str, content: bytes) -> object:
        parsed.append(path)
        return said_of_us(path, content)

    def selected(name: str) -> str:
        (blog / "pyproject.toml").write_text(f'[tool.mapperlint]\nselect = ["{name}"]\n')
        cli.run(["check", str(blog), "--show-settings"])
        return capsys.readouterr().out.partition("select = ")[2].partition("\n")[0]

    monkeypatch.setattr("mapperlint.config.document.said_of_us", counted)
    monkeypatch.delenv("MAPPERLINT_CACHE_DIR")
    assert selected("MAP401") == '["MAP401"]'
    assert cli.run(["check", str(blog)]) == 0
    for name in ("MAP402", "MAP402", "MAP403", "MAP402"):
        assert selected(name) == f'["{name}"]'
    assert len(parsed) == 4  # Before there was a place to keep them, in it, and two others.
    for kept in (blog / CACHE).glob("settings-*"):
        kept.write_bytes(kept.read_bytes().replace(b"MAP402", b"MAP401"))
    assert selected("MAP402") == '["MAP402"]'
    assert len(parsed) == 5
    assert cli.run(["check", str(blog), "--no-cache"]) == 0
    assert len(parsed) == 6


def test_change_of_the_same_size_and_time_is_seen(blog: Path) -> None:
    user = blog / "blog/user.py"
    assert check(blog).findings == ()
    before = user.stat()
    text = USER.replace("posts", "postz")
    assert len(text) == len(USER)
    user.write_text(text, encoding="utf-8")
    os.utime(user, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert check(blog) == check(blog, cached=False)
    assert check(blog).findings != ()


def test_change_within_the_tick_of_the_clock_is_seen(tree: Tree) -> None:
    root = tree(BLOG)
    for _ in range(5):
        for text in (USER_WITHOUT_POSTS, USER):
            (root / "blog/user.py").write_text(text, encoding="utf-8")
            assert bool(check(root).findings) is (text is USER_WITHOUT_POSTS)


def test_stamp_of_a_file_just_written_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapperlint.engine.stamps.TICK", TICK)
    now = 10**18
    assert Stamp(1, now - TICK - 1, now - TICK - 1, 1).trusted(now)
    assert not Stamp(1, now - TICK, 0, 1).trusted(now)
    assert not Stamp(1, 0, now - TICK, 1).trusted(now)
    assert not Stamp(1, now + TICK, 0, 1).trusted(now)


def flipped(content: bytes, rng: random.Random) -> bytes:
    position = rng.randrange(len(content))
    changed = bytearray(content)
    changed[position] ^= 1 << rng.randrange(8)
    return bytes(changed)


BREAKAGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "empty": lambda _, __: b"",
    "truncated": lambda content, rng: content[: rng.randrange(len(content))],
    "one bit": flipped,
    "longer": lambda content, _: content + b"\0",
    "foreign": lambda content, rng: rng.randbytes(len(content)),
    "a list": lambda _, __: b"[]",
    "nothing": lambda _, __: b"null",
    "deep": lambda _, __: b"[" * 200_000,
}


@pytest.mark.parametrize("breakage", BREAKAGES)
@pytest.mark.parametrize("prefix", ["facts-", "answer-"])
def test_broken_cache_is_made_anew(blog: Path, prefix: str, breakage: str) -> None:
    (blog / "blog/user.py").write_text(USER_WITHOUT_POSTS, encoding="utf-8")
    first = check(blog)
    rng = random.Random(breakage)  # noqa: S311
    for _ in range(5):
        (kept,) = (blog / CACHE).glob(f"{prefix}*")
        whole = kept.read_bytes()
        kept.write_bytes(BREAKAGES[breakage](whole, rng))
        if prefix == "facts-":
            for answer in (blog / CACHE).glob("answer-*"):
                answer.unlink()
        assert check(blog) == first
        kept.write_bytes(whole)


def test_answer_with_other_words_in_it_is_made_anew(blog: Path) -> None:
    (blog / "blog/user.py").write_text(USER_WITHOUT_POSTS, encoding="utf-8")
    first = check(blog)
    (kept,) = (blog / CACHE).glob("answer-*")
    _, _, text = kept.read_text(encoding="utf-8").partition("\n")
    for word, other in (('"error"', '"fatal"'), ('"counts":[', '"counts":["x",'), ("[", "{")):
        assert word in text
        forged = text.replace(word, other).encode()
        kept.write_bytes(b"%08x\n%s" % (zlib.crc32(forged), forged))
        assert check(blog) == first


def test_cache_of_another_program_is_not_read(
    blog: Path, monkeypatch: pytest.MonkeyPatch, linked: list[str]
) -> None:
    first = check(blog)
    for module in ("answers", "facts"):
        monkeypatch.setattr(f"mapperlint.engine.cache.{module}.tool", lambda: "mapperlint 99")
    assert check(blog) == first
    assert len(linked) == 2


def test_other_settings_have_another_answer(blog: Path, linked: list[str]) -> None:
    check(blog)
    settings = Settings(str(blog), exclude=("blog/user.py",))
    answer = checked(settings, Disk(settings.root, discover(settings)), str(blog / CACHE))
    assert answer.findings != ()
    assert check(blog).findings == ()
    assert len(linked) == 2


# what depends on more than the contents


def test_file_that_is_named_is_to_be_python(blog: Path) -> None:
    (blog / "blog/notes.py").write_text("not = python", encoding="utf-8")
    assert check(blog).findings == ()
    (finding,) = check(blog, named=("blog/notes.py",)).findings
    assert finding.code == "MAP901"
    assert check(blog).findings == ()


def test_test_that_is_named_is_read(blog: Path) -> None:
    (blog / "tests").mkdir()
    (blog / "tests/test_models.py").write_text(USER_WITHOUT_POSTS, encoding="utf-8")
    assert check(blog).findings == ()
    named = ("tests/test_models.py",)
    assert check(blog, named=named) == check(blog, cached=False, named=named)
    assert check(blog).findings == ()


def test_text_that_is_not_on_the_disk(blog: Path, linked: list[str]) -> None:
    settings = Settings(str(blog))

    def buffer(text: str) -> Answer:
        disk = Disk(settings.root, discover(settings))
        disk.change("blog/user.py", text.encode())
        return checked(settings, disk, str(blog / CACHE))

    assert check(blog).findings == ()
    assert buffer(USER).findings == ()
    assert len(linked) == 1
    for _ in range(2):
        assert [finding.code for finding in buffer(USER_WITHOUT_POSTS).findings] == ["MAP401"]
        assert check(blog).findings == ()
        assert len(linked) == 2  # Each of both is kept.


# any sequence of edits

TEXTS = (
    *BLOG.values(),
    USER_WITHOUT_POSTS,
    USER.replace("posts", "articles"),
    USER.replace("User", "Person"),
    "import blog.gone\n",
    "from blog.user import User\n",
    "from .user import *\n",
    "not = python",
    "",
    "# -*- coding: latin-1 -*-\nname = '\xe9'\n",
)
NAMES = (
    "blog/user.py",
    "blog/post.py",
    "blog/extra.py",
    "blog/deep/__init__.py",
    "tests/test_a.py",
)


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_edits_is_checked_like_a_fresh_project(tree: Tree, seed: int) -> None:
    root, rng = tree(BLOG), random.Random(seed)  # noqa: S311
    for _ in range(20):
        edit(root, rng)
        named = rng.choice([(".",), ("blog",), tuple(path for path in NAMES[:2])])
        present = tuple(name for name in named if (root / name).exists()) or (".",)
        fresh = check(root, cached=False, named=present)
        assert bare(check(root, named=present)) == bare(fresh)


def edit(root: Path, rng: random.Random) -> None:
    """Write, rename, delete, copy back or touch a file."""
    name = root / rng.choice(NAMES)
    name.parent.mkdir(parents=True, exist_ok=True)
    present = sorted(path for path in root.rglob("*.py"))
    match rng.choice(["write", "write", "rename", "delete", "touch", "settings"]):
        case "write":
            name.write_text(rng.choice(TEXTS), encoding="utf-8")
        case "rename" if present:
            rng.choice(present).rename(name)
        case "delete" if present:
            rng.choice(present).unlink()
        case "touch" if present:
            os.utime(rng.choice(present), (0, 0))
        case _:
            (root / "requirements.txt").write_text(f"sqlalchemy=={rng.choice(['1.4', '2.0'])}.1\n")


# edits that move lines

SERVICE = """\
import os
from typing import TYPE_CHECKING

from blog.user import User

if TYPE_CHECKING:
    from blog.post import Post

__all__ = ["posts_of"]


def posts_of(user: User) -> "list[Post]":
    # All of them.
    return user.posts
"""
QUIET: dict[str, Callable[[str], str]] = {
    "a comment above": lambda text: f"# One more.\n{text}",
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "fewer blank lines": lambda text: text.replace("\n\n", "\n"),
    "a comment beside": lambda text: text.replace("\n", "  # Here.\n", 1),
    "a comment below": lambda text: f"{text}# The end.\n",
}
"""Edits after which all that is said of mappings is the same."""


@pytest.mark.parametrize("edited", QUIET)
@pytest.mark.parametrize("path", ["blog/user.py", "blog/post.py", "blog/service.py"])
@pytest.mark.parametrize("user", [USER, USER_WITHOUT_POSTS])
def test_nothing_is_linked_when_lines_have_moved(
    tree: Tree, linked: list[str], path: str, edited: str, user: str
) -> None:
    root = tree({**BLOG, "blog/user.py": user, "blog/service.py": SERVICE})
    check(root)
    for _ in range(2):
        text = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(QUIET[edited](text), encoding="utf-8")
        answer = check(root)
        assert len(linked) == 1
        assert bare(answer) == bare(check(root, cached=False))
        linked.pop()


LOUD = {
    "an attribute": USER.replace("posts:", "articles:"),
    "an argument": USER.replace('"author"', '"user"'),
    "a base": USER.replace("User(Base)", "User(Base, Named)"),
    "a name from nowhere": f"{USER}\nglobals()['Posts'] = None\n",
    "a name at the margin": f"{USER}\nPost = None\n",
    "an import": f"import blog.gone\n{USER}",
    "an import that does not run": f"{USER}if TYPE_CHECKING:\n    import blog.post\n",
    "a column moved": USER.replace("    id:", "        id:").replace(
        "    posts:", "        posts:"
    ),
    "statements in another order": "\n".join((*USER.split("\n")[:-3], *USER.split("\n")[:-4:-1])),
    "a comment to us": USER.replace("users", "users  # mapperlint: ignore"),
    "no Python": f"{USER}(\n",
    "no text": "# -*- coding: none -*-\n",
}
"""Edits after which something may be another."""


@pytest.mark.parametrize("edited", LOUD)
def test_all_is_linked_when_something_else_has_changed(
    blog: Path, linked: list[str], edited: str
) -> None:
    check(blog)
    (blog / "blog/user.py").write_text(LOUD[edited], encoding="utf-8")
    assert bare(check(blog)) == bare(check(blog, cached=False))
    assert len(linked) == 3


@pytest.mark.parametrize("seed", range(2))
def test_random_edits_of_lines_are_checked_like_a_fresh_project(
    tmp_path: Path, seed: int, linked: list[str]
) -> None:
    root, rng = tmp_path / "project", random.Random(seed)  # noqa: S311
    shutil.copytree(FIXTURES / "hibachi/before", root)
    paths = sorted(root.rglob("*.py"))
    check(root)
    moved = 0
    for _ in range(6):
        for path in rng.choices(paths, k=rng.choice([1, 1, 3])):
            path.write_text(of_lines(path.read_text(encoding="utf-8"), rng), encoding="utf-8")
        linked.clear()
        answer = check(root)
        moved += not linked
        assert bare(answer) == bare(check(root, cached=False))
    assert 0 < moved < 6


# many at once


def repeatedly(root: str, seed: int) -> int:
    from pathlib import Path

    rng = random.Random(seed)  # noqa: S311
    path = Path(root)
    for _ in range(8):
        if rng.random() < 0.3:
            shutil.rmtree(path / CACHE, ignore_errors=True)
        if check(path).findings:
            return 1
    return 0


def test_several_processes_at_once(blog: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_exit, args=(str(blog), seed)) for seed in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]


def _exit(root: str, seed: int) -> None:
    raise SystemExit(repeatedly(root, seed))


# where it lies


def test_cache_is_passed_over_by_git_and_can_be_deleted(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(blog)
    monkeypatch.delenv("MAPPERLINT_CACHE_DIR")
    assert cli.run(["check"]) == 0
    kept = {path.name.partition("-")[0] for path in (blog / CACHE).iterdir()}
    assert kept == {"facts", "answer", ".gitignore", "CACHEDIR.TAG"}
    assert (blog / CACHE / ".gitignore").read_text(encoding="utf-8").endswith("*\n")
    (blog / CACHE / "theirs").write_text("", encoding="utf-8")
    capsys.readouterr()
    assert cli.run(["clean"]) == 0
    assert capsys.readouterr().out == f"Deleted 2 files of {blog / CACHE}.\n"
    assert [path.name for path in (blog / CACHE).iterdir()] == ["theirs"]


def test_no_cache_keeps_nothing(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(blog)
    monkeypatch.delenv("MAPPERLINT_CACHE_DIR")
    assert cli.run(["check", "--no-cache"]) == 0
    assert not (blog / CACHE).exists()


def test_cache_directory_by_option_and_variable(
    blog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(blog)
    for name in ("option", "variable"):
        monkeypatch.setenv("MAPPERLINT_CACHE_DIR", str(tmp_path / "variable"))
        arguments = ["--cache-dir", str(tmp_path / name)] if name == "option" else []
        assert cli.run(["check", *arguments]) == 0
        assert (tmp_path / name).is_dir()
    assert not (blog / CACHE).exists()


def test_cache_that_cannot_be_written(blog: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = Settings(str(blog))
    disk = Disk(settings.root, discover(settings))
    assert checked(settings, disk, str(tmp_path / "file" / "cache")).findings == ()


def test_cache_is_bounded(blog: Path) -> None:
    for number in range(12):
        settings = Settings(str(blog), exclude=(f"nothing_{number}",))
        checked(settings, Disk(settings.root, discover(settings)), str(blog / CACHE))
    assert len(list((blog / CACHE).glob("answer-*"))) == 8
    for number in range(14):
        (blog / "blog/user.py").write_text(f"{USER}\nNUMBER = {number}\n", encoding="utf-8")
        check(blog)
    (kept,) = (blog / CACHE).glob("facts-*")
    assert kept.stat().st_size < 200_000
    store = FactStore(str(blog / CACHE))
    assert len(store) <= len(BLOG) + 1 + 12


def test_answers_of_a_directory_that_is_not_there(tmp_path: Path) -> None:
    settings = Settings(str(tmp_path))
    answers = Answers(str(tmp_path / "nowhere"), settings)
    assert answers.again(Disk(settings.root, discover(settings))) is None
