"""The two answers to a mutant: SQLAlchemy runs it, mapperlint reads it."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mapperlint.config import load
from mapperlint.diagnostics import Applicability, Severity
from mapperlint.engine.session import Session
from mapperlint.fixes.apply import Mending
from tests.fidelity import dump
from tests.fidelity.answers import run_time_way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from multiprocessing.connection import Connection

    from benchmarks.mutation.mutants import Mutant
    from mapperlint.diagnostics import Diagnostic, Fix
    from tests.fidelity.projects import Project

_ORACLE = Path(__file__).with_name("oracle.py")
_FORK = multiprocessing.get_context("fork")


class NoAnswer(Exception):
    """A project that cannot be asked about; the message says why."""


# SQLAlchemy


@dataclass(frozen=True, slots=True)
class Words:
    """What SQLAlchemy says of a mutant that it did not say before.

    `refused`: with an error of its own. `elsewhere`: other code fails, which is not its matter.
    """

    refused: str | None = None
    elsewhere: str | None = None
    warned: tuple[str, ...] = ()

    @property
    def objects(self) -> bool:
        return self.refused is not None or (self.elsewhere is None and bool(self.warned))

    @property
    def text(self) -> str:
        return self.refused or self.elsewhere or "; ".join(self.warned) or "nothing"


class Oracle:
    """The process that asks SQLAlchemy."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.healthy = self._started(preload=True)
        if not self.healthy.get("steady", True):
            self.close()
            self.healthy = self._started(preload=False)
        if "failure" in self.healthy or self.healthy["error"]:
            raise NoAnswer(str(self.healthy.get("failure") or self.healthy["error"]))
        self._in_use = {error["message"] for error in self.healthy["in_use"]}
        self._warnings = {message for _, message in self.healthy["warnings"]}

    def ask(self, texts: Mapping[str, str], modules: Mapping[str, list[str]] | None = None) -> None:
        """Put the question; `answer` waits for what is said.

        `texts` are the files that differ, `modules` those that stand for others now.
        """
        self._send({"texts": dict(texts), "modules": dict(modules or {})})

    def answer(self) -> Words:
        said = self._receive()
        if "failure" in said:
            return Words(elsewhere=said["failure"])
        warned = dict.fromkeys(
            f"{kind}: {message}"
            for kind, message in said["warnings"]
            if message not in self._warnings
        )
        in_use = (error for error in said["in_use"] if error["message"] not in self._in_use)
        error = said["error"] or next(in_use, None)
        if error is None:
            return Words(warned=tuple(warned))
        text = f"{error['type']}: {error['message']} ({error['stage']})"
        return Words(refused=text) if error["sqlalchemy"] else Words(elsewhere=text)

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _started(self, *, preload: bool) -> dict[str, Any]:
        way = run_time_way(self._project, describe=True)
        self._process = subprocess.Popen(
            (str(self._project.interpreter), str(_ORACLE)),
            cwd=way.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_surroundings(),
            text=True,
        )
        packages = [Path(package).name for package in self._project.packages]
        packages.append(self._project.packages[0].partition("/")[0])
        request = json.loads(way.text)
        self._send({**request, "dump": dump.__file__, "packages": packages, "preload": preload})
        return self._receive()

    def _send(self, request: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise NoAnswer("the process that asks SQLAlchemy has ended")
        return dict(json.loads(line))


def _surroundings() -> dict[str, str]:
    """The environment without what points to other environments."""
    dropped = {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP"}
    return {name: value for name, value in os.environ.items() if name not in dropped}


# mapperlint


@dataclass(frozen=True, slots=True)
class Repair:
    """What became of changed files: the new findings before and after, and what was made.

    `made` and `withdrawn` are the fixes in words; `texts` are the files that the fixes change.
    """

    found: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]
    made: tuple[str, ...]
    withdrawn: tuple[str, ...]
    texts: dict[str, bytes]


class Reader:
    """mapperlint with the project loaded, and what it says of it as it is."""

    def __init__(self, project: Project) -> None:
        settings = load([str(project.root)], python=str(project.environment))
        self._session = Session(settings)
        self._session.load()
        self._session.include(["."])
        self._before = Counter(map(_said, self._session.diagnostics()))

    def text(self, path: str) -> bytes:
        """A file as it was before something was broken."""
        return self._session.text(path)

    def new(self, mutant: Mutant) -> tuple[Diagnostic, ...]:
        """The findings that the mutation brings about."""

        def found() -> tuple[Diagnostic, ...]:
            self._session.update(mutant.path, mutant.text)
            return self._new()

        return tuple(self._apart(found))

    def mend(
        self, edits: Iterable[tuple[str, bytes | None]], moves: Iterable[tuple[str, str]] = ()
    ) -> Repair:
        """What `check --fix --unsafe-fixes` makes of changed files; None stands for no file.

        What was found before they were changed is known, as by a baseline. `moves` are the dotted
        names and paths that something had then, and those that it has now.
        """
        given = tuple(edits), tuple(moves)
        return cast("Repair", self._apart(lambda: self._repair(*given)))

    def _repair(
        self, edits: tuple[tuple[str, bytes | None], ...], moves: tuple[tuple[str, str], ...]
    ) -> Repair:
        for path, text in edits:
            if text is None:
                self._session.remove(path)
            else:
                self._session.update(path, text)
        if moves:
            self._before.update({_moved(said, moves): n for said, n in self._before.items()})
        found = self._new()
        known: Counter[str] = Counter()
        for (fingerprint, _, _), count in self._before.items():
            known[fingerprint] += count
        mending = Mending(self._session, lambda finding: _to_be_made(finding, known), known=known)
        mending.run()
        return Repair(
            found,
            self._new(),
            tuple(f"{each.finding.code} {each.fix.title}" for each in mending.mended),
            tuple(
                f"{each.finding.code} {each.fix.title}: {each.reason}" for each in mending.withdrawn
            ),
            {path: text for path, (_, text) in mending.changes.items()},
        )

    def _new(self) -> tuple[Diagnostic, ...]:
        return tuple(self._unknown_before(self._session.diagnostics()))

    def _apart(self, question: Callable[[], object]) -> Any:
        """The answer of a process of its own: a session keeps what it has built."""
        receiving, sending = _FORK.Pipe(duplex=False)
        process = _FORK.Process(target=_answered, args=(question, sending))
        process.start()
        sending.close()
        try:
            return receiving.recv()
        except EOFError:
            raise NoAnswer("mapperlint failed") from None
        finally:
            process.join()

    def _unknown_before(self, findings: tuple[Diagnostic, ...]) -> Iterator[Diagnostic]:
        before = Counter(self._before)
        for finding in findings:
            if before[_said(finding)]:
                before[_said(finding)] -= 1
            else:
                yield finding


def _answered(question: Callable[[], object], sending: Connection) -> None:
    sending.send(question())
    sending.close()
    os._exit(0)


def _to_be_made(finding: Diagnostic, known: Mapping[str, int]) -> tuple[Fix, ...]:
    """The fixes of a finding that is not known, safe ones first."""
    if finding.fingerprint in known:
        return ()
    kinds = (Applicability.SAFE, Applicability.UNSAFE)
    return tuple(fix for kind in kinds for fix in finding.fixes if fix.applicability is kind)


def _said(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.fingerprint, finding.location.path, finding.message


def _moved(said: tuple[str, str, str], moves: tuple[tuple[str, str], ...]) -> tuple[str, str, str]:
    """What is said of something by the name it has now."""
    fingerprint, path, message = said
    for old, new in moves:
        fingerprint = re.sub(rf"\b{re.escape(old)}\b(?!/)", new, fingerprint)
        path = new if path == old else path
    return fingerprint, path, message


def is_error(finding: Diagnostic) -> bool:
    return finding.severity is Severity.ERROR
