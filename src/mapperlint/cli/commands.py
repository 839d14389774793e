"""The commands, and how their arguments are read. Only the command that is asked for is loaded."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from mapperlint import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from mapperlint.cli.said import Said

    class Command(Protocol):
        """What the module of a command has."""

        def add_arguments(self, parser: argparse.ArgumentParser, /) -> None:
            """Tell the parser what the command takes."""

        def run(self, options: argparse.Namespace, /) -> Said:
            """Answer the command. Raises UsageError and SettingsError."""


SUMMARIES = {
    "check": "report broken mappings",
    "init": "look at a project, say what is understood, and write settings that fit it",
    "baseline": "write down the present findings, so that only new ones are reported",
    "models": "show the mapped classes as mapperlint reads them",
    "clean": "delete what earlier checks have kept",
    "rules": "list the rules with severity and whether a fix exists",
    "explain": "show a rule's page",
}


def parsed(arguments: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """The command that is asked for, and its options. Exits where there is none, or for help."""
    name = arguments[0] if arguments else ""
    if name not in SUMMARIES:
        overview = _overview()
        overview.parse_args(arguments)
        overview.error("the following arguments are required: COMMAND")
    command = _loaded(name)
    parser = argparse.ArgumentParser(
        prog=f"mapperlint {name}",
        description=SUMMARIES[name],
        allow_abbrev=False,
        formatter_class=_Help,
    )
    command.add_arguments(parser)
    return command, parser.parse_args(arguments[1:])


def _overview() -> argparse.ArgumentParser:
    """What explains `mapperlint` itself."""
    parser = argparse.ArgumentParser(
        prog="mapperlint",
        description="Find broken SQLAlchemy mappings by reading the source, without running it.",
        epilog="Exit status: 0 clean, 1 findings, 2 could not run.",
        allow_abbrev=False,
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="version", version=f"mapperlint {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, summary in SUMMARIES.items():
        commands.add_parser(name, help=summary)
    return parser


def _loaded(name: str) -> Command:
    match name:
        case "check":
            from mapperlint.cli import check

            return check
        case "init":
            from mapperlint.cli import init

            return init
        case "baseline":
            from mapperlint.cli import baseline

            return baseline
        case "models":
            from mapperlint.cli import models

            return models
        case "clean":
            from mapperlint.cli import clean

            return clean
        case "rules":
            from mapperlint.cli import rules

            return rules
        case _:
            from mapperlint.cli import explain

            return explain


class _Help(argparse.HelpFormatter):
    """Help of a fixed width; asking for that of the terminal loads five modules on each run."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=90)
