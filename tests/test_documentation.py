"""Pages of the documentation, and parts of pages, are made of what the project knows."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from mapperlint.config import schema
from mapperlint.engine.said_by_sqlalchemy import messages
from mapperlint.rule import Rule, Runtime
from mapperlint.rules import RULES
from tests.support import settings_page, site_pages

FOLDER = Path(__file__).parents[1] / "docs" / "rules"


def pages() -> dict[str, str]:
    """The texts of all pages by the names of their files."""
    return {
        "README.md": site_pages.index_of_rules(),
        **{f"{rule.name}.md": _page(rule) for rule in RULES},
    }


def _page(rule: Rule) -> str:
    head = f"# {rule.name} ({rule.code}, {site_pages.severity(rule)})"
    return f"{head}\n\nThe mistake {rule.runtime.value}.\n\n{rule.page}\n"


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


def test_the_page_and_the_schema_are_those_of_the_settings() -> None:
    """UPDATE_DOCUMENTATION=1 writes them."""
    wanted = {
        FOLDER.parent / "settings.md": settings_page.text(),
        Path(schema.FILE): settings_page.schema_text(),
    }
    for path, text in wanted.items():
        if os.environ.get("UPDATE_DOCUMENTATION"):
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text


def test_parts_of_pages_are_those_of_the_project() -> None:
    """UPDATE_DOCUMENTATION=1 writes them."""
    for path in sorted(FOLDER.parent.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        wanted = site_pages.with_parts(text)
        if os.environ.get("UPDATE_DOCUMENTATION"):
            path.write_text(wanted, encoding="utf-8")
        else:
            assert text == wanted


def test_messages_lead_to_the_rules_that_show_them() -> None:
    """UPDATE_DOCUMENTATION=1 writes them."""
    path = FOLDER.parent / "messages.md"
    if os.environ.get("UPDATE_DOCUMENTATION"):
        path.write_text(site_pages.index_of_messages(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == site_pages.index_of_messages()


def test_every_rule_is_of_a_family_that_has_a_title() -> None:
    assert {rule.code[:4] for rule in RULES} == set(site_pages.FAMILIES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_shows_what_is_said_at_run_time(rule: Rule) -> None:
    """As an indented block: what is not indented is no message to the index, nor to `explain`."""
    happens = rule.page.partition("## What happens")[2].partition("## Example")[0]
    assert re.search(r"^[\w.]*(Error|Warning|Exception): ", happens, re.MULTILINE) is None
    assert messages(happens) or rule.runtime is Runtime.SILENT
