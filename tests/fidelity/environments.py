"""An environment for each project, made when it is first needed and kept.

It holds all the project needs, and beside it stands the source of the project itself: what a work
tree of it would be, so that a check does not read the libraries as its own. Each is there once, so
that both ways see the same files.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

from tests.fidelity.projects import FOLDER, Project
from tests.support.environments import alone


class CannotInstall(Exception):
    """The project cannot be had on this machine; the message says why."""


class NoPython(CannotInstall):
    """The Python that the project needs is not there."""


# What the constraints pin is not to be had for an older one.
_OLDEST = (3, 11)


def ensure(project: Project) -> None:
    """Make the environment, unless it is there. Raises CannotInstall."""
    folder = FOLDER / project.name
    folder.mkdir(parents=True, exist_ok=True)
    with alone(FOLDER / f"{project.name}.lock"):
        stamp = folder / "requirements.txt"
        if not stamp.exists() or stamp.read_text() != _text(project):
            shutil.rmtree(folder)
            _make(project)
            # Last, so that a broken attempt is made anew.
            stamp.write_text(_text(project))


def freeze(project: Project) -> None:
    """Record the versions of all that is installed as the project's constraints."""
    pip = [str(project.interpreter), "-m", "pip", "freeze", "--exclude-editable"]
    listed = subprocess.run(pip, check=True, capture_output=True, text=True).stdout.splitlines()
    pinned = [line for line in listed if "==" in line]
    project.constraints.parent.mkdir(exist_ok=True)
    project.constraints.write_text("\n".join((*pinned, "")))


def _make(project: Project) -> None:
    subprocess.run([_base(project), "-m", "venv", str(project.environment)], check=True)
    constraints = project.constraints
    pinned = ("--constraint", str(constraints)) if constraints.exists() else ()
    _pip(project, "install", *pinned, *project.sources, *project.beside)
    _pip(project, "uninstall", "--yes", *map(_name, project.sources))
    _pip(project, "install", "--no-deps", "--target", str(project.root), *project.sources)
    # The root of a project is where its settings stand.
    (project.root / "pyproject.toml").write_text("[tool.mapperlint]\n")


def _base(project: Project) -> str:
    """The interpreter that makes the environment: this one, or one of the version it needs."""
    wanted = _OLDEST if project.python is None else tuple(map(int, project.python.split(".")))
    own = sys.version_info[:2]
    if own == wanted or (project.python is None and own > wanted):
        return sys.executable
    name = "python" + ".".join(map(str, wanted))
    found = shutil.which(name)
    # A name on PATH may be a stand-in for a version that is not installed.
    if found is None or subprocess.run([found, "-c", ""], check=False).returncode:
        raise NoPython(f"{project.name} needs {name}, which is not on PATH")
    return found


def _name(requirement: str) -> str:
    return re.split(r"[\[=]", requirement)[0]


def _pip(project: Project, *arguments: str) -> None:
    pip = [str(project.interpreter), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise CannotInstall(f"{project.name}: {done.stderr.strip()[-2000:]}")


def _text(project: Project) -> str:
    return "\n".join((*project.sources, *project.beside, ""))
