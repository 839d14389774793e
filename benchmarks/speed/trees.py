"""What is checked: work trees of git in a folder that may be written to, each with all committed.

`hibachi` is the fixture, a number is a generated project of so many models, and any other name is
that of a real project of `tests/fidelity`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.speed import generated
from benchmarks.speed.tools import ROOT, Tools
from tests.fidelity import environments
from tests.fidelity.answers import Command, importing, run_time_way, surroundings
from tests.fidelity.projects import Project, named
from tests.support.environments import python as interpreter

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT = ("hibachi", "ckan", "galaxy-data", "neutron", "100", "1000", "10000")
LARGEST_IMPORTED = 1000
"""Models of the largest generated project that is imported: of ten times as many, none is."""

_HIBACHI = ROOT / "fixtures" / "hibachi" / "after"


@dataclass(frozen=True, slots=True)
class Tree:
    """A project to be checked.

    `file` is the file of models that is saved, relative to the root. `options` are those of
    mapperlint that say where the libraries stand. `running` is the run-time way, if there is one.
    """

    name: str
    root: Path
    models: int
    file: str
    options: tuple[str, ...] = ()
    running: Command | None = None

    @property
    def generated(self) -> bool:
        """Whether it was made for this benchmark."""
        return self.name.isdigit()

    def python_files(self) -> list[Path]:
        return sorted(self.root.rglob("*.py"))


def tree(name: str, folder: Path, tools: Tools) -> Tree:
    """Make a tree below a folder."""
    root = folder / name
    running, options = _written(name, root)
    _commit(root)
    files = _files_of_models(name, root, options, tools)
    return Tree(name, root, len(files), files[len(files) // 2], options, running)


def _written(name: str, root: Path) -> tuple[Command | None, tuple[str, ...]]:
    if name == "hibachi":
        shutil.copytree(_HIBACHI, root)
        return _run(root, root / "apps/backend/src", "main"), ()
    if name.isdigit():
        for path, text in generated.project(int(name)).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        if int(name) > LARGEST_IMPORTED:
            return None, ()
        return _run(root, root, "shop.models"), ()
    project = named(name)
    environments.ensure(project)
    shutil.copytree(project.root, root, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    return run_time_way(project, describe=False), _options(project)


def _run(root: Path, path: Path, module: str) -> Command:
    request = {
        "root": str(root),
        "path": str(path),
        "modules": [module],
        "preparation": None,
        "describe": False,
    }
    return importing(interpreter("2.0"), root, request)


def _options(project: Project) -> tuple[str, ...]:
    return ("--python", str(project.environment))


def _commit(root: Path) -> None:
    (root / ".gitignore").write_text("__pycache__/\n", encoding="utf-8")
    someone = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    for words in (
        ("init", "--quiet"),
        ("add", "--all", "--force"),
        (*someone, "commit", "--quiet", "--no-gpg-sign", "--message", "All of it"),
    ):
        subprocess.run(["git", *words], cwd=root, env=surroundings(), check=True)


def _files_of_models(name: str, root: Path, options: tuple[str, ...], tools: Tools) -> list[str]:
    """For each mapped class of the project its file, sorted."""
    if name.isdigit():
        return list(map(generated.path_of, range(int(name))))
    command = [str(tools.mapperlint), "models", ".", "--output-format", "json", *options]
    done = subprocess.run(command, cwd=root, env=surroundings(), check=True, capture_output=True)
    files = (entry["file"] for entry in json.loads(done.stdout)["classes"])
    return sorted(file for file in files if not os.path.isabs(file))
