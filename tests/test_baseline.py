"""Known findings are kept out of reports; new ones are not, and gone ones are named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mapperlint import cli
from mapperlint.config import BASELINE
from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.engine.baseline import Baseline, baseline_of
from mapperlint.places import START_OF_FILE, Location
from tests.support.blog import BLOG, BROKEN_BLOG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tree


@pytest.fixture
def broken(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(BROKEN_BLOG)
    monkeypatch.chdir(root)
    return root


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = cli.run(arguments)
    return status, *capsys.readouterr()


def written(root: Path, name: str = BASELINE) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((root / name).read_text(encoding="utf-8"))
    return document


def test_what_is_known_is_not_reported(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "baseline")
    assert said == (0, f"Wrote 1 finding to {BASELINE}: 1 new, 0 gone.\n", "")
    assert written(broken) == {"version": 1, "findings": {"MAP401|blog.post.Post.author": 1}}
    status, out, err = run(capsys, "check")
    assert (status, err) == (0, "")
    assert out.startswith("No problems found.")
    assert run(capsys, "check", "--no-baseline")[0] == 1


def test_what_is_known_stays_so_when_lines_move(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "baseline")
    before = (broken / BASELINE).read_bytes()
    post = broken / "blog/post.py"
    post.write_text("\n\n\n" + post.read_text())
    assert run(capsys, "check")[0] == 0
    run(capsys, "baseline")
    assert (broken / BASELINE).read_bytes() == before


def test_what_is_new_is_reported(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "baseline")
    with (broken / "blog/post.py").open("a") as file:
        file.write('    other: Mapped["Nobody"] = relationship()\n')
    status, out, _ = run(capsys, "check", "--output-format", "concise")
    assert status == 1
    assert [line.split()[1] for line in out.splitlines()[:-1] if "MAP" in line] == ["MAP301"]


def test_what_is_gone_is_named(
    broken: Path, tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "baseline")
    tree(BLOG)
    said = f"mapperlint: gone from {BASELINE}; `mapperlint baseline --prune` drops it:\n"
    for arguments in ((), ("--output-format", "json"), ("blog/post.py",)):
        status, _, err = run(capsys, "check", *arguments)
        assert (status, err) == (0, f"{said}  MAP401 blog.post.Post.author\n")
    for arguments in (("--quiet",), ("--select", "MAP3"), ("--ignore", "MAP4")):
        assert run(capsys, "check", *arguments)[2] == ""
    assert run(capsys, "baseline", "--prune")[1].endswith(": 0 new, 1 gone.\n")
    assert written(broken)["findings"] == {}
    assert run(capsys, "check")[2] == ""


def test_pruning_takes_in_nothing_new(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (broken / BASELINE).write_text('{"version": 1, "findings": {"MAP101|gone": 2}}')
    said = run(capsys, "baseline", "--prune")
    assert said[1] == f"Wrote 0 findings to {BASELINE}: 0 new, 2 gone.\n"
    assert run(capsys, "check")[0] == 1


def test_the_settings_say_where_it_lies(
    broken: Path, tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree({"mapperlint.toml": 'baseline = "known.json"\n'})
    assert run(capsys, "check") == (
        2,
        "",
        (
            "mapperlint: mapperlint.toml:1: `baseline`: this file is not there;"
            " `mapperlint baseline` writes it\n"
        ),
    )
    assert run(capsys, "baseline")[0] == 0
    assert written(broken, "known.json")["version"] == 1
    assert not (broken / BASELINE).exists()
    assert run(capsys, "check")[0] == 0


READS = "this mapperlint reads version 1, which `mapperlint baseline` writes"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            '{"version": 2, "findings": {}}',
            f"it is of version 2; {READS}",
        ),
        (
            "[]",
            f"it is no baseline of mapperlint; {READS}",
        ),
        ('{"version": 1, "findings": ["MAP401"]}', "`findings` is to be an object with counts"),
        ('{"version": 1}', "`findings` is to be an object with counts"),
    ],
)
def test_a_baseline_that_cannot_be_used(
    broken: Path, content: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (broken / BASELINE).write_text(content)
    assert run(capsys, "check") == (2, "", f"mapperlint: {BASELINE}: {message}\n")
    assert run(capsys, "baseline", "--prune")[0] == 2
    assert run(capsys, "baseline")[0] == 0, "it is written anew"
    assert run(capsys, "check")[0] == 0


def test_a_baseline_that_is_not_json(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (broken / BASELINE).write_text('{\n  "version": 1,\n<<<<<<< HEAD\n')
    said = run(capsys, "check")
    assert said == (2, "", f"mapperlint: {BASELINE}:3: not JSON, which a baseline is\n")


def test_a_baseline_that_cannot_be_written(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree({**BROKEN_BLOG, "mapperlint.toml": 'baseline = "no/such.json"\n'}))
    status, out, err = run(capsys, "baseline")
    assert (status, out) == (2, "")
    assert err.startswith("mapperlint: no/such.json: it cannot be written: ")


def test_only_what_is_reported_is_fixed(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "baseline")
    before = {path: path.read_bytes() for path in broken.rglob("*.py")}
    assert run(capsys, "check", "--fix", "--unsafe-fixes")[0] == 0
    assert {path: path.read_bytes() for path in broken.rglob("*.py")} == before


def finding(subject: str, code: str = "MAP401") -> Diagnostic:
    return Diagnostic(code, "", Severity.ERROR, Location("a.py", START_OF_FILE), "", subject)


def test_a_fingerprint_counts_as_often_as_it_was_found() -> None:
    known = baseline_of([finding("a"), finding("a"), finding("b"), finding("x", "MAP902")])
    assert known == Baseline({"MAP401|a": 2, "MAP401|b": 1})
    assert known.unknown([finding("a")] * 3) == (finding("a"),)
    assert known.gone([finding("a")]) == Baseline({"MAP401|a": 1, "MAP401|b": 1})
    assert known.text.splitlines() == [
        *("{", '  "version": 1,', '  "findings": {'),
        *('    "MAP401|a": 2,', '    "MAP401|b": 1', "  }", "}"),
    ]
    assert baseline_of([finding("b"), finding("a"), finding("a")]).text == known.text
