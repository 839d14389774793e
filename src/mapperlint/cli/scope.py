"""What a command is asked about: paths, their project, its files and its settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mapperlint.cli.said import UsageError

if TYPE_CHECKING:
    import argparse

    from mapperlint.config import Settings
    from mapperlint.config.document import Reading
    from mapperlint.engine.disk import Disk
    from mapperlint.engine.session import Session
    from mapperlint.reporters.view import View


def add_scope(parser: argparse.ArgumentParser, scope: str) -> None:
    """Let the command take paths, `scope` says what they choose, and be told of settings."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", default=["."], help=f"{scope}; default: ."
    )
    parser.add_argument(
        "--config",
        metavar="PATH",
        help="a pyproject.toml or mapperlint.toml; default: the nearest one with settings",
    )
    parser.add_argument(
        "--isolated", action="store_true", help="read no settings; default: read the nearest ones"
    )


def add_python(parser: argparse.ArgumentParser) -> None:
    """Let the command be told where the libraries of the project are installed."""
    parser.add_argument(
        "--python",
        metavar="PATH",
        help="an interpreter or environment whose packages are read, not run;"
        " default: as the settings say, else the active one, .venv or venv",
    )


def add_cache_directory(parser: argparse.ArgumentParser) -> None:
    """Let the command be told where answers and facts are kept."""
    parser.add_argument(
        "--cache-dir",
        metavar="PATH",
        help="default: MAPPERLINT_CACHE_DIR, or .mapperlint_cache in the root of the project",
    )


def cache_directory(options: argparse.Namespace, settings: Settings) -> str:
    """Where the answers and facts of a project are kept."""
    from mapperlint.engine.opening import cache_directory

    return cache_directory(settings, options.cache_dir)


def opened(options: argparse.Namespace) -> tuple[Settings, Disk, list[str]]:
    """The project of the named paths, its files, and these paths as the project names them.

    Raises UsageError, PathError and SettingsError.
    """
    from mapperlint.engine.discover import discover
    from mapperlint.engine.disk import Disk
    from mapperlint.engine.opening import named_in, require_readable

    given = getattr(options, "stdin_filename", None)
    for path in options.paths:
        if path == given:
            _require_place(path, _kept_settings(options))
        else:
            require_readable(path)
    settings = settings_of(options)
    named = [named_in(path, settings) for path in options.paths]
    return settings, Disk(settings.root, discover(settings)), named


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings of the project of the named paths. Raises SettingsError."""
    from mapperlint import config
    from mapperlint.config import SettingsError

    if options.isolated and options.config is not None:
        raise SettingsError("--isolated reads no settings, --config names some")
    return config.load(
        options.paths,
        python=getattr(options, "python", None),
        file=options.config,
        isolated=options.isolated,
        read=_kept_settings(options),
    )


def _kept_settings(options: argparse.Namespace) -> Reading | None:
    """What knows what a file with settings said, for commands that keep things."""
    if getattr(options, "no_cache", True):
        return None
    from mapperlint.engine.cache.settings import KeptSettings

    directory = options.cache_dir or os.environ.get("MAPPERLINT_CACHE_DIR")
    return KeptSettings(directory).read


def _require_place(path: str, read: Reading | None) -> None:
    """Raise UsageError unless a text on standard input belongs somewhere.

    It is part of the project of the current directory, or of one of its own.
    """
    from mapperlint import config

    if not path or os.path.isdir(path):
        raise UsageError(f"--stdin-filename {path or repr(path)} is to name a file")
    here = os.getcwd()
    around = config.surroundings(os.path.abspath(path), read)
    if around is None and not _is_below(path, config.surroundings(here, read) or here):
        raise UsageError(f"--stdin-filename {path} lies outside of the project, and in no other")


def _is_below(path: str, directory: str) -> bool:
    return any(
        resolved(path).startswith(os.path.join(resolved(directory), ""))
        for resolved in (os.path.abspath, os.path.realpath)
    )


def session_of(options: argparse.Namespace) -> tuple[Session, list[str]]:
    """A session over the project of the named paths, and these paths as the project names them."""
    from mapperlint.engine.opening import require_python_files
    from mapperlint.engine.session import Session

    settings, disk, named = opened(options)
    disk.include(named)
    require_python_files(disk, named)
    return Session(settings, disk=disk), named


def view_of(disk: Disk, *, color: bool = False, links: bool = False, quiet: bool = False) -> View:
    """How reports see the files of a project."""
    from mapperlint import DOCUMENTATION
    from mapperlint.reporters.view import View

    base = os.getcwd()
    return View(
        disk.root,
        base,
        disk.shown_text,
        color=color,
        checkout=_checkout(base),
        documentation=DOCUMENTATION,
        links=links,
        quiet=quiet,
    )


_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY")
"""Where GitHub, GitLab and Azure Pipelines say what they have checked out."""


def _checkout(base: str) -> str:
    """The directory a CI service names files from, if it is around this one."""
    said = (os.environ.get(name) for name in _CHECKOUTS)
    for directory in filter(None, said):
        for resolved in (os.path.abspath(directory), os.path.realpath(directory)):
            if base == resolved or base.startswith(os.path.join(resolved, "")):
                return resolved
    return base
