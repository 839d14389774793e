"""Which rules speak: all that are on, and those the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.config import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.rule import Rule


def selected(rules: Sequence[Rule], extend_select: Sequence[str]) -> tuple[Rule, ...]:
    """The rules that are on or selected by code, family (`MAP4`) or name, in their order.

    Raises SettingsError where a selector is none of them.
    """
    for selector in extend_select:
        if not any(selects(selector, rule) for rule in rules):
            raise SettingsError(f"`extend-select`: there is no rule '{selector}'")
    return tuple(
        rule for rule in rules if rule.on or any(selects(each, rule) for each in extend_select)
    )


def selects(selector: str, rule: Rule) -> bool:
    """Whether a code, the beginning of one, a name or ALL means a rule."""
    if selector == "ALL" or selector == rule.name:
        return True
    return selector.startswith("MAP") and rule.code.startswith(selector)
