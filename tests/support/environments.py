"""Environments with real SQLAlchemy, one for each version the fixtures are compared with.

`python -m tests.support.environments` makes them beforehand; a test that needs one makes it. They
live in `.environments/`, and are made anew when the requirements below change.
"""

from __future__ import annotations

import fcntl
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".environments"

REQUIREMENTS = {
    "1.4": (
        "sqlalchemy==1.4.54",
        "flask-sqlalchemy==2.5.1",
        "flask==2.2.5",
        "werkzeug==2.2.3",
    ),
    "2.0": ("sqlalchemy==2.0.58", "flask-sqlalchemy==3.1.1", "flask==3.1.3", "sqlmodel==0.0.50"),
    "2.1": (
        "sqlalchemy[asyncio]==2.1.9",
        "flask-sqlalchemy==3.1.1",
        "flask==3.1.3",
        "sqlmodel==0.0.50",
    ),
}
VERSIONS = tuple(REQUIREMENTS)


def python(version: str) -> Path:
    """The interpreter of the environment with this SQLAlchemy, made when it is not there."""
    folder = FOLDER / f"sqlalchemy-{version}"
    FOLDER.mkdir(exist_ok=True)
    with alone(FOLDER / f"sqlalchemy-{version}.lock"):
        if not _is_complete(folder, version):
            _make(folder, version)
    return folder / "bin" / "python"


def _is_complete(folder: Path, version: str) -> bool:
    stamp = folder / "requirements.txt"
    return stamp.exists() and stamp.read_text() == _text(version)


def _make(folder: Path, version: str) -> None:
    """The stamp is written last, so that a broken attempt is made anew."""
    venv.create(folder, clear=True, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, *REQUIREMENTS[version]], check=True)
    (folder / "requirements.txt").write_text(_text(version))


def _text(version: str) -> str:
    return "\n".join((*REQUIREMENTS[version], ""))


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Only one process at a time: test workers start together."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    for name in sys.argv[1:] or VERSIONS:
        print(python(name))
