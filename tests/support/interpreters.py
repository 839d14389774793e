"""The Pythons of this machine: those that the package says it runs on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SUPPORTED = ("3.10", "3.11", "3.12", "3.13")


@cache
def interpreter(version: str) -> str | None:
    """The path of an interpreter of this version; None if there is none that starts."""
    return next((path for path in _candidates(version) if _is(path, version)), None)


def _candidates(version: str) -> Iterator[str]:
    """Those that pyenv has, and what a shell would find; that may be a link that starts nothing."""
    yield sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}")))
    yield from filter(None, [shutil.which(f"python{version}")])


def _is(path: str, version: str) -> bool:
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([path, "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout == f"{version}\n"
