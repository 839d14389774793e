"""What is shipped: the version, the wheel, the hooks."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import mapperlint

HERE = Path(__file__).parents[1]


def test_one_version() -> None:
    text = (HERE / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{mapperlint.__version__}"\n' in text
    changes = (HERE / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {mapperlint.__version__}" in changes


def test_hooks_are_what_pre_commit_expects() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_wheel(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*command, "--directory", str(tmp_path)], cwd=HERE, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(f"mapperlint-{mapperlint.__version__}.dist-info/METADATA").decode()
        scripts = archive.read(
            f"mapperlint-{mapperlint.__version__}.dist-info/entry_points.txt"
        ).decode()
    assert {name.partition("/")[0] for name in names} == {
        "mapperlint",
        f"mapperlint-{mapperlint.__version__}.dist-info",
    }
    assert "mapperlint/py.typed" in names
    assert "mapperlint/mapperlint.schema.json" in names
    assert [line for line in scripts.splitlines() if line] == [
        "[console_scripts]",
        "mapperlint = mapperlint.__main__:program",
        "[validate_pyproject.tool_schema]",
        "mapperlint = mapperlint.config.schema:tool_schema",
    ]
    assert "Requires-Python: >=3.10\n" in metadata
    needed = [line for line in metadata.splitlines() if line.startswith("Requires-Dist")]
    assert [line for line in needed if "extra ==" not in line] == [
        "Requires-Dist: libcst>=1.9",
        "Requires-Dist: msgspec>=0.19",
        "Requires-Dist: tomli>=2; python_version < '3.11'",
    ]
