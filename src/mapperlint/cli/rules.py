"""`mapperlint rules`: list the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.cli.said import Said

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what `rules` takes."""
    parser.add_argument(
        "--output-format", choices=("text", "json"), default="text", help="default: text"
    )


def run(options: argparse.Namespace) -> Said:
    """List the rules."""
    from mapperlint.reporters.rule_list import rules_as_json, rules_as_text
    from mapperlint.rules import RULES

    return Said((rules_as_json if options.output_format == "json" else rules_as_text)(RULES))
