"""An environment with mapperlint as users have it, installed, and what it is compared with."""

from __future__ import annotations

import subprocess
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".environments" / "speed"
_PEERS = Path(__file__).parent / "requirements.txt"


@dataclass(frozen=True, slots=True)
class Tools:
    """The programs of the environment."""

    python: Path
    mapperlint: Path
    sqlalchemy_lsp: Path
    ruff: Path


def installed() -> Tools:
    """The environment, made when it is missing, with mapperlint as it stands now."""
    binaries = FOLDER / "bin"
    python = binaries / "python"
    stamp = FOLDER / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != _PEERS.read_text():
        venv.create(FOLDER, clear=True, with_pip=True)
        _install(python, "--requirement", str(_PEERS))
        # Last, so that a broken attempt is made anew.
        stamp.write_text(_PEERS.read_text())
    _install(python, str(ROOT))
    _install(python, "--force-reinstall", "--no-deps", str(ROOT))
    return Tools(python, binaries / "mapperlint", binaries / "sqlalchemy-lsp", binaries / "ruff")


def _install(python: Path, *what: str) -> None:
    pip = [str(python), "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
    subprocess.run([*pip, *what], check=True)
