"""Opening a project: what named paths are called in it, and whether they can be checked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mapperlint.config import BASELINE
from mapperlint.engine.disk import CACHE, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.config import Settings
    from mapperlint.engine.baseline import Baseline
    from mapperlint.engine.disk import Disk


class PathError(Exception):
    """A path cannot be checked; the message says why."""


def require_readable(path: str) -> None:
    """Raise PathError unless a path can be read."""
    if not os.path.exists(path):
        raise PathError(f"{path or repr(path)}: no such file or directory")
    if not os.access(path, os.R_OK):
        raise PathError(f"{path}: it cannot be read")


def named_in(path: str, settings: Settings) -> str:
    """A path as its project names it: relative to its root, with forward slashes.

    Raises PathError for one of another project.
    """
    for resolved in (os.path.abspath, os.path.realpath):
        relative = os.path.relpath(resolved(path), resolved(settings.root)).replace(os.sep, "/")
        if relative != ".." and not relative.startswith("../"):
            return relative
    raise PathError(f"{path} lies outside of the project {settings.root}; check it by itself")


def require_python_files(disk: Disk, named: Sequence[str]) -> None:
    """Raise PathError where a directory is named and nothing in it could be checked."""
    present = {*disk.files.paths}  # a hook names files by the thousand
    for name in (each for each in named if each not in present):
        is_empty = not any(within(path, name) for path in present)
        if is_empty and os.path.isdir(disk.absolute(name)):
            shown = os.path.relpath(disk.absolute(name))
            raise PathError(f"{shown}: there is no Python file in it")


def cache_directory(settings: Settings, given: str | None = None) -> str:
    """Where the answers and facts of a project are kept: as given, the environment, the settings.

    Relative to the current directory, but what the settings say is relative to the root.
    """
    said = given or os.environ.get("MAPPERLINT_CACHE_DIR")
    if said:
        return os.path.abspath(said)
    return os.path.join(os.path.abspath(settings.root), settings.cache_dir or CACHE)


def known_findings(settings: Settings) -> Baseline | None:
    """The baseline of a project; None where there is none. Raises SettingsError."""
    root, named = os.path.abspath(settings.root), settings.baseline
    if named is None and not os.path.exists(os.path.join(root, BASELINE)):
        return None  # Nothing is loaded to learn that.
    from mapperlint.engine.baseline import read

    return read(settings)
