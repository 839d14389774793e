"""`mapperlint check`: report broken mappings."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from mapperlint.cli.said import CLEAN, FAILED, FINDINGS, Said, UsageError
from mapperlint.cli.scope import (
    add_cache_directory,
    add_python,
    add_scope,
    cache_directory,
    opened,
    view_of,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from mapperlint.config import Settings


def add_arguments(check: argparse.ArgumentParser) -> None:
    """Tell the parser what `check` takes."""
    add_scope(check, "report what touches these files and directories; the whole project is read")
    add_python(check)
    check.add_argument(
        "--output-format", choices=("full", "concise", "json"), default="full", help="default: full"
    )
    check.add_argument("--color", choices=("always", "never", "auto"), default="auto")
    check.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="with - as the only path: the file whose text stands on standard input",
    )
    check.add_argument(
        "--no-cache", action="store_true", help="read all files anew and keep nothing"
    )
    add_cache_directory(check)
    check.add_argument(
        "--force-exclude",
        action="store_true",
        help="leave out excluded files though they are named",
    )


def run(options: argparse.Namespace) -> Said:
    """Check a project. Raises UsageError and SettingsError."""
    from mapperlint.engine.answer import touching
    from mapperlint.engine.checking import checked

    given = _given_text(options)
    settings, disk, named = opened(options)
    if options.force_exclude:
        from mapperlint.engine.discover import Patterns

        named = list(filter(Patterns(settings.exclude).miss, named))
    if given is not None and named:
        disk.change(named[0], given)
    disk.include(named)
    answer = checked(settings, disk, _cache(options, settings))
    findings = touching(answer.findings, named)
    view = view_of(disk, color=_wants_color(options.color, os.environ, sys.stdout))
    match options.output_format:
        case "json":
            from mapperlint.reporters.as_json import as_json

            text = as_json(findings, view)
        case "concise":
            from mapperlint.reporters.concise import concise

            text = concise(findings, answer.counts, view)
        case _:
            from mapperlint.reporters.full import full

            text = full(findings, answer.counts, view)
    if answer.crashed:
        return Said(text, FAILED)
    return Said(text, FINDINGS if findings else CLEAN)


def _given_text(options: argparse.Namespace) -> bytes | None:
    """The text on standard input, for `-`; its file takes the place of that among the paths."""
    if options.paths != ["-"]:
        if "-" in options.paths:
            raise UsageError("`-` stands for one text and goes with no other path")
        if options.stdin_filename is not None:
            raise UsageError("--stdin-filename goes with `-` as the only path")
        return None
    if options.stdin_filename is None:
        raise UsageError("`-` needs --stdin-filename, since the name of a file says what it is")
    options.paths = [options.stdin_filename]
    return sys.stdin.buffer.read()


def _cache(options: argparse.Namespace, settings: Settings) -> str | None:
    """The directory of the cache, None where there is to be none."""
    return None if options.no_cache else cache_directory(options, settings)


def _wants_color(choice: str, environment: Mapping[str, str], output: TextIO) -> bool:
    """The flag, then what the environment asks for, then whether a terminal reads."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if any(
        environment.get(name, "0") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")
    ):
        return True
    if environment.get("CLICOLOR") == "0" or environment.get("TERM") == "dumb":
        return False
    return output.isatty()
