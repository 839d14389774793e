"""Which rules are asked: what the command line says goes before the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.cli.said import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from mapperlint.config import Settings


def narrowed(settings: Settings, options: argparse.Namespace) -> Settings:
    """The settings as `--select`, `--extend-select` and `--ignore` change them.

    `--select` says alone which rules speak, the others add to what the settings say. Raises
    UsageError.
    """
    for option in ("select", "extend_select", "ignore"):
        if getattr(options, option) and not _listed(getattr(options, option)):
            raise UsageError(f"--{option.replace('_', '-')} names no rule")
    if options.select:
        settings = settings._replace(select=_listed(options.select), extend_select=(), ignore=())
    return settings._replace(
        extend_select=(*settings.extend_select, *_listed(options.extend_select)),
        ignore=(*settings.ignore, *_listed(options.ignore)),
    )


def _listed(given: Iterable[str] | None) -> tuple[str, ...]:
    """The words of options that take lists and may be given several times."""
    return tuple(word.strip() for each in given or () for word in each.split(",") if word.strip())
