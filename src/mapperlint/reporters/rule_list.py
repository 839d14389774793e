"""The rules as a list: code, name, severity, whether a fix exists, and what the rule finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.rule import Rule


def rules_as_text(rules: Sequence[Rule]) -> str:
    """A line for each rule, in columns."""
    rows = [
        (rule.code, rule.name, _severity(rule), "fix" if rule.fix else "no fix", rule.title)
        for rule in rules
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "".join(
        "  ".join([*(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)), row[4]])
        + "\n"
        for row in rows
    )


def rules_as_json(rules: Sequence[Rule]) -> str:
    """`{"version": 1, "rules": [{"code": ..., "severity": ..., "on": ..., "fix": ...}, ...]}`."""
    import json

    document = {
        "version": 1,
        "rules": [
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity.value,
                "on": rule.on,
                "fix": rule.fix,
                "runtime": rule.runtime.value,
                "title": rule.title,
            }
            for rule in rules
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _severity(rule: Rule) -> str:
    return rule.severity.value if rule.on else f"{rule.severity.value}, off"
