"""`mapperlint baseline`: write down the present findings, so that only new ones are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.cli.said import FAILED, Said
from mapperlint.cli.scope import (
    add_cache_directory,
    add_python,
    add_scope,
    cache_directory,
    opened,
)

if TYPE_CHECKING:
    import argparse

    from mapperlint.config import Settings
    from mapperlint.engine.baseline import Baseline


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what `baseline` takes."""
    add_scope(parser, "the project these files and directories belong to; all of it is taken")
    add_python(parser)
    add_cache_directory(parser)
    parser.add_argument(
        "--prune", action="store_true", help="drop what is gone, and take in nothing new"
    )


def run(options: argparse.Namespace) -> Said:
    """Write the baseline of a project. Raises UsageError and SettingsError."""
    from mapperlint.config.document import shown
    from mapperlint.engine import baseline
    from mapperlint.engine.checking import checked
    from mapperlint.engine.opening import require_python_files

    settings, disk, named = opened(options)
    disk.include(named)
    require_python_files(disk, named)
    answer = checked(settings, disk, cache_directory(options, settings))
    path = shown(baseline.baseline_path(settings))
    if answer.crashed:
        return Said(f"{path} is as it was: a rule failed, `mapperlint check` shows it.\n", FAILED)
    present = baseline.baseline_of(answer.findings)
    before = _before(settings, needed=options.prune)
    gone, new = before.without(present), present.without(before)
    if options.prune:
        present, new = present.without(new), baseline.Baseline({})
    baseline.write(settings, present)
    return Said(f"Wrote {_counted(present)} to {path}: {new.size} new, {gone.size} gone.\n")


def _before(settings: Settings, *, needed: bool) -> Baseline:
    """The baseline that is there. Raises SettingsError where one is needed that cannot be read."""
    from mapperlint.config import SettingsError
    from mapperlint.engine.baseline import Baseline, read

    try:
        return read(settings) or Baseline({})
    except SettingsError:
        if needed:
            raise
        return Baseline({})  # Whatever stands there is written anew.


def _counted(known: Baseline) -> str:
    return f"{known.size} finding" if known.size == 1 else f"{known.size} findings"


_SHOWN = 10
"""Gone entries that are listed; the others are counted."""


def said_of_gone(gone: Baseline, settings: Settings) -> str:
    """What a check says of the known findings that are gone."""
    from mapperlint.config.document import shown
    from mapperlint.engine.baseline import baseline_path

    path = shown(baseline_path(settings))
    lines = [f"mapperlint: gone from {path}; `mapperlint baseline --prune` drops it:"]
    lines += (f"  {each.replace('|', ' ', 1)}" for each in sorted(gone.counts)[:_SHOWN])
    if len(gone.counts) > _SHOWN:
        lines.append(f"  and {len(gone.counts) - _SHOWN} more")
    return "".join(f"{line}\n" for line in lines)
