"""The command as people run it: arguments in, text and an exit status out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

import mapperlint
from mapperlint import __main__, cli
from mapperlint.config import Settings
from mapperlint.diagnostics import Severity
from mapperlint.engine.session import Session
from mapperlint.engine.stamps import TICK
from mapperlint.reporters.rule_list import rules_as_json, rules_as_text
from mapperlint.rule import Rule, Runtime
from mapperlint.rules import RULES
from tests.support.blog import BLOG, BROKEN_BLOG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mapperlint.diagnostics import Diagnostic
    from mapperlint.model.project import Project
    from tests.conftest import Tree


@pytest.fixture
def broken(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(BROKEN_BLOG)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def clean(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tree(BLOG)
    monkeypatch.chdir(root)
    return root


def process(
    *arguments: str, stdout: int | None = subprocess.PIPE, **variables: str
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, in the current directory."""
    return subprocess.run(
        [sys.executable, "-m", "mapperlint", *arguments],
        env={**os.environ, **variables},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )


# what is reported


@pytest.mark.usefixtures("clean")
def test_clean_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check"]) == 0
    assert capsys.readouterr() == (
        "No problems found. Understood 2 of 2 mapped classes and 2 of 2 relationships.\n",
        "",
    )


@pytest.mark.usefixtures("broken")
def test_broken_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--output-format", "concise"]) == 1
    out, err = capsys.readouterr()
    finding, summary, *_ = out.splitlines()
    assert finding.startswith("blog/post.py:11:")
    assert ": MAP401 " in finding
    assert summary.startswith("Found 1 error. Understood ")
    assert err == ""


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize(
    ("named", "status"),
    [
        (["blog/post.py"], 1),
        (["blog/user.py"], 1),
        (["blog"], 1),
        (["blog/other.py"], 0),
        (["blog/other.py", "blog/user.py"], 1),
    ],
)
def test_finding_is_reported_for_every_file_it_touches(named: list[str], status: int) -> None:
    assert cli.run(["check", *named]) == status


@pytest.mark.usefixtures("broken")
def test_json_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--output-format", "json"]) == 1
    out, err = capsys.readouterr()
    (finding,) = json.loads(out)
    assert finding["code"] == "MAP401"
    assert os.path.samefile(finding["filename"], "blog/post.py")
    assert finding["location"]["row"] == 11
    assert err == ""


@pytest.mark.usefixtures("broken")
def test_same_report_every_time() -> None:
    reports = {process("check", PYTHONHASHSEED=str(seed)).stdout for seed in range(3)}
    assert len(reports) == 1


def test_unreadable_file_is_a_finding_about_it(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (broken / "blog/other.py").write_bytes(b"x = '\xff\xfe'\n")
    assert cli.run(["check", "--output-format", "concise"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("blog/other.py:1:")
    assert " MAP901 " in lines[0]
    assert " MAP401 " in lines[1]


@pytest.mark.usefixtures("broken")
def test_excluded_file_is_read_when_it_is_named(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree({"pyproject.toml": '[tool.mapperlint]\nexclude = ["bad.py"]\n', "bad.py": "(\n"})
    assert cli.run(["check", "bad.py"]) == 1
    assert " bad.py:1:" in capsys.readouterr().out
    assert cli.run(["check", "--force-exclude", "bad.py"]) == 0
    assert "bad.py" not in capsys.readouterr().out


# the mirror, the rules


@pytest.mark.usefixtures("clean")
def test_models(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["models", "--output-format", "json", "blog/post.py"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert document["version"] == 1
    assert [entry["class"] for entry in document["classes"]] == ["blog.post.Post"]
    assert cli.run(["models"]) == 0
    assert "blog.user.User  users\n  blog/user.py:6\n" in capsys.readouterr().out


def test_models_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is not understood, grouped by reason, with its places."""
    (tmp_path / "models.py").write_text(
        "from sqlalchemy.orm import declarative_base\n"
        "from settings import NAME, Mixin\n"
        "Base = declarative_base()\n"
        "class User(Base):\n    __tablename__ = NAME\n"
        "class Post(Mixin, Base):\n    __tablename__ = 'posts'\n"
    )
    assert cli.run(["models", "--unknown", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert "models.User: table" in text
    assert "models.Post: columns, relationships" in text
    assert text.endswith("Understood 0 of 2 mapped classes and 0 of 0 relationships.\n")

    assert cli.run(["models", "--unknown", "--output-format", "json", str(tmp_path)]) == 0
    reasons = json.loads(capsys.readouterr().out)["reasons"]
    named = {each["subject"]: each["fields"] for one in reasons for each in one["unknown"]}
    assert named["models.Post"] == ["columns", "relationships", "foreign_keys"]


def test_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]
    shown = next(line for line in lines if line.startswith("MAP401"))
    assert shown.split("  ", 1)[1].split() == [
        *("missing-reverse", "error", "fix"),
        *next(rule.title.split() for rule in RULES if rule.code == "MAP401"),
    ]


def test_rules_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules", "--output-format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)["rules"]
    assert [(each["code"], each["severity"], each["on"], each["fix"]) for each in listed] == [
        (rule.code, rule.severity.value, rule.on, rule.fix) for rule in RULES
    ]


def test_a_fix_is_listed_where_a_rule_has_one() -> None:
    (rule,) = (rule for rule in RULES if rule.code == "MAP401")
    plain = replace(rule, fix=False)
    assert "  error  fix     " in rules_as_text((rule, plain))
    assert [each["fix"] for each in json.loads(rules_as_json((rule, plain)))["rules"]] == [
        True,
        False,
    ]


@pytest.mark.parametrize("word", ["MAP401", "map401", "missing-reverse"])
def test_explain(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", word]) == 0
    assert capsys.readouterr().out.startswith("# missing-reverse (MAP401, error)\n\nThe mistake ")


def test_explain_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "mising-reverse"]) == 2
    assert capsys.readouterr().err == (
        "mapperlint: there is no rule 'mising-reverse'; did you mean 'missing-reverse'?\n"
    )


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.run(["--version"])
    assert capsys.readouterr().out == f"mapperlint {mapperlint.__version__}\n"


# what cannot be run


@pytest.mark.usefixtures("clean")
def test_path_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "blog", "gone.py"]) == 2
    assert capsys.readouterr() == ("", "mapperlint: gone.py: no such file or directory\n")


def test_path_of_another_project(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    root = tree({"a/pyproject.toml": "[tool.mapperlint]\n", "a/x.py": "", "b/y.py": ""})
    assert cli.run(["check", str(root / "a/x.py"), str(root / "b/y.py")]) == 2
    assert capsys.readouterr().err == (
        f"mapperlint: {root / 'b/y.py'} lies outside of the project {root / 'a'};"
        " check it by itself\n"
    )


def test_wrong_setting(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree({"pyproject.toml": "[tool.mapperlint]\nsrcs = []\n"}))
    assert cli.run(["check"]) == 2
    assert capsys.readouterr().err == (
        "mapperlint: pyproject.toml:2: unknown setting `srcs`; did you mean `src`?\n"
    )


def test_wrong_argument(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^2$"):
        cli.run(["check", "--output-format", "yaml"])
    assert "invalid choice: 'yaml'" in capsys.readouterr().err


def failing(_: Project) -> Iterator[Diagnostic]:
    raise KeyError("users")


FAILING = Rule("MAP999", "failing", Severity.ERROR, Runtime.SILENT, failing)


def test_rule_that_fails_is_named_and_the_others_speak(broken: Path) -> None:
    session = Session(Settings(str(broken)), rules=(FAILING, *RULES))
    session.load()
    crash, finding = session.report(["blog"])
    assert (crash.code, crash.message) == (
        "MAP902",
        "The rule failing (MAP999) failed: KeyError: 'users'",
    )
    assert finding.code == "MAP401"
    assert session.answer().crashed


def test_rule_that_fails_shows_where_when_asked(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAPPERLINT_DEBUG", "1")
    session = Session(Settings(str(broken)), rules=(FAILING,))
    session.load()
    with pytest.raises(KeyError):
        session.diagnostics()


@pytest.mark.usefixtures("broken")
def test_rule_that_fails_is_no_clean_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Session.__init__, "__defaults__", ((FAILING,),))
    assert cli.run(["check", "--output-format", "concise"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith(".:1:1: MAP902 The rule failing (MAP999) failed: KeyError: 'users'\n")
    assert err == ""


def test_fault_of_ours_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def discover(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("mapperlint.engine.discover.discover", discover)
    assert cli.run(["check"]) == 2
    assert capsys.readouterr().err == (
        "mapperlint: a fault of mapperlint, not of the files: ZeroDivisionError: by zero"
        " (MAPPERLINT_DEBUG=1 shows where)\n"
    )


def test_interrupt(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def run(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run", run)
    assert __main__.main() == 2
    assert capsys.readouterr().err == "mapperlint: interrupted\n"


# where the report goes


@pytest.mark.usefixtures("broken")
def test_reader_that_has_left() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = process("check", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.usefixtures("broken")
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
def test_disk_that_is_full() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = process("check", stdout=full.fileno())
    assert done.returncode == 2
    assert done.stderr == "mapperlint: the report could not be written: No space left on device\n"


def test_terminal_that_cannot_say_a_name(clean: Path) -> None:
    with (clean / "blog/post.py").open("a", encoding="utf-8") as file:
        file.write('    größe: Mapped["Größe"] = relationship()\n')
    done = process("check", PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert r"Gr\xf6\xdfe" in done.stdout
    assert done.stderr == ""


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize(
    ("arguments", "variables", "colored"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"CLICOLOR_FORCE": "1"}, True),
        ([], {"FORCE_COLOR": "0"}, False),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color(
    arguments: list[str],
    variables: dict[str, str],
    colored: bool,  # noqa: FBT001 - a table of cases
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    cli.run(["check", *arguments])
    assert ("\x1b[" in capsys.readouterr().out) is colored


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize(
    ("arguments", "several"), [(["--jobs", "2"], True), (["--jobs", "1"], False)]
)
def test_jobs(arguments: list[str], several: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    monkeypatch.setattr("mapperlint.engine.session.WORTH_READING_TOGETHER", 0)
    started: list[int] = []

    def noted(_question: object, _names: object, jobs: int) -> dict[str, bytes]:
        started.append(jobs)
        return {}

    monkeypatch.setattr("mapperlint.engine.session.answers", noted)
    assert cli.run(["check", "--no-cache", *arguments]) == 0
    assert bool(started) is several


@pytest.mark.parametrize("count", ["0", "-1", "two", ""])
def test_jobs_that_are_no_number(count: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exited:
        cli.run(["check", f"--jobs={count}"])
    assert exited.value.code == 2
    assert f"expected a number from 1, not '{count}'" in capsys.readouterr().err


# what a run costs

LOADED = """\
import sys
before = set(sys.modules)
from mapperlint.__main__ import main
sys.argv = ["mapperlint", "check", "--output-format", "concise"]
status = main()
print(status, *sorted(set(sys.modules) - before))
"""

NEEDED_AGAIN = frozenset(
    """
    __future__ _collections _collections_abc _functools _json _locale _operator _sre _stat _typing
    _weakrefset argparse collections contextlib copyreg enum errno functools gc genericpath gettext
    itertools json keyword locale operator os posixpath re reprlib sre_compile sre_constants
    sre_parse stat types typing warnings zlib
    """.split()  # noqa: SIM905 - a paragraph reads better than seventy lines
)
"""What a check may load that finds nothing changed since the last one."""

NEEDED = NEEDED_AGAIN.union(
    """
    _ast _blake2 _datetime _decimal _hashlib _opcode _opcode_metadata _struct _tokenize _uuid ast
    copy datetime decimal dis hashlib importlib inspect linecache math msgspec
    _socket numbers opcode platform struct textwrap token tokenize typing_extensions uuid weakref
    """.split()  # noqa: SIM905
)
"""What any other check may load. A longer list makes every commit of every user slower.

`typing_extensions` is loaded by `msgspec` where it is installed.
"""

OURS_AGAIN = frozenset(
    """
    cli cli.check cli.commands cli.said cli.scope config diagnostics engine engine.answer
    engine.cache engine.cache.answers engine.cache.directory engine.cache.settings engine.checking
    engine.discover engine.disk engine.opening engine.stamps places reporters reporters.concise
    reporters.lines reporters.summary reporters.view
    """.split()  # noqa: SIM905
)


OURS_AFTER_AN_EDIT = OURS_AGAIN.union(
    """
    engine.cache.edits engine.cache.facts engine.cache.observations facts facts.columns
    facts.convert facts.decode facts.expressions facts.extract facts.fact facts.guards
    facts.kept_functions facts.newer_syntax facts.questions facts.scan facts.shapes facts.statements
    facts.type_checking facts.walk
    """.split()  # noqa: SIM905
)
"""What a check may load after an edit that moves lines: neither the model nor the rules."""


@pytest.mark.usefixtures("git")
@pytest.mark.skipif(sys.platform == "win32", reason="the list is that of POSIX")
def test_plain_check_loads_nothing_it_does_not_need(clean: Path) -> None:
    long_ago(clean)
    first, _ = loaded()
    assert first <= NEEDED, sorted(first - NEEDED)
    again, ours = loaded()
    assert again <= NEEDED_AGAIN, sorted(again - NEEDED_AGAIN)
    assert ours <= OURS_AGAIN, sorted(ours - OURS_AGAIN)
    for path in clean.rglob("*.py"):
        path.write_text(f"# One line more.\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    edited, ours = loaded()
    assert edited <= NEEDED, sorted(edited - NEEDED)
    assert ours <= OURS_AFTER_AN_EDIT, sorted(ours - OURS_AFTER_AN_EDIT)


def long_ago(root: Path) -> None:
    """Wait until no change of a file can hide in the tick of the clock it was written in."""
    newest = max(path.stat().st_ctime_ns for path in root.rglob("*"))
    time.sleep(max(0.0, (newest + TICK - time.time_ns()) / 1e9) + 0.1)


def loaded() -> tuple[frozenset[str], frozenset[str]]:
    """The modules a check loads: the top-level names of others', and ours."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{LOADED}"],
        capture_output=True,
        text=True,
        check=True,
    )
    status, *names = done.stdout.splitlines()[-1].split()
    assert status == "0"
    ours = {name for name in names if name.startswith("mapperlint.")}
    others = {name.partition(".")[0] for name in names} - {"mapperlint"}
    return frozenset(others), frozenset(name.removeprefix("mapperlint.") for name in ours) - {
        "__main__"
    }
