"""Each rule is a page, and what the page shows is true."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mapperlint.rule import Rule
from mapperlint.rules import RULES
from tests.support.findings_in import expected_in, found_in
from tests.support.pages import page, write

SECTIONS = ("## What happens", "## Example", "Use instead", "## When it stays silent")


def text_of(rule: Rule) -> str:
    return sys.modules[rule.check.__module__].__doc__ or ""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_has_all_its_sections(rule: Rule) -> None:
    """The headings are what documentation and `explain` rely on."""
    text = text_of(rule)
    assert [section for section in SECTIONS if section not in text] == []
    assert text.splitlines()[0].endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_bad_example_is_found_and_the_good_one_is_not(rule: Rule, tmp_path: Path) -> None:
    """The bad example gives exactly what its comments say, the rule itself among them."""
    examples = page(text_of(rule))
    assert examples.bad, "a page shows what is wrong"
    assert examples.good, "a page shows what is right"
    write(examples.bad, tmp_path / "bad")
    write(examples.good, tmp_path / "good")
    expected = expected_in(tmp_path / "bad")
    assert rule.name in [name for _, _, name in expected]
    assert found_in(tmp_path / "bad") == expected
    assert found_in(tmp_path / "good") == []


def test_rules_are_listed_once_and_in_order() -> None:
    """A module in the folder that is not in the list would never be asked."""
    folder = Path(sys.modules["mapperlint.rules"].__file__ or "").parent
    modules = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    listed = sorted(rule.check.__module__.rpartition(".")[2] for rule in RULES)
    assert listed == modules
    assert [rule.code for rule in RULES] == sorted({rule.code for rule in RULES})
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(
        rule.name.replace("-", "_") == rule.check.__module__.rpartition(".")[2] for rule in RULES
    )
