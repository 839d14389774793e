"""`mapperlint check --watch`: when there is a reason to check again."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from mapperlint.cli.said import UsageError
from mapperlint.cli.scope import cache_directory, opened

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from watchfiles import Change

_BEAT = 200
"""Milliseconds until the first check: from before it on, no change is missed."""

_READ = ("", ".py", ".pyi", ".toml", ".txt", ".lock", ".cfg", ".ini", ".in", ".json")
"""The ends of names that may mean something: sources, settings, requirements; folders have none."""

CLEARED = "\x1b[2J\x1b[3J\x1b[H"


def checks_due(options: argparse.Namespace) -> Iterator[None]:
    """A beat for each check that is due: one at once, then one for each time something changed.

    It goes on until the user interrupts it. Raises UsageError, PathError and SettingsError.
    """
    _refuse_contradictions(options)
    try:
        from watchfiles import watch
    except ModuleNotFoundError:
        raise UsageError(
            "--watch needs watchfiles, which is not installed: pip install 'mapperlint[watch]'"
        ) from None
    settings, disk, _ = opened(options)
    passed_over = [cache_directory(options, settings), options.output_file]
    changes = watch(
        disk.root,
        watch_filter=meaningful([os.path.abspath(path) for path in passed_over if path]),
        rust_timeout=_BEAT,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    next(changes)
    while True:
        _clear(options)
        yield
        gc.unfreeze()  # A session takes its model out of reach, and this one is done.
        if not options.quiet:
            sys.stderr.write(f"mapperlint: watching {disk.root}, until Ctrl-C\n")
        while not next(changes):
            pass


def _refuse_contradictions(options: argparse.Namespace) -> None:
    """Raise UsageError where there is nothing to watch, or nothing to be said twice."""
    if "-" in options.paths:
        raise UsageError("--watch looks at files, not at a text on standard input")
    for name in ("add_ignore", "show_settings", "show_files"):
        if getattr(options, name):
            raise UsageError(f"--watch does not go with --{name.replace('_', '-')}")


def meaningful(passed_over: list[str]) -> Callable[[Change, str], bool]:
    """What changes mean something. What a check itself writes must not: it would never end."""
    from watchfiles import DefaultFilter

    from mapperlint.engine.disk import CACHE

    places = DefaultFilter(
        ignore_dirs=(*DefaultFilter.ignore_dirs, "venv", CACHE), ignore_paths=passed_over
    )

    def matters(change: Change, path: str) -> bool:
        return os.path.splitext(path)[1] in _READ and places(change, path)

    return matters


def _clear(options: argparse.Namespace) -> None:
    """Let a report stand alone on a terminal."""
    if options.output_file is None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        sys.stdout.write(CLEARED)
