"""Which files belong to a project.

git knows it best: what is tracked, and what is untracked but not ignored. Outside of a work tree,
or in a folder that git ignores, the directories are walked.

Under pre-commit only tracked files belong to the project. An untracked file that another file
imports is on this disk but not in the commit: the check would pass here and fail everywhere else.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mapperlint.config import Settings

SUFFIXES = (".py", ".pyi")


class Files(NamedTuple):
    """The files of a project, relative to its root, with forward slashes, sorted.

    `hidden` are files that stand on the disk but are not part of what is checked.
    """

    paths: tuple[str, ...]
    hidden: frozenset[str] = frozenset()


def discover(settings: Settings, environment: Mapping[str, str] | None = None) -> Files:
    """The files of a project."""
    environment = os.environ if environment is None else environment
    root = os.path.abspath(settings.root)
    excluded = Patterns(settings.exclude)
    in_hook = environment.get("PRE_COMMIT") == "1"
    asks_git = settings.respect_gitignore or in_hook
    listed = _listed(root, tracked_only=in_hook) if asks_git else None
    files = listed or Files(tuple(_walk(root)))
    return Files(tuple(sorted(filter(excluded.miss, files.paths))), files.hidden)


def walk(root: str, directory: str) -> Iterator[str]:
    """The files below a directory, whatever git thinks of them, relative to the root."""
    prefix = "" if directory == "." else f"{directory}/"
    return (prefix + path for path in _walk(os.path.join(root, directory)))


class Patterns:
    """Glob patterns of files and folders: `migrations`, `**/tests/**`, `old_*.py`, `app/legacy`.

    A pattern without a slash speaks of any file or folder of that name; one with a slash counts
    from the root. A folder that matches takes all it holds with it.
    """

    __slots__ = ("_expression",)

    def __init__(self, patterns: Iterable[str]) -> None:
        parts = [_translated(pattern) for pattern in patterns if pattern.strip("/")]
        self._expression = re.compile("|".join(parts)) if parts else None

    def miss(self, path: str) -> bool:
        """Whether no pattern matches a path relative to the root."""
        return self._expression is None or self._expression.match(path) is None


# Compiled where there are patterns: most projects have none.
_WILD = r"\*\*/|\*\*|\*|\?|\[!?[^\]/]+\]"


def _translated(pattern: str) -> str:
    pattern = pattern.removeprefix("./").rstrip("/")
    anywhere = "" if "/" in pattern else "(?:.*/)?"
    pattern = pattern.lstrip("/")
    text, done = "", 0
    for wild in re.finditer(_WILD, pattern):
        text += re.escape(pattern[done : wild.start()]) + _wild(wild[0])
        done = wild.end()
    return f"{anywhere}{text}{re.escape(pattern[done:])}(?:/.*)?$"


def _wild(token: str) -> str:
    match token:
        case "**/":
            return "(?:.*/)?"
        case "**":
            return ".*"
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
        case _:
            return "[" + token[1:-1].replace("\\", r"\\").replace("!", "^", 1) + "]"


# as git sees it


def _listed(root: str, *, tracked_only: bool) -> Files | None:
    """What git lists below the root; None outside of a work tree, or where all is ignored."""
    top = _work_tree(root)
    if top is None:
        return None
    below = "" if root == top else os.path.relpath(root, top).replace(os.sep, "/") + "/"
    tracked: set[str] = set()
    others: set[str] = set()
    for tag, path in _git(top, below):
        if path.startswith(below):
            (others if tag == "?" else tracked).add(path.removeprefix(below))
    if not tracked and not others:
        return None
    paths = tracked if tracked_only else tracked | others
    # A file may be deleted and still tracked, or be a link that leads nowhere.
    start = os.path.join(root, "")
    present = tuple(path for path in paths if os.path.isfile(start + path))
    return Files(present, frozenset(others - tracked) if tracked_only else frozenset())


def _work_tree(directory: str) -> str | None:
    while not os.path.exists(os.path.join(directory, ".git")):
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent
    return directory


def _git(top: str, below: str) -> Iterator[tuple[str, str]]:
    """The Python files git knows below a folder, each with a tag: `?` for one it does not track.

    Nothing where git is missing or refuses. It runs at the top of the work tree, where a hook's
    relative GIT_DIR and GIT_INDEX_FILE hold. `core.fsmonitor` may name a program of the repository,
    which is not ours to start.
    """
    command = ["git", "-C", top, "-c", "core.fsmonitor=false", "ls-files", "-z", "-t"]
    command += ["--cached", "--others", "--exclude-standard", "--"]
    command += [f":(literal){below}"] if below else [f"*{suffix}" for suffix in SUFFIXES]
    try:
        listed = os.fsdecode(_said_by(command))
    except OSError:
        return
    for line in listed.split("\0"):
        if line.endswith(SUFFIXES):
            yield line[0], line[2:]


def _said_by(command: list[str]) -> bytes:
    """What a program writes; nothing if it fails. Raises OSError where it cannot be started.

    Without `subprocess` where there is another way: to load it takes longer than git does.
    """
    if not hasattr(os, "posix_spawnp"):
        import subprocess

        done = subprocess.run(command, capture_output=True, check=False)
        return done.stdout if done.returncode == 0 else b""
    reading, writing = os.pipe()
    with open(reading, "rb") as output:
        try:
            actions = [
                (os.POSIX_SPAWN_DUP2, writing, 1),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            ]
            child = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
        finally:
            os.close(writing)
        said = output.read()
    return said if os.waitpid(child, 0)[1] == 0 else b""


# as the disk shows it

_NEVER = frozenset(
    {".git", ".hg", ".svn", ".tox", ".nox", ".venv", "venv", "__pycache__", "node_modules"}
)
_PRODUCTS = frozenset({"build", "dist", "site-packages"})


def _walk(directory: str, prefix: str = "") -> Iterator[str]:
    """The Python files below a directory. Linked directories are not followed, so no loop is."""
    try:
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not _passed_over(entry):
                yield from _walk(entry.path, f"{prefix}{entry.name}/")
        elif entry.name.endswith(SUFFIXES) and _is_file(entry):
            yield prefix + entry.name


def _passed_over(entry: os.DirEntry[str]) -> bool:
    """Whether a directory holds nothing the project wrote: environments, caches, build products."""
    if entry.name in _NEVER or os.path.isfile(os.path.join(entry.path, "pyvenv.cfg")):
        return True
    # A package may be called `build`, and so may a folder of modules inside a package.
    return entry.name in _PRODUCTS and not (
        _holds_initializer(entry.path) or _holds_initializer(os.path.dirname(entry.path))
    )


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry leads to a file; one that leads back to itself does not."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _holds_initializer(directory: str) -> bool:
    return os.path.isfile(os.path.join(directory, "__init__.py"))
