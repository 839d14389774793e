"""The pages of the documentation are those of the rules."""

from __future__ import annotations

import os
from pathlib import Path

from mapperlint.rule import Rule
from mapperlint.rules import RULES

FOLDER = Path(__file__).parents[1] / "docs" / "rules"

_INDEX = """\
# Rules

Made of the rules' own docstrings, which `mapperlint explain` shows as well:

    UPDATE_DOCUMENTATION=1 pytest tests/test_documentation.py

| code | rule | severity | what it finds |
|---|---|---|---|
"""


def pages() -> dict[str, str]:
    """The texts of all pages by the names of their files."""
    lines = (
        f"| {rule.code} | [{rule.name}]({rule.name}.md) | {_severity(rule)} "
        f"| {' '.join(rule.page.partition(chr(10) * 2)[0].split())} |\n"
        for rule in RULES
    )
    return {
        "README.md": _INDEX + "".join(lines),
        **{f"{rule.name}.md": _page(rule) for rule in RULES},
    }


def _page(rule: Rule) -> str:
    head = f"# {rule.name} ({rule.code}, {_severity(rule)})"
    return f"{head}\n\nThe mistake {rule.runtime.value}.\n\n{rule.page}\n"


def _severity(rule: Rule) -> str:
    return rule.severity.value if rule.on else f"{rule.severity.value}, off unless selected"


def test_the_pages_are_those_of_the_rules() -> None:
    """UPDATE_DOCUMENTATION=1 writes them."""
    wanted = pages()
    if os.environ.get("UPDATE_DOCUMENTATION"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path in FOLDER.glob("*.md"):
            path.unlink()
        for name, text in wanted.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written == wanted
