"""The two answers about a project: SQLAlchemy runs it, mapperlint reads it."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fidelity.projects import HERE, Project

Answer = dict[str, Any]

_DUMP = HERE / "dump.py"
_MODEL_WORDS = re.compile(
    rb"__tablename__|__table_args__|__mapper_args__|map_imperatively|declared_attr"
    rb"|declarative_base|DeclarativeBase"
    rb"|\b(?:[Rr]elationship|Column|mapped_column|Table|mapper)\("
)
_ASIDE = {"tests", "test", "testing", "migrations", "migration", "alembic", "versions", "conftest"}


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, what it reads from standard input, and where it is run."""

    arguments: tuple[str, ...]
    text: str = ""
    folder: Path | None = None

    def run(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.arguments,
            input=self.text,
            cwd=self.folder,
            env=surroundings(),
            capture_output=True,
            text=True,
            check=False,
        )


class NoAnswer(Exception):
    """One of the two failed; the message is what it said last."""


def of_sqlalchemy(project: Project) -> Answer:
    """The mappers of the project, as SQLAlchemy made them in a fresh process."""
    answer = _answered(run_time_way(project, describe=True), {0})
    # Some projects load their migrations when they start; these are no part of the comparison.
    answer["files"] = [path for path in answer["files"] if _ASIDE.isdisjoint(_parts(Path(path)))]
    return answer


def of_mapperlint(project: Project) -> Answer:
    """The mappers of the project, as mapperlint reads them."""
    return _answered(_mapperlint(project, "models", "--output-format", "json"), {0})


def warnings_of(project: Project) -> Answer:
    """The `warnings` of SQLAlchemy while all is imported and configured, and the `files` it saw."""
    return _answered(run_time_way(project, describe=False, warnings=True), {0})


def run_time_way(project: Project, *, describe: bool, warnings: bool = False) -> Command:
    """Import all models and configure the mappers."""
    # A project may write where it is run.
    scratch = project.root.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    return importing(
        project.interpreter,
        scratch,
        {
            "root": str(project.root),
            "path": str(project.root / project.path),
            "modules": list(model_modules(project)),
            "preparation": str(project.preparation) if project.preparation else None,
            "describe": describe,
            "warnings": warnings,
        },
    )


def importing(interpreter: Path, folder: Path, request: Answer) -> Command:
    """Have an interpreter carry out a request as `dump.py` takes it."""
    return Command((str(interpreter), str(_DUMP)), json.dumps(request), folder)


def check(project: Project) -> Command:
    """A plain check of the whole project."""
    return _mapperlint(project, "check", "--output-format", "concise")


def _mapperlint(project: Project, command: str, *options: str) -> Command:
    return Command(
        (
            *(sys.executable, "-m", "mapperlint", command, str(project.root)),
            *("--python", str(project.environment), *options),
        )
    )


def _answered(command: Command, accepted: set[int]) -> Answer:
    done = command.run()
    if done.returncode not in accepted:
        raise NoAnswer(done.stderr[-3000:])
    return dict(json.loads(done.stdout))


def surroundings() -> dict[str, str]:
    """The environment without what points to other environments."""
    dropped = {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PRE_COMMIT"}
    return {name: value for name, value in os.environ.items() if name not in dropped}


# which modules hold models


def model_modules(project: Project) -> Iterator[str]:
    """The modules of the project, apart from tests and migrations, that speak of mappings."""
    for package in project.packages:
        for path in sorted((project.root / package).rglob("*.py")):
            parts = _parts(path.relative_to(project.root / project.path))
            name = ".".join(parts)
            if (
                all(part.isidentifier() for part in parts)
                and _ASIDE.isdisjoint(parts)
                and not any(fnmatch.fnmatch(name, pattern) for pattern in project.leaves)
                and _MODEL_WORDS.search(path.read_bytes())
            ):
                yield name


def _parts(path: Path) -> tuple[str, ...]:
    """The parts of the dotted name of a file's module."""
    parts = path.with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts
