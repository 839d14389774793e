"""Which rules speak: what settings, the command line and the kind of a file say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mapperlint import cli, config
from mapperlint.config import Settings
from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.engine.selection import as_settings_say, selected, with_fixes
from mapperlint.places import START_OF_FILE, Location
from mapperlint.rules import RULES
from tests.support.blog import BROKEN_BLOG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tree

ON = {rule.code for rule in RULES if rule.on}
OFF = next(rule for rule in RULES if not rule.on)


def codes(**settings: Any) -> set[str]:
    return {rule.code for rule in selected(RULES, Settings(**settings))}


def test_those_that_are_on() -> None:
    assert codes() == ON
    assert OFF.code not in ON


@pytest.mark.parametrize("word", [OFF.code, OFF.name])
def test_one_that_is_off(word: str) -> None:
    assert codes(extend_select=(word,)) == ON | {OFF.code}
    assert codes(select=(word,)) == {OFF.code}


def test_only_those_selected() -> None:
    assert codes(select=("MAP401", "one-sided-pair")) == {"MAP401", "MAP405"}
    assert codes(select=("MAP4",)) == {rule.code for rule in RULES if rule.code[:4] == "MAP4"}
    assert codes(select=("ALL",)) == {rule.code for rule in RULES}
    assert codes(select=()) == set()
    assert codes(select=(), extend_select=("MAP405",)) == {"MAP405"}


def test_the_closer_name_wins_and_ignore_of_two_alike() -> None:
    assert codes(ignore=("MAP405",)) == ON - {"MAP405"}
    assert codes(ignore=("ALL",)) == set()
    assert codes(select=("MAP4",), ignore=("MAP405",)) == codes(select=("MAP4",)) - {"MAP405"}
    assert codes(select=("MAP405",), ignore=("MAP4",)) == {"MAP405"}
    assert codes(select=("MAP4",), ignore=("MAP4",)) == set()
    assert codes(extend_select=("MAP405",), ignore=("one-sided-pair",)) == ON - {"MAP405"}


FINDING = Diagnostic(
    "MAP405", "one-sided-pair", Severity.WARNING, Location("tests/a.py", START_OF_FILE), "", ""
)


def said(**settings: Any) -> Diagnostic | None:
    return as_settings_say(FINDING, Settings(**settings))


@pytest.mark.parametrize("pattern", ["tests", "tests/**", "**/a.py", "a.py", "*"])
def test_silent_about_some_files(pattern: str) -> None:
    assert said(per_file_ignores=((pattern, ("MAP4",)),)) is None
    assert said(per_file_ignores=((pattern, ("MAP3", "missing-reverse")),)) == FINDING


@pytest.mark.parametrize("pattern", ["test", "a", "src/**", "sts/a.py"])
def test_patterns_of_other_files(pattern: str) -> None:
    assert said(per_file_ignores=((pattern, ("ALL",)),)) == FINDING


def test_no_setting_hides_that_a_rule_failed() -> None:
    crash = FINDING._replace(
        code="MAP902", name="rule-crash", location=Location(".", START_OF_FILE)
    )
    settings = Settings(
        per_file_ignores=(("*", ("ALL",)), (".", ("ALL",))), severity=(("ALL", "error"),)
    )
    assert as_settings_say(crash, settings) == crash


def test_severity() -> None:
    louder = FINDING._replace(severity=Severity.ERROR)
    assert said(severity=(("one-sided-pair", "error"),)) == louder
    assert said(severity=(("MAP3", "error"),)) == FINDING
    assert said(severity=(("MAP405", "warning"), ("ALL", "error"))) == FINDING
    assert said(severity=(("ALL", "warning"), ("MAP4", "error"))) == louder


def test_fixes_of_a_rule_that_is_not_fixed_are_only_shown(tree: Tree) -> None:
    root = tree({**BROKEN_BLOG, "mapperlint.toml": 'unfixable = ["missing-reverse"]\n'})
    assert config.load([str(root)]).unfixable == ("missing-reverse",)
    assert with_fixes(FINDING, config.load([str(root)])) == FINDING


# by the command line


@pytest.fixture
def broken(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(BROKEN_BLOG)
    monkeypatch.chdir(root)
    return root


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--select", "MAP401"], 1),
        (["--select", "missing-reverse,MAP3"], 1),
        (["--select", "MAP3", "--select", "MAP4"], 1),
        (["--select", "MAP3"], 0),
        (["--select", "MAP3", "--extend-select", "MAP401"], 1),
        (["--ignore", "MAP401"], 0),
        (["--ignore", "MAP3, missing-reverse"], 0),
        (["--ignore", "MAP4", "--extend-select", "MAP401"], 1),
    ],
)
def test_options(arguments: list[str], status: int) -> None:
    assert cli.run(["check", *arguments]) == status


def test_options_go_before_the_settings(broken: Path) -> None:
    (broken / "mapperlint.toml").write_text('ignore = ["MAP401"]\n')
    assert cli.run(["check"]) == 0
    assert cli.run(["check", "--select", "MAP4"]) == 1
    (broken / "mapperlint.toml").write_text('select = ["MAP3"]\n')
    assert cli.run(["check"]) == 0
    assert cli.run(["check", "--extend-select", "MAP4"]) == 1
    assert cli.run(["check", "--isolated"]) == 1


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore"])
def test_no_such_rule(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", option, "mising-reverse"]) == 2
    assert capsys.readouterr().err == (
        f"mapperlint: {option}: there is no rule 'mising-reverse';"
        " did you mean 'missing-reverse'?\n"
    )


@pytest.mark.usefixtures("broken")
def test_no_rule_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--select", ","]) == 2
    assert capsys.readouterr().err == "mapperlint: --select names no rule\n"


@pytest.mark.parametrize(
    ("text", "line", "setting"),
    [
        ('select = [\n  "MAP4",\n  "mising-reverse",\n]\n', 3, "select"),
        ('extend-select = ["mising-reverse"]\n', 1, "extend-select"),
        ('ignore = ["MAP4"]\nextend-ignore = ["mising-reverse"]\n', 2, "extend-ignore"),
        ('ignore = ["mising-reverse"]\n', 1, "ignore"),
        ('fixable = ["mising-reverse"]\n', 1, "fixable"),
        ('extend-unfixable = ["mising-reverse"]\n', 1, "extend-unfixable"),
        ('[severity]\n"mising-reverse" = "error"\n', 2, "severity"),
        ('[per-file-ignores]\nx = []\n"a/**" = ["mising-reverse"]\n', 3, "per-file-ignores"),
    ],
)
def test_no_such_rule_in_the_settings(
    broken: Path, text: str, line: int, setting: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (broken / "mapperlint.toml").write_text(text)
    assert cli.run(["check"]) == 2
    assert capsys.readouterr().err == (
        f"mapperlint: mapperlint.toml:{line}: `{setting}`: there is no rule 'mising-reverse';"
        " did you mean 'missing-reverse'?\n"
    )
