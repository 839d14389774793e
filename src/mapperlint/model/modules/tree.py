"""The Python files of a project as a tree of directories: what Python would find below which."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_STUBS_LAST = ("/__init__.py", ".py", "/__init__.pyi", ".pyi")

VENDORED = frozenset(
    {"vendor", "vendored", "_vendor", "third_party", "thirdparty", "site-packages", "node_modules"}
)
"""Directories that hold other people's packages."""

TEST_DIRECTORIES = frozenset({"tests", "test", "testing", "examples", "example", "docs_src"})
"""Directories that hold tests, or programs that only show something."""


class Tree:
    """The files of a project. Paths are relative to it; "" is its top directory."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.files = frozenset(paths)
        self.directories = frozenset(up for path in self.files for up in ancestors(path))

    def found(self, directory: str, dotted: str) -> str | None:
        """The file of a module below a directory; the directory of a namespace package."""
        base = joined(directory, dotted.replace(".", "/"))
        for suffix in _STUBS_LAST:
            if base + suffix in self.files:
                return base + suffix
        return base if base in self.directories else None

    def initializer(self, directory: str) -> str | None:
        """The `__init__` of a directory."""
        for name in ("__init__.py", "__init__.pyi"):
            if joined(directory, name) in self.files:
                return joined(directory, name)
        return None

    def outermost(self, path: str) -> str:
        """The directory that holds the outermost package around a file, else its own directory.

        A directory without `__init__` inside a package belongs to that package.
        """
        packages = [directory for directory in ancestors(path) if directory in self.packages]
        return parent(packages[-1]) if packages else parent(path)

    @cached_property
    def packages(self) -> frozenset[str]:
        """The regular packages: directories with an `__init__`. The top directory is never one.

        Nor is one whose name no import can write, as in `auth-api/src/auth_api`.
        """
        names = ("/__init__.py", "/__init__.pyi")
        found = {parent(path) for path in self.files if path.endswith(names)}
        return frozenset(each for each in found if each.rpartition("/")[2].isidentifier())

    @cached_property
    def holders(self) -> dict[str, tuple[str, ...]]:
        """The directories in which a top-level name could be found, by the name, sorted."""
        found: dict[str, set[str]] = defaultdict(set)
        for path in self.files:
            name = path.rpartition("/")[2].partition(".")[0]
            found[name].add(parent(path))
        for directory in self.directories - {""}:
            found[directory.rpartition("/")[2]].add(parent(directory))
        return {name: tuple(sorted(directories)) for name, directories in found.items()}

    def children(self, directory: str) -> frozenset[str]:
        """The names of all modules and packages that stand in a directory."""
        return frozenset(
            name
            for name, directories in self.holders.items()
            if directory in directories and name != "__init__"
        )

    @cached_property
    def module_directories(self) -> frozenset[str]:
        """The directories that hold modules themselves, not only packages."""
        return frozenset(map(parent, self.files))


def parent(path: str) -> str:
    """The directory a path stands in."""
    return path.rpartition("/")[0]


def joined(directory: str, name: str) -> str:
    """A path below a directory."""
    return f"{directory}/{name}" if directory else name


def within(path: str, directory: str) -> bool:
    """Whether a path is a directory, or stands below it."""
    return not directory or path == directory or path.startswith(f"{directory}/")


def ancestors(path: str) -> list[str]:
    """All directories above a path, the nearest first, "" last."""
    found = []
    while path:
        path = parent(path)
        found.append(path)
    return found


def in_tests(directory: str) -> bool:
    """Whether a directory holds tests or examples, or what they read."""
    return not TEST_DIRECTORIES.isdisjoint(directory.split("/"))


def is_vendored(directory: str) -> bool:
    """Whether a directory stands among other people's packages."""
    return not VENDORED.isdisjoint(directory.split("/"))


def is_template(path: str) -> bool:
    """Whether a path has holes in it (`{{project}}/models.py`): its file becomes Python later."""
    return "{" in path
