"""Every format to the letter, for findings with everything a format stumbles over.

`UPDATE_GOLDEN=1` writes the present output down.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mapperlint.config import OUTPUT_FORMATS
from mapperlint.diagnostics import Counts
from mapperlint.reporters import reporter
from mapperlint.reporters.view import View
from tests.support.awkward import COUNTS, FINDINGS, view

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", OUTPUT_FORMATS)
def test_report(name: str) -> None:
    said = reporter(name)(FINDINGS, COUNTS, view())
    written = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        written.write_text(said, encoding="utf-8", newline="\n")
    assert said == written.read_bytes().decode()


def test_every_format_has_a_reporter_of_its_own() -> None:
    """An unknown name gives the default, so a missing case would show nowhere else."""
    assert len({reporter(name) for name in OUTPUT_FORMATS}) == len(OUTPUT_FORMATS)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("json", "[]\n"),
        ("gitlab", "[]\n"),
        ("json-lines", ""),
        ("github", ""),
        ("azure", ""),
        ("pylint", ""),
        ("concise", "No problems found. There are no mapped classes.\n"),
        ("grouped", "No problems found. There are no mapped classes.\n"),
        ("markdown", "No problems found. There are no mapped classes.\n"),
    ],
)
def test_nothing_found(name: str, said: str) -> None:
    assert reporter(name)((), Counts(0, 0, 0, 0), view()) == said


@pytest.mark.parametrize("name", ["full", "concise", "grouped", "markdown"])
def test_quiet_reports_say_nothing_but_the_findings(name: str) -> None:
    quiet = view()._replace(quiet=True)
    loud = reporter(name)(FINDINGS, COUNTS, view())
    said = reporter(name)(FINDINGS, COUNTS, quiet)
    assert "Understood" in loud
    assert loud.startswith(said.rstrip("\n"))
    assert said.endswith("\n")
    assert "Understood" not in said
    assert reporter(name)((), COUNTS, quiet) == ""


@pytest.mark.parametrize("name", OUTPUT_FORMATS)
def test_what_is_checked_cannot_act_on_the_reader(name: str) -> None:
    assert "\x1b" not in reporter(name)(FINDINGS, COUNTS, view())


@pytest.mark.parametrize("name", ["github", "gitlab", "azure", "sarif", "checkstyle", "rdjson"])
def test_ci_names_files_from_what_it_checked_out(name: str) -> None:
    """A check may run in a folder of the repository; annotations need the path from its top."""
    deeper = View("/ci/build/repo/app", "/ci/build/repo/app", lambda _: "", checkout="/ci/build")
    (finding,) = (each for each in FINDINGS if each.code == "MAP604")
    said = reporter(name)((finding,), COUNTS, deeper)
    assert "repo/app/src/line" in said
    assert "/repo/app/src/line" not in said
