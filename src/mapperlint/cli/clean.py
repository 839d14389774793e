"""`mapperlint clean`: delete what earlier checks have kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.cli.said import Said
from mapperlint.cli.scope import add_cache_directory, add_scope, cache_directory, settings_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what `clean` takes."""
    add_scope(parser, "the project these files and directories belong to")
    add_cache_directory(parser)


def run(options: argparse.Namespace) -> Said:
    """Delete the cache of a project. Raises SettingsError."""
    from mapperlint.engine.cache.directory import clean

    directory = cache_directory(options, settings_of(options))
    count = clean(directory)
    return Said(f"Deleted {count} {'file' if count == 1 else 'files'} of {directory}.\n")
