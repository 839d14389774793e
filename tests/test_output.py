"""What a check says beside its findings, how loudly, and where it says it."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mapperlint
from mapperlint import cli
from mapperlint.cli import commands
from mapperlint.cli.progress import CLEARED, line
from mapperlint.cli.terminal import opens_links
from mapperlint.engine.session import Session
from mapperlint.reporters import reporter
from mapperlint.reporters.columns import converted, utf8, utf16
from mapperlint.reporters.statistics import statistics
from mapperlint.rules import RULES
from tests.support.awkward import COUNTS, CRASH, FINDINGS, LONG, WIDE, view
from tests.support.blog import BLOG, BROKEN_BLOG, POST
from tests.support.terminals import drained, resize

if TYPE_CHECKING:
    from tests.conftest import Tree

HIBACHI = Path(__file__).parents[1] / "fixtures/hibachi/before"


@pytest.fixture
def broken(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(BROKEN_BLOG)
    monkeypatch.chdir(root)
    return root


# --output-file


def test_report_goes_into_a_file(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check"]) == 1
    said = capsys.readouterr().out
    assert cli.run(["check", "--output-file", "report.txt"]) == 1
    assert capsys.readouterr() == ("", "")
    assert (broken / "report.txt").read_text(encoding="utf-8") == said


def test_file_that_cannot_be_written(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--output-file", "gone/report.txt"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("mapperlint: gone/report.txt: ")
    assert "No such file or directory" in err
    assert not (broken / "gone").exists()


@pytest.mark.usefixtures("broken")
def test_file_is_not_colored_for_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    said = in_terminal("check", "--output-file", "report.txt")
    assert said == ""
    assert "\x1b" not in Path("report.txt").read_text(encoding="utf-8")


# --statistics


@pytest.mark.usefixtures("broken")
def test_statistics(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--statistics"]) == 1
    out = capsys.readouterr().out
    assert re.match(r"1\tMAP401\t\[.\] missing-reverse\nFound 1 error\. ", out)


def test_statistics_begin_with_what_is_most_frequent() -> None:
    assert statistics("full")(FINDINGS, COUNTS, view()._replace(quiet=True)) == (
        "2\tMAP401\t[-] missing-reverse\n"
        "1\tMAP301\t[ ] unknown-target\n"
        "1\tMAP604\t[ ] shadowed-module\n"
        "1\tMAP902\t[ ] rule-crash\n"
    )
    assert "\t[*] missing-reverse" in statistics("full")((LONG,), COUNTS, view())


def test_statistics_as_json() -> None:
    assert json.loads(statistics("json")((LONG, WIDE), COUNTS, view())) == [
        {"code": "MAP301", "name": "unknown-target", "count": 1, "fixable": 0},
        {"code": "MAP401", "name": "missing-reverse", "count": 1, "fixable": 1},
    ]


@pytest.mark.usefixtures("broken")
def test_statistics_need_a_format_that_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--statistics", "--output-format", "sarif"]) == 2
    assert capsys.readouterr() == (
        "",
        "mapperlint: --statistics goes with the output formats full, concise, grouped, json\n",
    )


# --quiet, --verbose, --exit-zero


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("flag", ["--quiet", "-q"])
def test_quiet(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--output-format", "concise", flag]) == 1
    (finding,) = capsys.readouterr().out.splitlines()
    assert finding.startswith("blog/post.py:11:")
    assert cli.run(["check", flag, "blog/other.py"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("flag", ["--verbose", "-v"])
def test_verbose(flag: str, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = len(BROKEN_BLOG)
    cli.run(["check"])
    plain = capsys.readouterr().out
    cli.run(["check", flag, "--no-cache"])
    out, err = capsys.readouterr()
    assert out == plain
    assert f"mapperlint: project {broken}, {files} files\n" in err
    assert f"mapperlint: {files} files read, 3 files parsed\n" in err
    assert re.search(r"mapperlint: \d+\.\d\d s\n$", err)


@pytest.mark.usefixtures("broken")
def test_verbose_says_when_there_was_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["check"])
    capsys.readouterr()
    cli.run(["check", "--verbose"])
    err = capsys.readouterr().err
    assert "mapperlint: nothing has changed since the last check\n" in err
    assert "parsed" not in err


@pytest.mark.usefixtures("broken")
def test_quiet_is_not_verbose(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^2$"):
        cli.run(["check", "--quiet", "--verbose"])
    assert "not allowed with argument" in capsys.readouterr().err


@pytest.mark.usefixtures("broken")
def test_exit_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--exit-zero"]) == 0
    assert "Found 1 error" in capsys.readouterr().out
    assert cli.run(["check", "--exit-zero", "gone.py"]) == 2


@pytest.mark.usefixtures("broken")
def test_exit_zero_is_not_for_a_rule_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "_asked", lambda *_: iter([CRASH]))
    assert cli.run(["check", "--exit-zero", "--no-cache"]) == 2


# where files are named from


@pytest.mark.parametrize("name", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"])
def test_ci_says_where_it_has_checked_out(
    name: str, broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for format_, path in (("github", "file=blog/post.py,"), ("gitlab", '"path": "blog/post.py"')):
        monkeypatch.chdir(broken / "blog")
        monkeypatch.delenv(name, raising=False)
        cli.run(["check", "--output-format", format_, str(broken)])
        assert path not in capsys.readouterr().out
        monkeypatch.setenv(name, str(broken))
        cli.run(["check", "--output-format", format_, str(broken)])
        assert path in capsys.readouterr().out


# links


def test_code_leads_to_the_page_of_its_rule() -> None:
    linked = reporter("full")((WIDE,), COUNTS, view()._replace(links=True))
    head = "\x1b]8;;https://mapperlint.example.org/rules/unknown-target/\x1b\\"
    assert linked.startswith(f"{head}MAP301 unknown-target\x1b]8;;\x1b\\: ")
    plain = re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", linked)
    assert plain == reporter("full")((WIDE,), COUNTS, view())


def test_code_leads_to_its_module_while_no_page_is_published() -> None:
    unpublished = view(documentation="")._replace(links=True)
    linked = reporter("full")((WIDE,), COUNTS, unpublished)
    found = re.match(r"\x1b\]8;;file://([^\x1b]*)\x1b\\MAP301", linked)
    assert found
    text = Path(found[1]).read_text(encoding="utf-8")
    assert WIDE.name in text
    nowhere = WIDE._replace(name="no-such-rule")
    assert "\x1b" not in reporter("full")((nowhere,), COUNTS, unpublished)


def test_modules_of_rules_are_called_like_the_rules() -> None:
    """The address of a rule's module is made of its name, without loading the rule."""
    folder = Path(mapperlint.__file__).parent / "rules"
    for rule in RULES:
        module = folder / f"{rule.name.replace('-', '_')}.py"
        assert module.exists(), rule.name


@pytest.mark.parametrize(
    ("environment", "opens"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "foot"}, True),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"VTE_VERSION": "6800"}, True),
        ({"VTE_VERSION": "4601"}, False),
        ({"VTE_VERSION": "x"}, False),
        ({"TERM_PROGRAM": "vscode", "TERM": "dumb"}, False),
        ({"TERM_PROGRAM": "vscode", "PRE_COMMIT": "1"}, False),
        ({"TERM_PROGRAM": "vscode", "CI": "true"}, False),
        ({"TERM_PROGRAM": "vscode", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_terminals_that_open_links(environment: dict[str, str], *, opens: bool) -> None:
    assert opens_links(environment) is opens


@pytest.mark.usefixtures("broken")
def test_links_are_for_terminals() -> None:
    assert "\x1b]8;;" in in_terminal("check", TERM_PROGRAM="vscode")
    assert "\x1b]8;;" not in in_terminal("check", TERM_PROGRAM="Apple_Terminal")
    done = subprocess.run(
        [sys.executable, "-m", "mapperlint", "check", "--color", "always"],
        env={**os.environ, "TERM_PROGRAM": "vscode", "FORCE_HYPERLINK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "\x1b[1;31m" in done.stdout
    assert "\x1b]8;;" not in done.stdout


# the progress bar


@pytest.mark.parametrize("columns", [0, 1, 2, 10, 20, 40, 80, 200])
def test_bar_fits_the_terminal(columns: int) -> None:
    for done in (0, 1, 4999, 5000):
        assert len(line(done, 5000, columns)) <= max(columns - 1, 0)


def test_bar_grows() -> None:
    assert line(0, 8, 80) == f"[{' ' * 30}] 0 of 8 files"
    assert line(4, 8, 80) == f"[{'#' * 15}{' ' * 15}] 4 of 8 files"
    assert line(8, 8, 80) == f"[{'#' * 30}] 8 files: linking, checking"
    assert line(0, 0, 80).startswith("[")
    assert line(4, 8, 20) == "4 of 8 files"


WATCHED = """\
import sys
from mapperlint.cli import progress
progress.PATIENCE, progress.BEAT = float(sys.argv.pop(1)), 0.01
from mapperlint.__main__ import main
raise SystemExit(main())
"""
AT_ONCE, NEVER = "0.001", "1000"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no alarms")
@pytest.mark.parametrize(
    ("patience", "arguments", "variables", "columns", "drawn"),
    [
        (AT_ONCE, (), {}, 80, True),
        (NEVER, (), {}, 80, False),
        (AT_ONCE, ("--quiet",), {}, 80, False),
        (AT_ONCE, (), {"PRE_COMMIT": "1"}, 80, False),
        (AT_ONCE, (), {"CI": "true"}, 80, False),
        (AT_ONCE, (), {"TERM": "dumb"}, 80, False),
        (AT_ONCE, (), {}, 0, False),
    ],
)
def test_bar_is_drawn_where_someone_looks(
    patience: str,
    arguments: tuple[str, ...],
    variables: dict[str, str],
    columns: int,
    *,
    drawn: bool,
) -> None:
    command = (sys.executable, "-c", WATCHED, patience, "check", "--no-cache", *arguments)
    status, out, err = watched(command, columns, **variables)
    assert status == 1
    assert "\r" not in out
    if drawn:
        assert " files" in err
        assert err.startswith(CLEARED)
        assert err.endswith(CLEARED)
    else:
        assert err == ""


def test_bar_is_not_drawn_into_a_file() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, AT_ONCE, "check", "--no-cache"],
        cwd=HIBACHI,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")


def watched(command: tuple[str, ...], columns: int, **variables: str) -> tuple[int, str, str]:
    """Status and output of a command whose standard error is a terminal of its own."""
    ours, theirs = pty.openpty()
    resize(theirs, columns)
    with subprocess.Popen(
        command,
        cwd=HIBACHI,
        env={**os.environ, "TERM": "xterm", **variables},
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        err = drained(ours)
        assert process.stdout
        out = process.stdout.read().decode()
    return process.returncode, out, err


def in_terminal(*arguments: str, **variables: str) -> str:
    """What the command says on a terminal."""
    ours, theirs = pty.openpty()
    resize(theirs, 80)
    with subprocess.Popen(
        [sys.executable, "-m", "mapperlint", *arguments],
        env={**os.environ, "TERM": "xterm", **variables},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
    ):
        os.close(theirs)
        return drained(ours)


# columns


@given(st.text(max_size=40), st.integers(0, 50))
def test_columns_are_counted_as_their_readers_do(text: str, column: int) -> None:
    before, behind = text[:column], max(column - len(text), 0)
    encoded = before.encode("utf-16-le", "surrogatepass")
    assert converted(text, column, utf16) == len(encoded) // 2 + behind
    encoded = before.encode("utf-8", "surrogatepass")
    assert converted(text, column, utf8) == len(encoded) + behind
    assert converted(text, column, len) == column


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_in_a_line_of_tabs_and_wide_characters(
    newline: str, mark: str, broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the line ends, and whether or not a mark stands at the head of the file."""
    text = POST.replace("    ", "\t").replace("relationship(", 'relationship(info={"日😀": 1}, ')
    (broken / "blog/post.py").write_bytes((mark + text).replace("\n", newline).encode())
    line = text.split("\n")[10]

    def said(name: str) -> Any:
        cli.run(["check", "--output-format", name])
        out = capsys.readouterr().out
        return out if name == "full" else json.loads(out)

    place = said("rdjson")["diagnostics"][0]["location"]["range"]
    start, end = (place[name]["column"] - 1 for name in ("start", "end"))
    assert line.encode()[start:end] == b'"posts"'

    place = said("sarif")["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    start, end = (2 * (place[name] - 1) for name in ("startColumn", "endColumn"))
    assert line.encode("utf-16-le")[start:end].decode("utf-16-le") == '"posts"'

    (found,) = said("json")
    start, end = (found[name]["column"] - 1 for name in ("location", "end_location"))
    assert line[start:end] == '"posts"'

    shown, carets = said("full").split("\n")[5:7]
    assert shown.endswith(line.replace("\t", "    "))
    assert carets.index("^") == shown.index('"posts"') + 2  # two characters are twice as wide
    assert carets.count("^") == len('"posts"')


# --help

COMMANDS = tuple(commands.SUMMARIES)
TESTS = Path(__file__).parent


def help_of(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.run([command, "--help"])
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert max(map(len, help_of(command, capsys).splitlines())) <= 100


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_what_holds_without_an_option(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An option that takes a value says what is taken without it, or what it adds."""
    text = re.sub(r"\s+", " ", help_of(command, capsys).partition("options:")[2])
    for option, said in re.findall(r" (--[\w-]+) [A-Z{][^ ]* (.*?)(?= -\w, --| --|$)", text):
        assert "default: " in said or option in WITHOUT_DEFAULT, (option, said)


WITHOUT_DEFAULT = {"--stdin-filename"}
"""Is needed where it means anything."""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_used_by_a_test(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = set(re.findall(r"(?<=[ \[])--[a-z][\w-]*", help_of(command, capsys)))
    texts = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    unused = {each for each in options - {"--help"} if not re.search(rf'"{each}["=]', texts)}
    assert unused == set()


# --python


def test_python_says_whose_packages_are_read(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    packages = "env/lib/python3.11/site-packages"
    monkeypatch.chdir(
        tree(
            {
                **BLOG,
                "env/pyvenv.cfg": "",
                f"{packages}/SQLAlchemy-2.0.36.dist-info/METADATA": "Name: SQLAlchemy\n",
            }
        )
    )
    cli.run(["models"])
    assert "2.0.36" not in capsys.readouterr().out
    cli.run(["models", "--python", "env"])
    assert "Read as SQLAlchemy 2.0.36 does" in capsys.readouterr().out
    cli.run(["check", "--python", "env", "--verbose"])
    assert f"packages in {os.path.abspath(packages)}\n" in capsys.readouterr().err
