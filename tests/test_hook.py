"""The hooks in the hands of the real pre-commit and of prek: commits in repositories that use them.

The checkout they are installed from is the tree as it is now, committed in a temporary place.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.support.blog import BLOG, BROKEN_BLOG, POST, USER, USER_WITHOUT_POSTS
from tests.support.hooks import HERE, RUNNERS, Repository, Runner, installed

Make: TypeAlias = Callable[..., Repository]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]

MISSPELT = POST.replace('"posts")', '"pots")')
EXTRA = {"blog/extra.py": "LIMIT = 1\n"}
USES_EXTRA = {"blog/other.py": "from blog.extra import LIMIT\n"}
NOTE = {
    "blog/note.py": POST.replace("Post", "Note")
    .replace('"posts"', '"notes"', 1)
    .replace('back_populates="posts"', "")
}
USES_USER = {"blog/other.py": "from blog.user import User\n"}


@pytest.fixture(scope="session", params=RUNNERS)
def runner(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """What runs hooks; the processes of a test run share its environment."""
    own = tmp_path_factory.getbasetemp()
    return installed(request.param, own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture
def repository(tmp_path: Path, runner: Runner) -> Make:
    """Makes a repository of files that uses some of the hooks."""

    def make(files: dict[str, str], *hooks: str) -> Repository:
        return runner.repository(tmp_path / "project", files, hooks)

    return make


# what a commit changes


@pytest.mark.parametrize(
    ("path", "text"), [("blog/user.py", USER_WITHOUT_POSTS), ("blog/post.py", MISSPELT)]
)
def test_commit_that_breaks_a_pair_is_stopped(repository: Make, path: str, text: str) -> None:
    """On the side that is changed, or on the other one."""
    project = repository(BLOG, "mapperlint")
    project.write({path: text})
    passed, said = project.commit(path)
    assert not passed
    assert "MAP401 missing-reverse" in said
    assert "--> blog/post.py:11:" in said


def test_clean_commit_passes(repository: Make) -> None:
    project = repository(BLOG, "mapperlint", "mapperlint-project")
    project.write({"blog/user.py": f"{USER}\n\nADMIN = 1\n"})
    passed, said = project.commit("blog/user.py")
    assert passed, said
    assert said.count("Passed") == 2


def test_commit_beside_an_old_finding_passes(repository: Make) -> None:
    project = repository(BROKEN_BLOG, "mapperlint")
    project.write({"blog/other.py": "ADMIN = 1\n"})
    passed, said = project.commit("blog/other.py")
    assert passed, said


def test_commit_that_only_deletes_is_stopped_by_the_hook_of_the_project(repository: Make) -> None:
    project = repository(BLOG, "mapperlint", "mapperlint-project")
    project.run("git", "rm", "--quiet", "blog/user.py")
    passed, said = project.commit()
    assert not passed
    assert "(no files to check)Skipped" in said
    assert "--> blog/post.py:11:" in said


def test_renamed_module_that_is_still_imported(repository: Make) -> None:
    """The new name is all that a hook is given; who imports the old one is said by the other."""
    project = repository({**BLOG, **USES_USER}, "mapperlint", "mapperlint-project")
    project.run("git", "mv", "blog/user.py", "blog/people.py")
    passed, said = project.commit()
    assert not passed
    assert "MAP601" in said
    assert said.count("--> blog/other.py:1:") == 1
    project.write({"blog/other.py": "from blog.people import User\n"})
    passed, said = project.commit("blog/other.py")
    assert passed, said


def test_commit_without_python(repository: Make) -> None:
    project = repository(BROKEN_BLOG, "mapperlint")
    project.write({"README.md": "A blog.\n"})
    passed, said = project.commit("README.md")
    assert passed, said
    assert "(no files to check)Skipped" in said


def test_excluded_file_is_passed_over(repository: Make) -> None:
    """Though the hook names it."""
    settings = {"mapperlint.toml": 'exclude = ["drafts"]\n'}
    project = repository({**BLOG, **settings}, "mapperlint")
    project.write({"drafts/post.py": "from blog import nothing\n"})
    passed, said = project.commit("drafts/post.py")
    assert passed, said


# what is staged, what is not


def test_staged_text_counts(repository: Make) -> None:
    """Not what stands on the disk, which may have been mended, or broken, since."""
    project = repository(BLOG, "mapperlint")
    project.write({"blog/post.py": MISSPELT})
    project.run("git", "add", "blog/post.py")
    project.write({"blog/post.py": POST})
    passed, said = project.commit()
    assert not passed
    assert "names `User.pots`" in said
    project.run("git", "add", "blog/post.py")
    project.write({"blog/post.py": MISSPELT, **EXTRA})
    passed, said = project.commit("blog/extra.py")
    assert passed, said
    assert project.read("blog/post.py") == MISSPELT


def test_unstaged_other_side_does_not_count(repository: Make) -> None:
    """A pair is whole on the disk, half of it in the commit."""
    project = repository({**BLOG, "blog/post.py": "", "blog/user.py": ""}, "mapperlint")
    project.write({"blog/post.py": POST, "blog/user.py": USER})
    passed, said = project.commit("blog/post.py")
    assert not passed
    assert "`User`" in said
    passed, said = project.commit("blog/user.py")
    assert passed, said


@pytest.mark.parametrize("intended", [False, True])
def test_untracked_module_does_not_hide_that_it_is_missing(
    repository: Make,
    intended: bool,  # noqa: FBT001 - a table of cases
) -> None:
    project = repository(BLOG, "mapperlint")
    project.write({**EXTRA, **USES_EXTRA})
    if intended:
        project.run("git", "add", "--intent-to-add", "blog/extra.py")
    passed, said = project.commit("blog/other.py")
    assert not passed
    assert "--> blog/other.py:1:" in said
    passed, said = project.commit("blog/extra.py")
    assert passed, said


def test_untracked_other_side_is_missing(repository: Make) -> None:
    project = repository({**BLOG, "blog/user.py": "", "blog/post.py": ""}, "mapperlint")
    project.write({"blog/people.py": USER, "blog/post.py": POST})
    passed, said = project.commit("blog/post.py")
    assert not passed
    assert "--> blog/post.py:1" in said
    passed, said = project.commit("blog/people.py")
    assert passed, said


def test_commit_of_named_paths_leaves_out_what_else_is_staged(repository: Make) -> None:
    project = repository(BLOG, "mapperlint")
    project.write({**EXTRA, **USES_EXTRA})
    project.run("git", "add", "--all")
    passed, said = project.tried("git", "commit", "--message", "Half", "blog/other.py")
    assert not passed
    assert "--> blog/other.py:1:" in said
    passed, said = project.tried("git", "commit", "--message", "Whole")
    assert passed, said


# other ways to run


def test_merge_without_conflict(repository: Make) -> None:
    """One branch renames a class, the other begins to use it. Each is good; git is content."""
    project = repository(BLOG, "mapperlint", "mapperlint-project")
    branch(project, NOTE, "blog/user.py")
    passed, said = project.tried("git", "merge", "notes")
    assert not passed
    assert said.count("--> blog/note.py:") == 2


def test_merge_with_a_conflict(repository: Make) -> None:
    """A hook is given what was in conflict; what came in beside it is said by the other."""
    project = repository(BLOG, "mapperlint", "mapperlint-project")
    branch(project, {**NOTE, "blog/other.py": "LIMIT = 1\n"}, "blog/user.py")
    project.write({"blog/other.py": "LIMIT = 2\n"})
    project.record()
    passed, _ = project.tried("git", "merge", "notes")
    assert not passed
    project.write({"blog/other.py": "LIMIT = 3\n"})
    passed, said = project.commit("blog/other.py")
    assert not passed
    assert said.count("--> blog/note.py:") == 1
    project.write({"blog/note.py": NOTE["blog/note.py"].replace("User", "Person")})
    passed, said = project.commit("blog/note.py")
    assert passed, said


def branch(project: Repository, files: dict[str, str], renamed: str) -> None:
    """A branch `notes` that writes files, while the class of another file gets another name."""
    project.run("git", "switch", "--quiet", "--create", "notes")
    project.write(files)
    project.record()
    project.run("git", "switch", "--quiet", "main")
    for path in (renamed, "blog/post.py"):
        project.write({path: project.read(path).replace("User", "Person")})
    project.record()


def test_all_files(repository: Make, runner: Runner) -> None:
    project = repository(BROKEN_BLOG, "mapperlint")
    passed, said = project.tried(*runner.command, "run", "--all-files")
    assert not passed
    assert "--> blog/post.py:11:" in said
    project.write({"blog/user.py": USER})
    passed, said = project.tried(*runner.command, "run", "--all-files")
    assert passed, said


def test_files_between_two_commits(repository: Make, runner: Runner) -> None:
    """As a CI service asks: what a branch has changed."""
    project = repository(BLOG, "mapperlint")
    project.write({"blog/user.py": USER_WITHOUT_POSTS})
    project.record()
    project.write({"blog/other.py": "ADMIN = 1\n"})
    project.record()

    def run(start: str, end: str) -> tuple[bool, str]:
        return project.tried(*runner.command, "run", "--from-ref", start, "--to-ref", end)

    passed, said = run("HEAD~2", "HEAD")
    assert not passed
    assert "--> blog/post.py:11:" in said
    passed, said = run("HEAD~1", "HEAD")
    assert passed, said


def test_five_thousand_files(repository: Make, runner: Runner) -> None:
    """They come in several processes, the two sides of a pair in different ones."""
    project = repository(BLOG, "mapperlint")
    project.write({f"blog/release_{number:04d}_of_the_blog.py": "" for number in range(5000)})
    project.write({"blog/post.py": f"{POST}\n", "blog/user.py": USER_WITHOUT_POSTS})
    project.run("git", "add", "--all")
    passed, said = project.commit()
    assert not passed
    expected = (1, 1) if runner.name == "prek" else (2, 2)  # processes; those that say it
    assert (said.count("mapped classes"), said.count("--> blog/post.py:11:")) == expected
    project.write({"blog/user.py": f"{USER}\n"})
    passed, said = project.commit("blog/user.py")
    assert passed, said


def test_two_projects_in_one_repository(repository: Make) -> None:
    """Each has hooks of its own, that name its folder."""
    both = {f"{top}/{path}": text for top in ("first", "second") for path, text in BLOG.items()}
    settings = {f"{top}/mapperlint.toml": "" for top in ("first", "second")}
    project = repository(
        {**both, **settings},
        "mapperlint, name: first, files: ^first/",
        "mapperlint, name: second, files: ^second/",
        "mapperlint-project, name: all of the second, args: [second]",
    )
    project.write({f"{top}/blog/user.py": USER_WITHOUT_POSTS for top in ("first", "second")})
    passed, said = project.commit("first", "second")
    assert not passed
    assert said.count("--> first/blog/post.py:11:") == 1
    assert said.count("--> second/blog/post.py:11:") == 2


def test_nothing_is_asked_of_the_network(repository: Make) -> None:
    """In a network of its own, in which there is nobody."""
    alone = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine makes no networks")
    project = repository(BLOG, "mapperlint", "mapperlint-project")
    project.write({"blog/user.py": USER_WITHOUT_POSTS})
    commit = ("git", "commit", "--all", "--message", "Change")
    passed, said = project.tried(*alone, *commit)
    assert not passed
    assert said.count("--> blog/post.py:11:") == 2
    project.write({"blog/user.py": f"{USER}\n"})
    passed, said = project.tried(*alone, *commit)
    assert passed, said


# what is mended


@pytest.mark.parametrize("path", ["blog/post.py", "blog/user.py"])
def test_what_is_mended_stops_the_commit(repository: Make, path: str) -> None:
    """What was mended is to be looked at and added; the next commit passes."""
    project = repository(BLOG, "mapperlint-fix")
    broken = MISSPELT if path == "blog/post.py" else USER_WITHOUT_POSTS
    project.write({path: broken})
    passed, said = project.commit(path)
    assert not passed
    assert "Fixed 1 problem in 1 file." in said
    assert project.read(path) != broken
    project.write({"blog/other.py": "ADMIN = 1\n"})
    passed, said = project.commit(path, "blog/other.py")
    assert passed, said


def test_mending_gives_way_to_what_is_not_staged(repository: Make) -> None:
    """Both wrote the same line: what a person wrote stays, and the commit waits for them."""
    project = repository(BLOG, "mapperlint-fix")
    project.write({"blog/post.py": MISSPELT})
    project.run("git", "add", "blog/post.py")
    unstaged = MISSPELT.replace('"pots")', '"pots", lazy="raise")')
    project.write({"blog/post.py": unstaged})
    passed, said = project.commit()
    assert not passed
    assert "Fixed 1 problem" in said
    assert project.read("blog/post.py") == unstaged


# the story this began with


@pytest.mark.parametrize(("state", "passes"), [("before", False), ("after", True)])
def test_hibachi(
    repository: Make,
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
