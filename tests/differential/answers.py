"""The two answers to one project: what mapperlint says, and what SQLAlchemy says."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapperlint.config import Settings
from mapperlint.diagnostics import Diagnostic
from mapperlint.engine.session import Session
from mapperlint.model.mirror import mirror
from tests.support import environments

SCRIPT = Path(__file__).with_name("ask_mappers.py")
TESTS = Path(__file__).parents[1]
COLLECT_EVERY = 50

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ours:
    findings: tuple[Diagnostic, ...]
    mirror: Answer


class Mapperlint:
    """One session for many projects: it must not remember the last one."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._session = self._opened()
        self._asked = 0

    def answer(self, files: dict[str, str]) -> Ours:
        self._asked += 1
        if self._asked % COLLECT_EVERY == 0:
            # A session keeps what it built out of the collector's sight; here it would pile up.
            gc.unfreeze()
            gc.collect()
        for path in set(self._session.paths) - files.keys():
            self._session.remove(path)
        for path, text in files.items():
            self._session.update(path, text)
        return Ours(self._session.diagnostics(), dict(mirror(self._session.project)))

    def _opened(self) -> Session:
        return Session(Settings(root="/nowhere", sqlalchemy_version=self._version))


class SQLAlchemy:
    """A process that asks one version; a context, since it has to be ended."""

    def __init__(self, version: str) -> None:
        python = str(environments.python(version))
        command = [python, "-I", str(SCRIPT), str(TESTS)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._folder = Path(tempfile.mkdtemp(dir=_memory()))

    def ask(self, files: dict[str, str], modules: list[str]) -> Path:
        """Hand a project over. The answer is awaited apart, so that both can think meanwhile."""
        root = self._folder
        shutil.rmtree(root)
        for path, text in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert self._process.stdin is not None
        question = {"roots": [str(root)], "modules": modules}
        print(json.dumps(question), file=self._process.stdin, flush=True)
        return root

    def answer(self) -> Answer:
        assert self._process.stdout is not None
        answer: Answer = json.loads(self._process.stdout.readline())
        if "crash" in answer:
            raise RuntimeError(answer["crash"])
        return answer

    def __enter__(self) -> SQLAlchemy:  # noqa: PYI034 - there are no subclasses
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)


def _memory() -> str | None:
    """A folder that is no disk, where the system has one."""
    return "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
