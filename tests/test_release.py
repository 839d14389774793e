"""What is shipped works where it is installed: on each Python, and by each way to start it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import mapperlint
from tests.support.interpreters import SUPPORTED, interpreter
from tests.support.trees import FIXTURES

HERE = Path(__file__).parents[1]

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("release")]

run = partial(subprocess.run, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel and the source distribution, built from the tree as it is."""
    folder = tmp_path_factory.mktemp("dist")
    for target in ("sdist", "wheel"):
        command = [sys.executable, "-m", "hatchling", "build", "--target", target]
        done = run([*command, "--directory", str(folder)], cwd=HERE)
        assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    return {"wheel": wheel, "sdist": sdist}


@pytest.fixture
def hibachi(tmp_path: Path) -> Path:
    """A copy, so that the project has nothing of ours around it."""
    folder = tmp_path / "hibachi"
    caches = shutil.ignore_patterns("__pycache__", ".mapperlint_cache")
    shutil.copytree(FIXTURES / "hibachi" / "before", folder, ignore=caches)
    return folder


def environment(folder: Path, python: str, *packages: str) -> Path:
    """The programs of a fresh environment with some packages, and nothing of the present one."""
    made = run([python, "-m", "venv", "--without-pip", str(folder)])
    assert made.returncode == 0, made.stderr
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    if packages:
        done = install(programs, *packages)
        assert done.returncode == 0, done.stderr
    return programs


def install(programs: Path, *packages: str) -> subprocess.CompletedProcess[str]:
    into = ("--python", str(programs / "python"))
    command = [sys.executable, "-m", "pip", *into, "install", "--quiet", *packages]
    return run(command, env=surroundings(), cwd=programs)


def tool(name: str, folder: Path) -> Path:
    """The programs of an environment with a tool of others; skips where it is not to be had."""
    programs = environment(folder, sys.executable)
    done = install(programs, name)
    if done.returncode:
        pytest.skip(f"{name} cannot be installed: {done.stderr.strip().splitlines()[-1]}")
    return programs


def surroundings(**variables: str) -> dict[str, str]:
    """The environment variables, but those that lead Python to our own sources."""
    return {**{key: value for key, value in os.environ.items() if key != "PYTHONPATH"}, **variables}


def codes(report: str) -> list[str]:
    return [finding["code"] for finding in json.loads(report)]


def expected(project: Path) -> list[str]:
    return [finding.code for finding in mapperlint.check(project)]


CHECK = ("check", "--output-format", "json", "--no-cache")


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
@pytest.mark.parametrize("version", SUPPORTED)
def test_installed(
    version: str, kind: str, shipped: dict[str, Path], hibachi: Path, tmp_path: Path
) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    programs = environment(tmp_path / "env", python, str(shipped[kind]))
    wanted = expected(hibachi)
    for command in ([programs / "mapperlint"], [programs / "python", "-m", "mapperlint"]):
        start = partial(run, cwd=hibachi, env=surroundings())
        said = start([*map(str, command), "--version"])
        assert (said.returncode, said.stdout) == (0, f"mapperlint {mapperlint.__version__}\n")
        done = start([*map(str, command), *CHECK])
        assert (done.returncode, done.stderr) == (1, "")
        assert codes(done.stdout) == wanted
    asked = "import mapperlint; print(mapperlint.__file__, len(mapperlint.check()))"
    done = run([str(programs / "python"), "-c", asked], cwd=hibachi, env=surroundings())
    assert done.stdout.split() == [
        str(next((tmp_path / "env").rglob("mapperlint/__init__.py"))),
        str(len(wanted)),
    ]


def test_what_a_plain_check_needs_is_all_that_is_required(
    shipped: dict[str, Path], tmp_path: Path
) -> None:
    """The extras bring what is left out, and nothing else is needed for them."""
    programs = environment(tmp_path / "env", sys.executable, f"{shipped['wheel']}[watch]")
    done = run([str(programs / "python"), "-c", "import watchfiles"])
    assert (done.returncode, done.stderr) == (0, "")
    refused = environment(tmp_path / "plain", sys.executable, str(shipped["wheel"]))
    done = run([str(refused / "mapperlint"), "check", "--watch"], cwd=tmp_path)
    assert done.returncode == 2
    assert "pip install 'mapperlint[watch]'" in done.stderr


def test_pipx_run(shipped: dict[str, Path], hibachi: Path, tmp_path: Path) -> None:
    programs = tool("pipx", tmp_path / "env")
    done = run(
        [str(programs / "pipx"), "run", "--spec", str(shipped["wheel"]), "mapperlint", *CHECK],
        cwd=hibachi,
        env=surroundings(PIPX_HOME=str(tmp_path / "pipx"), PIPX_BIN_DIR=str(tmp_path / "bin")),
    )
    assert done.returncode == 1, done.stderr
    assert codes(done.stdout) == expected(hibachi)


def test_uvx(shipped: dict[str, Path], hibachi: Path, tmp_path: Path) -> None:
    programs = tool("uv", tmp_path / "env")
    done = run(
        [str(programs / "uvx"), "--from", str(shipped["wheel"]), "mapperlint", *CHECK],
        cwd=hibachi,
        env=surroundings(
            UV_CACHE_DIR=str(tmp_path / "uv"),
            UV_PYTHON=sys.executable,
            UV_PYTHON_DOWNLOADS="never",
            UV_SYSTEM_CERTS="1",
        ),
    )
    if "Failed to fetch" in done.stderr:
        pytest.skip(f"uv reaches no packages: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 1, done.stderr
    assert codes(done.stdout) == expected(hibachi)
