"""The files of a project as one check sees them: those on the disk, with unsaved texts over them.

Paths are relative to the project root, with forward slashes; files of installed libraries are named
by absolute paths. A session reads through here and nowhere else, so that what it has seen can be
noted, and asked again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from mapperlint.engine.discover import SUFFIXES, Files, walk
from mapperlint.engine.stamps import Stamp, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterable


CACHE = ".mapperlint_cache"
"""The directory of what is kept between checks, which no check is to see."""


class Disk:
    """What stands where, unless this check must not see it."""

    def __init__(self, root: str, files: Files) -> None:
        self.root = os.path.abspath(root)
        self.files = files
        self.changed: dict[str, bytes] = {}
        self.named: frozenset[str] = frozenset()

    # which files there are

    def include(self, named: Iterable[str]) -> None:
        """Take in what was named, though git ignores it or it is not tracked yet."""
        paths = set(self.files.paths)
        before = len(paths)
        named = tuple(named)
        self.named = self.named.union(name for name in named if name.endswith(SUFFIXES))
        for name in named:
            if name.endswith(SUFFIXES) and os.path.isfile(self.absolute(name)):
                paths.add(name)
            elif name not in paths and not any(within(path, name) for path in paths):
                paths.update(walk(self.root, name))
        if len(paths) > before:
            self.set_paths(paths)

    def change(self, path: str, text: bytes) -> None:
        """Give a file of the project, or a new one, a text that need not be on the disk."""
        self.changed[path] = text
        if path not in self.files.paths:
            self.set_paths({*self.files.paths, path})

    def remove(self, path: str) -> None:
        """Take a file out of the project."""
        self.changed.pop(path, None)
        self.set_paths({*self.files.paths} - {path})

    def set_paths(self, paths: set[str]) -> None:
        """Say which files belong to the project."""
        self.files = Files(tuple(sorted(paths)), self.files.hidden - paths)

    def absolute(self, path: str) -> str:
        """The absolute path of a file."""
        return os.path.join(self.root, path)

    # what is in them

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises OSError."""
        changed = self.changed.get(path)
        if changed is not None:
            return changed
        with open(self.absolute(path), "rb") as file:
            return file.read()

    def shown_text(self, path: str) -> str:
        """The text of a file as findings count its lines and columns; empty if it is gone."""
        from mapperlint.facts.decode import shown_text

        try:
            return shown_text(self.read(path))
        except OSError:
            return ""

    def stamp(self, path: str) -> Stamp | None:
        """What tells that a file is still the same without reading it; None if it must be read."""
        return None if path in self.changed else stamp_of(self.absolute(path))

    def exists(self, path: str) -> bool:
        """Whether a file or directory stands on the disk, unless this check must not see it."""
        return os.path.exists(self.absolute(path)) and not self._hidden(path)

    def entries(self, path: str) -> tuple[str, ...]:
        """The names in a directory, on the disk or given to this session, sorted."""
        start = f"{path}/" if path else ""
        changed = {
            name[len(start) :].partition("/")[0] for name in self.changed if name.startswith(start)
        }
        with suppress(OSError):
            changed.update(os.listdir(self.absolute(path)))
        changed.discard(CACHE)
        return tuple(sorted(changed))

    def _hidden(self, path: str) -> bool:
        """Whether a path is a hidden file, or a directory of which nothing else is known."""
        if not self.files.hidden:
            return False
        hidden = any(within(name, path) for name in self.files.hidden)
        return hidden and not any(within(name, path) for name in self.files.paths)


def within(path: str, name: str) -> bool:
    """Whether a path is the one named, or lies below it."""
    return name == "." or path == name or path.startswith(f"{name}/")
