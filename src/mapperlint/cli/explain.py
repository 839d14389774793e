"""`mapperlint explain`: show a rule's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.cli.said import Said, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from mapperlint.rule import Rule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what `explain` takes."""
    parser.add_argument(
        "rule",
        metavar="RULE",
        help="a code (MAP401), a name (missing-reverse), or a message of SQLAlchemy",
    )


def run(options: argparse.Namespace) -> Said:
    """Show a page, or the rules that say what SQLAlchemy says. Raises UsageError."""
    from mapperlint.engine.said_by_sqlalchemy import rules_saying
    from mapperlint.rules import RULES

    wanted = options.rule
    for rule in RULES:
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            return Said(_explained_rule(rule))
    said = rules_saying(wanted, RULES)
    if len(said) == 1:
        return Said(_explained_rule(said[0]))
    if said:
        lines = [f"{rule.code}  {rule.name}  {rule.title}\n" for rule in said]
        return Said("".join(["SQLAlchemy says this where one of these rules speaks:\n", *lines]))
    raise UsageError(f"there is no rule '{wanted}'{_near(wanted, RULES)}")


def _explained_rule(rule: Rule) -> str:
    off = "" if rule.on else ", off unless selected"
    head = f"# {rule.name} ({rule.code}, {rule.severity.value}{off})"
    return f"{head}\n\nThe mistake {rule.runtime.value}.\n\n{rule.page}\n"


def _near(wanted: str, rules: Sequence[Rule]) -> str:
    import difflib

    words = [word for rule in rules for word in (rule.name, rule.code)]
    near = difflib.get_close_matches(wanted, words, n=1)
    return f"; did you mean '{near[0]}'?" if near else "; `mapperlint rules` lists them"
