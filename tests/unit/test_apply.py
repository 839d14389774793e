"""No fix counts before the whole project has been checked with it.

The fixes here are written by the tests, right and wrong ones: a title is a path, and what becomes
what in it, ` & ` between several.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mapperlint.config import Settings
from mapperlint.diagnostics import Applicability, Diagnostic, Fix
from mapperlint.engine.session import Session
from mapperlint.fixes.apply import Mending
from mapperlint.fixes.edits import Edit
from mapperlint.fixes.realise import CannotRealise

if TYPE_CHECKING:
    from tests.conftest import Tree

PREAMBLE = """\
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

class Base(DeclarativeBase):
    pass
"""


def user(posts: str = "posts", author: str = "author") -> str:
    return f"""\
from base import *

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    {posts}: Mapped[list["Post"]] = relationship(back_populates="{author}")
"""


def post(posts: str = "posts", target: str = "User", key: str = "users.id") -> str:
    return f"""\
from base import *

class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("{key}"))
    author: Mapped["User"] = relationship("{target}", back_populates="{posts}")
"""


Titles = dict[str, str | tuple[str, ...]]
Mend = Callable[[dict[str, str], Titles], Mending]


@pytest.fixture
def project(tree: Tree) -> Callable[[dict[str, str]], Session]:
    def made(files: dict[str, str]) -> Session:
        session = Session(Settings(str(tree({"base.py": PREAMBLE, **files}))))
        session.load()
        return session

    return made


@pytest.fixture
def mend(project: Callable[[dict[str, str]], Session]) -> Mend:
    """A project mended with these fixes, {name of a rule: titles}."""

    def made(files: dict[str, str], titles: Titles) -> Mending:
        mending = Mending(project(files), wanted(titles), realised)
        mending.run()
        return mending

    return made


def wanted(titles: Titles) -> Callable[[Diagnostic], Sequence[Fix]]:
    def fixes(finding: Diagnostic) -> list[Fix]:
        given = titles.get(finding.name, ())
        each = (given,) if isinstance(given, str) else given
        return [Fix(title, Applicability.SAFE, ()) for title in each]

    return fixes


def realised(fix: Fix, read: Callable[[str], bytes]) -> tuple[Edit, ...]:
    edits = []
    for one in fix.title.split(" & "):
        path, _, change = one.partition(": ")
        old, new = change.encode().split(b" -> ")
        content = read(path)
        if old not in content:
            raise CannotRealise(f"there is no {old.decode()}")
        start = content.index(old)
        edits.append(Edit(path, start, start + len(old), new))
    return tuple(edits)


def new(mending: Mending) -> dict[str, str]:
    return {path: text.decode() for path, (_, text) in mending.changes.items()}


def reasons(mending: Mending) -> list[str]:
    return [each.reason for each in mending.withdrawn]


def test_a_fix_that_does_what_it_says(mend: Mend) -> None:
    files = {"user.py": user(), "post.py": post(posts="pots")}
    mending = mend(files, {"missing-reverse": "post.py: pots -> posts"})
    assert new(mending) == {"post.py": post()}
    assert [each.finding.name for each in mending.mended] == ["missing-reverse"]
    assert mending.groups == (("post.py",),)
    assert not mending.withdrawn


def test_nothing_to_do(mend: Mend) -> None:
    mending = mend({"user.py": user(), "post.py": post()}, {})
    assert not mending.changes
    assert not mending.mended
    assert not mending.groups


def test_a_finding_that_stays_withdraws_its_fix(mend: Mend) -> None:
    files = {"user.py": user(), "post.py": post(posts="pots")}
    mending = mend(files, {"missing-reverse": "post.py: pots -> plots"})
    assert not mending.changes
    assert reasons(mending) == ["the finding would still be there"]


def test_a_new_finding_withdraws_the_fix_that_brings_it(mend: Mend) -> None:
    files = {"user.py": user(), "post.py": post(posts="pots")}
    fix = 'post.py: , back_populates="pots" ->  & user.py: author") -> writer")'
    mending = mend(files, {"missing-reverse": fix})
    assert not mending.changes
    (reason,) = reasons(mending)
    assert reason.startswith("it would bring MAP401 at user.py:6: `User.posts` names ")


def test_the_next_fix_of_a_finding_has_its_turn(mend: Mend) -> None:
    files = {"user.py": user(), "post.py": post(posts="pots")}
    titles = ("post.py: lots -> posts", "post.py: pots -> plots", "post.py: pots -> posts")
    mending = mend(files, {"missing-reverse": titles})
    assert new(mending) == {"post.py": post()}


def test_a_text_that_is_no_python_any_more(mend: Mend) -> None:
    files = {"user.py": user(), "post.py": post(posts="pots")}
    for broken in ('post.py: "pots" -> "posts', 'post.py: "pots" -> "posts", back_populates="x"'):
        mending = mend(files, {"missing-reverse": broken})
        assert not mending.changes
        assert reasons(mending) == ["post.py would not be Python any more"]


def test_what_is_no_longer_understood_is_not_mended(mend: Mend) -> None:
    files = {"user.py": user(), "post.py": post(posts="pots")}
    hidden = 'post.py: back_populates="pots" -> **options'
    mending = mend(files, {"missing-reverse": hidden})
    assert not mending.changes
    assert reasons(mending) == ["less of the project would be understood, so nobody could tell"]


@pytest.mark.parametrize("bad", range(5))
def test_only_the_guilty_fix_is_withdrawn(mend: Mend, bad: int) -> None:
    """One of five brings a new finding, in a round with the others."""
    files: dict[str, str] = {}
    titles: list[str] = []
    for number in range(5):
        files[f"user{number}.py"] = (
            user()
            .replace("User", f"User{number}")
            .replace("users", f"users{number}")
            .replace("Post", f"Post{number}")
        )
        files[f"post{number}.py"] = (
            post(posts="pots")
            .replace("User", f"User{number}")
            .replace("users", f"users{number}")
            .replace("Post", f"Post{number}")
            .replace('"posts"', f'"posts{number}"')
        )
        broken = f" & user{number}.py: author -> writer" if number == bad else ""
        titles.append(f"post{number}.py: pots -> posts{broken}")

    def fixes(finding: Diagnostic) -> list[Fix]:
        own = f"{finding.location.path}: "
        return [
            Fix(title, Applicability.SAFE, ())
            for title in titles
            if title.startswith(own) and finding.name == "missing-reverse"
        ]

    mending = mend(files, {})
    assert len(mending._session.diagnostics()) == 5
    mending._wanted = fixes
    mending.run()
    assert sorted(new(mending)) == [f"post{number}.py" for number in range(5) if number != bad]
    assert [each.finding.location.path for each in mending.withdrawn] == [f"post{bad}.py"]
    assert len(mending.mended) == 4


def test_what_touches_has_its_turn_in_a_later_round(mend: Mend) -> None:
    """Both write at one place; the second is made from what the first has left."""
    note = post(posts="notes").replace("Post", "Note").replace('"posts"', '"notes"')
    users = user() + user(posts="notes").splitlines()[-1].replace("Post", "Note") + "  # end"
    titles: Titles = {
        "missing-reverse": (
            "post.py: pots -> posts & user.py: # end -> # end of posts",
            "note.py: nots -> notes & user.py: # end -> # end of notes",
        )
    }
    files = {
        "user.py": users,
        "post.py": post("pots"),
        "note.py": note.replace('"notes")', '"nots")'),
    }
    mending = mend(files, titles)
    assert new(mending) == {
        "note.py": note,
        "post.py": post(),
        "user.py": f"{users} of notes of posts",
    }
    assert [len(each) for each in mending.made] == [1, 1]


def test_what_stood_behind_a_mistake_is_mended_with_it(mend: Mend) -> None:
    """The target is found at last, and turns out to have no such other side."""
    files = {"user.py": user(posts="post_list"), "post.py": post(target="Usr")}
    first: Titles = {"unknown-target": 'post.py: "Usr" -> "User"'}
    mending = mend(files, first)
    assert not mending.changes
    assert "it would bring MAP401" in reasons(mending)[0]
    second: Titles = {"missing-reverse": 'post.py: "posts") -> "post_list")'}
    mending = mend(files, {**first, **second})
    assert new(mending) == {"post.py": post("post_list")}
    assert [each.finding.name for each in mending.mended] == ["unknown-target", "missing-reverse"]


def test_files_of_one_fix_are_one_group(mend: Mend) -> None:
    files = {"user.py": user(author="writer"), "post.py": post()}
    fix = "user.py: writer -> author_ & post.py:     author:  ->     author_: "
    mending = mend(files, {"missing-reverse": fix})
    assert sorted(new(mending)) == ["post.py", "user.py"]
    assert mending.groups == (("post.py", "user.py"),)


def test_a_file_that_is_not_of_the_project(mend: Mend, tmp_path: Path) -> None:
    files = {"user.py": user(), "post.py": post(posts="pots")}
    for path in ("gone.py", "pyproject.toml", str(tmp_path / "user.py"), "../user.py"):
        (tmp_path / "pyproject.toml").write_text("pots")
        mending = Mending(
            mend(files, {})._session,
            wanted({"missing-reverse": "any"}),
            lambda _fix, _read, path=path: (Edit(path, 0, 0, b"#"),),  # type: ignore[misc]
        )
        mending.run()
        assert not mending.changes
        assert reasons(mending) == [f"{path} is no file of this project"]


@pytest.mark.skipif(os.name != "posix", reason="links need a privilege there")
def test_links(mend: Mend, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("elsewhere") / "user.py"
    outside.write_text(user())
    (tmp_path / "user.py").symlink_to(outside)
    mending = mend({"post.py": post("pots")}, {"missing-reverse": "user.py: posts -> pots"})
    assert not mending.changes
    assert reasons(mending) == ["user.py is a link that leads out of this project"]

    (tmp_path / "user.py").unlink()
    (tmp_path / "user.py").symlink_to("real_user.py")
    files = {"post.py": post("pots"), "real_user.py": user()}
    relationship = user().splitlines()[-1]
    titles: Titles = {
        "no-join": tuple(f"{path}: {relationship} -> " for path in ("user.py", "real_user.py"))
    }
    mending = mend(files, titles)
    assert new(mending) == {"real_user.py": user().replace(relationship, "")}
    assert mending._session.text("user.py") == mending._session.text("real_user.py")
    assert mending._reach.obstacle("user.py") == (
        "user.py is a link to real_user.py, which is mended under that name"
    )
    assert mending._reach.names("real_user.py") == ("real_user.py", "user.py")


def test_a_fix_that_fails_does_not_stop_the_others(
    mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_fix: Fix, _read: object) -> tuple[Edit, ...]:
        raise ZeroDivisionError("by zero")

    monkeypatch.delenv("MAPPERLINT_DEBUG", raising=False)
    session = mend({"user.py": user(), "post.py": post("pots")}, {})._session
    mending = Mending(session, wanted({"missing-reverse": "any"}), failing)
    mending.run()
    assert reasons(mending) == ["mapperlint failed on it: ZeroDivisionError('by zero')"]


def test_only_some_files(mend: Mend) -> None:
    """With `only`, a fix of another file waits; it is no failure."""
    session = mend({"user.py": user(), "post.py": post("pots")}, {})._session
    fix = "user.py: posts -> pots"
    mending = Mending(session, wanted({"missing-reverse": fix}), realised)
    mending.run(["post.py"])
    assert not mending.changes
    assert not mending.withdrawn
    mending.run()
    assert new(mending) == {"user.py": user(posts="pots")}


def test_what_a_baseline_knows_is_not_brought(
    project: Callable[[dict[str, str]], Session],
) -> None:
    """A mistake has hidden it, and mending that shows it again."""
    session = project({"user.py": user(posts="post_list"), "post.py": post()})
    known = Counter(finding.fingerprint for finding in session.diagnostics())
    assert known
    session.update("post.py", post(target="Usr"))
    fix = wanted({"unknown-target": 'post.py: "Usr" -> "User"'})
    mending = Mending(session, fix, realised, known=known)
    mending.run()
    assert new(mending) == {"post.py": post()}

    session.update("post.py", post(target="Usr"))
    mending = Mending(session, fix, realised, known=Counter({"MAP401|another": 1}))
    mending.run()
    assert not mending.changes
