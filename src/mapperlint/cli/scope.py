"""What a command is asked about: paths, their project, its files and its settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mapperlint.cli.said import UsageError

if TYPE_CHECKING:
    import argparse

    from mapperlint.config import Settings
    from mapperlint.engine.disk import Disk
    from mapperlint.engine.session import Session
    from mapperlint.reporters.view import View


def add_scope(parser: argparse.ArgumentParser, scope: str) -> None:
    """Let the command take paths; `scope` says what they choose."""
    parser.add_argument("paths", nargs="*", metavar="PATH", default=["."], help=scope)


def add_python(parser: argparse.ArgumentParser) -> None:
    """Let the command be told where the libraries of the project are installed."""
    parser.add_argument(
        "--python",
        metavar="PATH",
        help="an interpreter or environment whose installed packages are read (nothing of it runs)",
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
    from mapperlint.engine.disk import CACHE

    named = options.cache_dir or os.environ.get("MAPPERLINT_CACHE_DIR")
    return os.path.abspath(named) if named else os.path.join(os.path.abspath(settings.root), CACHE)


def opened(options: argparse.Namespace) -> tuple[Settings, Disk, list[str]]:
    """The project of the named paths, its files, and these paths as the project names them."""
    from mapperlint import config
    from mapperlint.engine.discover import discover
    from mapperlint.engine.disk import Disk

    for path in options.paths:
        if not os.path.exists(path) and path != getattr(options, "stdin_filename", None):
            raise UsageError(f"{path}: no such file or directory")
    settings = config.load(options.paths, python=options.python)
    named = [_named(path, settings) for path in options.paths]
    return settings, Disk(settings.root, discover(settings)), named


def session_of(options: argparse.Namespace) -> tuple[Session, list[str]]:
    """A session over the project of the named paths, and these paths as the project names them."""
    from mapperlint.engine.session import Session

    settings, disk, named = opened(options)
    disk.include(named)
    return Session(settings, disk=disk), named


def _named(path: str, settings: Settings) -> str:
    """A path as the project names it: relative to its root, with forward slashes."""
    for resolved in (os.path.abspath, os.path.realpath):
        relative = os.path.relpath(resolved(path), resolved(settings.root)).replace(os.sep, "/")
        if relative != ".." and not relative.startswith("../"):
            return relative
    raise UsageError(f"{path} lies outside of the project {settings.root}; check it by itself")


def view_of(disk: Disk, *, color: bool = False) -> View:
    """How reports see the files of a project."""
    from mapperlint.reporters.view import View

    return View(disk.root, os.getcwd(), disk.shown_text, color=color)
