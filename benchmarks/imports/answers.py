"""The two answers to a case: Python imports what the project imports, mapperlint reads it."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.imports.cases import Models, mentions
from benchmarks.imports.statements import Statement, statements
from mapperlint.config import load
from mapperlint.engine.session import Session
from mapperlint.rules import RULES
from tests.fidelity.answers import run_time_way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection

    from benchmarks.imports.cases import Case
    from mapperlint.diagnostics import Diagnostic
    from tests.fidelity.projects import Project

_JUDGE = Path(__file__).with_name("judge.py")
_FORK = multiprocessing.get_context("fork")
_ASIDE = ("__pycache__", "node_modules", "static", "*.pyc")


class NoAnswer(Exception):
    """A project that cannot be asked about; the message says why."""


class Copy:
    """A copy of a project in a folder of its own, in which files are changed."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project = project
        self.root = folder / project.name
        shutil.copytree(project.root, self.root, ignore=shutil.ignore_patterns(*_ASIDE))
        start = self.root / project.path
        self._start = "" if project.path == "." else f"{project.path}/"
        self.paths = sorted(path.relative_to(self.root).as_posix() for path in start.rglob("*.py"))

    def statements(self, case: Case) -> list[Statement]:
        """The imports that the case may break, in the project as it is now."""
        words = {case.word}
        return [
            each
            for path in self.paths
            if (self.root / path).exists() and mentions(case.word, (self.root / path).read_bytes())
            for each in self.imports(path)
            if each.words & words
        ] + [each for each in self._stars if each.words & {Path(case.edits[0][0]).stem}]

    @cached_property
    def _stars(self) -> list[Statement]:
        found = (each for path in self.paths for each in self.imports(path))
        return [each for each in found if each.names == ("*",)]

    def statement_of(self, path: str) -> Statement:
        """An import of a file itself."""
        dotted = path.removeprefix(self._start).removesuffix(".py").removesuffix("/__init__")
        return Statement(path, 1, 1, dotted.replace("/", "."), (), guarded=False)

    def gone(self, case: Case) -> str | None:
        """The module that a case takes away; of a package a namespace stays."""
        path, text = case.edits[0]
        if text is not None or path.endswith("/__init__.py"):
            return None
        return self.statement_of(path).module

    def imports(self, path: str) -> tuple[Statement, ...]:
        """The imports of a file as it is now."""
        *package, _ = path.removeprefix(self._start).split("/")
        return statements(self.root, path, tuple(package))

    def put(self, case: Case) -> None:
        for path, text in case.edits:
            file = self.root / path
            file.unlink(missing_ok=True)
            if text is not None:
                file.write_bytes(text)

    def restore(self, case: Case) -> None:
        for path, _ in case.edits:
            (self.root / path).unlink(missing_ok=True)
            if (self.project.root / path).exists():
                shutil.copy2(self.project.root / path, self.root / path)


class Judge:
    """The process that asks Python."""

    def __init__(self, copy: Copy) -> None:
        project = copy.project
        request = json.loads(run_time_way(project, describe=False).text)
        packages = [Path(package).name for package in project.packages]
        packages.append(project.packages[0].partition("/")[0])
        scratch = project.root.parent / "scratch"
        scratch.mkdir(exist_ok=True)
        self._process = subprocess.Popen(
            (str(project.interpreter), str(_JUDGE)),
            cwd=scratch,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_surroundings(),
            text=True,
        )
        self._send(
            {
                "path": str(copy.root / project.path),
                "packages": packages,
                "models": request["modules"],
                "preparation": request["preparation"],
            }
        )
        self._receive()

    def said(self, asked: Sequence[Statement]) -> list[str]:
        self._send([[each.module, each.names] for each in asked])
        answer = self._receive()
        if isinstance(answer, dict):
            raise NoAnswer(answer["failure"])
        return list(answer)

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _send(self, request: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()

    def _receive(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise NoAnswer("the process that asks Python has ended")
        return json.loads(line)


def _surroundings() -> dict[str, str]:
    """The environment without what points to other environments."""
    dropped = {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP"}
    return {name: value for name, value in os.environ.items() if name not in dropped}


_OF_IMPORTS = tuple(rule for rule in RULES if rule.code in {"MAP601", "MAP602"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What mapperlint says of an import."""

    code: str
    path: str
    line: int
    message: str
    help: str
    notes: tuple[tuple[str, int], ...] = ()


class Reader:
    """mapperlint with the copy loaded, and what it says of it as it is."""

    def __init__(self, copy: Copy) -> None:
        settings = load([str(copy.root)], python=str(copy.project.environment))
        self._session = Session(settings, _OF_IMPORTS)
        self._session.load()
        self.before = Counter(_said(each) for each in self._session.diagnostics())

    def models(self) -> list[Models]:
        """The files that define mapped classes at the margin."""
        found: dict[str, list[str]] = {}
        project = self._session.project
        for mapper in project.mapped_classes():
            path = mapper.module.path
            if mapper.cls.location.path == path and mapper.module.zone.value == "application":
                found.setdefault(path, []).append(mapper.name)
        return [Models(path, tuple(names)) for path, names in sorted(found.items())]

    def new(self, case: Case) -> list[Finding]:
        """The findings that the change brings about, from a process of its own."""
        receiving, sending = _FORK.Pipe(duplex=False)
        process = _FORK.Process(target=self._read, args=(case, sending))
        process.start()
        sending.close()
        try:
            found = receiving.recv()
        except EOFError:
            raise NoAnswer("mapperlint failed") from None
        process.join()
        return list(found)

    def _read(self, case: Case, sending: Connection) -> None:
        for path, text in case.edits:
            if text is None:
                self._session.remove(path)
            else:
                self._session.update(path, text)
        sending.send(list(self._unknown_before()))
        sending.close()
        os._exit(0)

    def _unknown_before(self) -> Iterator[Finding]:
        before = Counter(self.before)
        for each in self._session.diagnostics():
            if before[_said(each)]:
                before[_said(each)] -= 1
            else:
                yield _finding(each)


def _finding(finding: Diagnostic) -> Finding:
    place = finding.location
    notes = tuple((note.location.path, note.location.span.line) for note in finding.notes)
    said = (finding.message, str(finding.help or ""))
    return Finding(finding.code, place.path, place.span.line, *said, notes)


def _said(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.code, finding.location.path, finding.message
