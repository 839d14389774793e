"""The documentation is a site that can be built, and what its pages show is true.

`UPDATE_DOCUMENTATION=1` writes what the commands say now into the pages.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import mapperlint
from mapperlint.config import load
from mapperlint.rules import RULES
from tests.support import pages, transcripts
from tests.support.environments import python
from tests.support.findings_in import expected_in, found_in
from tests.support.site_pages import CI, DOCUMENTATION
from tests.support.trees import FIXTURES

HERE = Path(__file__).parents[1]
START = "getting-started.md"
SHIPPED = (".pre-commit-hooks.yaml", "LICENSE", "README.md", "pyproject.toml", "src")
TEST = re.compile(r"`(tests/\w+\.py)::(\w+)`")


def texts() -> dict[str, str]:
    """The pages beside those of the rules, by the names of their files."""
    return {path.name: path.read_text("utf-8") for path in sorted(DOCUMENTATION.glob("*.md"))}


def blocks(language: str, but: str = "") -> list[Any]:
    """What stands on all pages but one in a language; not the files that a session needs."""
    fence = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [
        pytest.param(text, id=f"{name}-{number}")
        for name, page in texts().items()
        if name != but
        for number, text in enumerate(fence.findall(page))
    ]


# the site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built so that a link or an anchor that leads nowhere is a failure."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=HERE,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_the_site_can_be_built(site: Path) -> None:
    """The pages of the rules stand where the codes in terminals lead to."""
    assert (site / "index.html").exists()
    built = {path.parent.name for path in site.glob("rules/*/index.html")}
    assert built == {rule.name for rule in RULES}


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    """What is read offline looks the same."""
    loaded = re.compile(r"<(?:script|img|iframe)[^>]+src=\"https?:|<link[^>]+href=\"https?:")
    assert [path for path in site.rglob("*.html") if loaded.search(path.read_text("utf-8"))] == []


# sessions


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [name for name, text in texts().items() if transcripts.is_session(text) and name != START],
)
def test_sessions(name: str, tmp_path: Path) -> None:
    text = texts()[name]
    transcripts.prepare(text, tmp_path)
    compare(name, transcripts.run(text, tmp_path, python=str(python("2.0"))))


@pytest.mark.slow
def test_the_first_five_minutes(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """By the letter: an environment, a project, the first finding, a comment, baseline, hook."""
    clone(tmp_path / "mapperlint")
    home = str(tmp_path_factory.mktemp("pre-commit-home"))
    compare(START, transcripts.run(texts()[START], tmp_path, PRE_COMMIT_HOME=home, PIP_QUIET="1"))


def compare(name: str, now: str) -> None:
    if os.environ.get("UPDATE_DOCUMENTATION"):
        (DOCUMENTATION / name).write_text(now, encoding="utf-8")
    assert texts()[name] == now


def clone(folder: Path) -> None:
    """The tree as it is now, as a repository with the tag of its version."""
    folder.mkdir()
    for name in SHIPPED:
        if (HERE / name).is_dir():
            caches = shutil.ignore_patterns("__pycache__")
            shutil.copytree(HERE / name, folder / name, ignore=caches)
        else:
            shutil.copy(HERE / name, folder / name)
    for command in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "As it is"],
        ["tag", f"v{mapperlint.__version__}"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)


@pytest.mark.parametrize("name", texts())
def test_pages_name_no_folder_of_one_machine(name: str) -> None:
    assert re.findall(r"(?<![\w.])/(?:tmp|root|home|work|Users)/\S*", texts()[name]) == []


# examples


@pytest.mark.parametrize("text", blocks("python"))
def test_models_are_as_the_page_says(text: str, tmp_path: Path) -> None:
    """What comments call a finding is one, and nothing else is."""
    pages.write({"models.py": text}, tmp_path)
    assert found_in(tmp_path) == expected_in(tmp_path)


@pytest.mark.parametrize("text", blocks("toml", but="settings.md"))
def test_settings_can_be_used(text: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert load([str(tmp_path)], environment={}).root == str(tmp_path)


def test_hooks_on_the_page_are_those_that_are_shipped() -> None:
    page = texts()["hooks-and-ci.md"]
    (text,) = re.findall(r"^```yaml\n(repos:.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (repository,) = yaml.safe_load(text)["repos"]
    shipped = yaml.safe_load((HERE / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert repository["rev"] == f"v{mapperlint.__version__}"
    assert {hook["id"] for hook in repository["hooks"]} <= {hook["id"] for hook in shipped}
    assert [hook["id"] for hook in shipped if f"| `{hook['id']}` |" not in page] == []


def test_named_tests_are_there() -> None:
    named = TEST.findall(texts()["comparison.md"])
    assert named
    assert [
        f"{path}::{test}"
        for path, test in named
        if f"\ndef {test}(" not in (HERE / path).read_text("utf-8")
    ] == []


def test_every_feature_has_a_test_or_is_not_there() -> None:
    """A row of the table that says something of mapperlint names who checks it."""
    table = texts()["comparison.md"].partition("its test |\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()[1:]]
    assert rows
    assert [row[0] for row in rows if (row[1] == "no") is not (row[-1] == "")] == []


# CI


@pytest.mark.parametrize("name", CI)
def test_ci_files_are_what_their_services_take(name: str) -> None:
    kind = ["vendor.github-workflows"]
    if "gitlab" in name:
        kind = ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *kind]
    command.append(str(DOCUMENTATION / name))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", CI)
def test_ci_files_install_this_version(name: str) -> None:
    installing = [line for line in script(name) if line.startswith("pip ")]
    assert installing == [f"pip install mapperlint=={mapperlint.__version__}"]


@pytest.mark.slow
@pytest.mark.parametrize("state", ["before", "after"])
@pytest.mark.parametrize("name", CI)
def test_ci_files_do_what_they_say(name: str, state: str, tmp_path: Path) -> None:
    """Each line as a service runs it: the next one after a failure only where it is told to."""
    shutil.copytree(FIXTURES / "hibachi" / state, tmp_path, dirs_exist_ok=True)
    summary = tmp_path / "summary.md"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    failed = False
    for line in script(name):
        if line.startswith("mapperlint "):
            done = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", line],
                cwd=tmp_path,
                env={**os.environ, "PATH": path, "GITHUB_STEP_SUMMARY": str(summary)},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode in {0, 1}, done.stderr
            failed = failed or done.returncode == 1
    scanning = name == "ci/github-code-scanning.yml"
    assert failed is (state == "before" and not scanning)
    for report in reports(name):
        assert (tmp_path / report).stat().st_size > 0


def script(name: str) -> list[str]:
    """The commands of a file, in their order."""
    document = yaml.safe_load((DOCUMENTATION / name).read_text("utf-8"))
    if "jobs" in document:
        steps = [step for job in document["jobs"].values() for step in job["steps"]]
        return [step["run"] for step in steps if "run" in step]
    (job,) = document.values()
    return [*job["before_script"], *job["script"]]


def reports(name: str) -> list[str]:
    """The files that a service is told to take."""
    text = (DOCUMENTATION / name).read_text("utf-8")
    return re.findall(r"(?:sarif_file|codequality): (\S+)", text)
