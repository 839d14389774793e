"""Packages as files: downloaded by name when they are asked for, unpacked, and never installed.

They are kept in `.corpus/`, one folder for each name and version. Nothing of a package runs: only
wheels are taken, which are archives and no programs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".corpus"


def unpacked(requirement: str) -> Path:
    """The folder with what `keystone==30.0.0`, or another package, would install."""
    folder = FOLDER / requirement.replace("==", "-")
    if not folder.is_dir():
        FOLDER.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FOLDER) as temporary:
            files = Path(temporary, "files")
            _unpack(_wheel(requirement, Path(temporary)), files)
            # Another test may have been faster; what it has put there is the same.
            with suppress(OSError):
                files.rename(folder)
    return folder


def _wheel(requirement: str, folder: Path) -> Path:
    """The wheel of a package, whatever Python it is meant for: it is only read."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-deps", "--only-binary", ":all:", "--ignore-requires-python"]
    subprocess.run([*pip, "--dest", str(folder), requirement], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _unpack(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
