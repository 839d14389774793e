"""Who is right about a removal: what Python does, and what mapperlint says."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.never_imported.reading import Tree, defined, has_tables, named
from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.never_imported.removals import Removal
    from benchmarks.never_imported.subjects import Subject
    from mapperlint.diagnostics import Diagnostic

JUDGE = Path(__file__).with_name("judge.py")
SECONDS = 240
ASKED = tuple(rule for rule in RULES if rule.code in {"MAP606", "MAP607", "MAP608"})
NOT_LOADED = ("failed to locate a name", "could not find table")


class Verdict(Enum):
    """How a removal ended."""

    FOUND = "found"
    MISSED = "missed"
    FALSE = "false"
    QUIET = "quiet"
    LATER = "later"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Result:
    """A removal and what was said of it."""

    subject: str
    removal: Removal
    verdict: Verdict
    python: str
    ours: tuple[str, ...]


class Court:
    """One project before and after something is taken out of it."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._session = Session(Settings(root=str(subject.root)), ASKED)
        self._session.load()
        self._known = {each.fingerprint for each in self._session.diagnostics()}
        self.failure = self._failure({}, subject.entries)

    def findings(self) -> Iterator[Diagnostic]:
        """What is said of the project as it is: each has to be settled by itself."""
        yield from self._session.diagnostics()

    def result(self, removal: Removal) -> Result:
        """What Python and mapperlint say of a removal."""
        path = removal.file.relative_to(self.subject.root).as_posix()
        text = removal.file.read_bytes()
        self._session.update(path, removal.text)
        new = [each for each in self._session.diagnostics() if each.fingerprint not in self._known]
        self._session.update(path, text)
        texts = {removal.file: removal.text}
        python = self._failure(texts, self.subject.entries)
        if python == "" and self._is_unseen(removal):
            python = "Alembic does not see it"
        said = tuple(f"{each.code} {each.message}" for each in new)
        verdict = _verdict(python, said)
        if verdict is Verdict.MISSED and self._is_loaded_later(removal):
            verdict = Verdict.LATER
        return Result(self.subject.name, removal, verdict, python, said)

    def _is_loaded_later(self, removal: Removal) -> bool:
        """Whether some function of each program imports the models when it is called."""
        tree = Tree(self.subject.path, {removal.file: removal.text})
        return all(removal.models <= tree.loaded(entry) for entry in self.subject.entries)

    def _failure(self, texts: dict[Path, str], entries: tuple[str, ...]) -> str:
        """What fails in the first program that fails; "" where none does."""
        if self.subject.interpreter is None:
            return self._read_failure(texts, entries)
        for entry in entries:
            answer = self._asked(texts, entry)
            if answer["step"]:
                return f"{answer['step']}: {answer['error']}"
        return ""

    def _asked(self, texts: dict[Path, str], entry: str) -> dict[str, str]:
        request = {
            "path": str(self.subject.path),
            "entry": entry,
            "preparation": str(self.subject.preparation) if self.subject.preparation else None,
            "texts": {str(path): text for path, text in texts.items()},
        }
        done = subprocess.run(
            [str(self.subject.interpreter), str(JUDGE)],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        answer: dict[str, str] = json.loads(done.stdout or '{"step": "import", "error": "died"}')
        return answer

    def _read_failure(self, texts: dict[Path, str], entries: tuple[str, ...]) -> str:
        """By reading: a module of models that no entry point loads any more, and others name."""
        before, after = Tree(self.subject.path, {}), Tree(self.subject.path, texts)
        for entry in entries:
            left = after.loaded(entry)
            gone = {name for file in before.loaded(entry) - left for name in defined(file)}
            wanted = sorted(gone.intersection(name for file in left for name in named(file)))
            if wanted:
                return f"read: failed to locate a name ({', '.join(wanted[:3])})"
        return ""

    def _is_unseen(self, removal: Removal) -> bool:
        """Whether an environment of Alembic loaded the models before, and none does now."""
        entries = self.subject.entries
        before, after = (
            frozenset[Path]().union(
                *(
                    Tree(self.subject.path, texts).seen_by(self.subject.root / each, entries)
                    for each in self.subject.environments
                )
            )
            for texts in ({}, {removal.file: removal.text})
        )
        return any(has_tables(file) for file in before - after)


def _verdict(python: str, said: tuple[str, ...]) -> Verdict:
    if any(words in python for words in (*NOT_LOADED, "Alembic")):
        return Verdict.FOUND if said else Verdict.MISSED
    if python:
        return Verdict.LEFT_OUT
    return Verdict.FALSE if said else Verdict.QUIET
