"""The state of a check: the facts of all files, the project they make, and what rules say of it.

The command line makes one session and asks once; an editor keeps one and tells it of each change.
Facts are extracted when the model first asks for them and kept until their file changes. The
project is linked anew after a change: that is the cheap part, and a half-updated model would be a
wrong one.
"""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.engine.answer import RULE_CRASH, Answer, touching
from mapperlint.engine.cache.facts import FACTS, LOOK, FactStore, Heard, Look, encoded
from mapperlint.engine.cache.observations import Content, Observations, digest_of
from mapperlint.engine.discover import Files, Patterns, discover
from mapperlint.engine.disk import Disk
from mapperlint.engine.selection import as_settings_say, selected, with_fixes
from mapperlint.engine.suppressions import Suppressions
from mapperlint.engine.workers import answers
from mapperlint.facts.decode import shown_text
from mapperlint.facts.extract import extract, undecodable
from mapperlint.facts.questions import Kept, Question, Says
from mapperlint.facts.scan import Scan, scan
from mapperlint.facts.shapes import FileFacts, Problem
from mapperlint.model.link import link
from mapperlint.places import START_OF_FILE, Location
from mapperlint.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mapperlint.config import Settings
    from mapperlint.model.project import Project
    from mapperlint.rule import Rule


Taken = TypeVar("Taken", Look, FileFacts)
Answered = TypeVar("Answered")

WORTH_SCANNING_TOGETHER = 4_000_000
WORTH_READING_TOGETHER = 500_000
"""Bytes of files below which to start another process takes longer than to do it here."""

ROOM_FOR_TEXTS = 64 * 1024 * 1024
"""Bytes of files that are kept in memory; what is beyond is read again where it is asked for."""


class Session:
    """All files of a project. It is the `Source` the model is linked from.

    Paths are relative to the project root, with forward slashes; files of installed libraries are
    named by absolute paths. With a `store` the facts of earlier sessions are taken from there, and
    what is looked at is noted in `seen`. `jobs` is how many processes may take facts.
    """

    def __init__(
        self,
        settings: Settings,
        rules: tuple[Rule, ...] = RULES,
        *,
        disk: Disk | None = None,
        store: FactStore | None = None,
        jobs: int = 1,
    ) -> None:
        self.settings = settings
        self.disk = disk or Disk(settings.root, Files(()))
        self.seen = Observations()
        self.read: list[str] = []
        self.extracted: list[str] = []
        self._rules = selected(rules, settings)
        self._store = store
        self._jobs = jobs
        self._facts: dict[str, FileFacts] = {}
        self._looks: dict[str, Look] = {}
        self._answers: dict[str, dict[Kept, bool | frozenset[str]]] = {}
        self._texts: dict[str, bytes] = {}
        self._room = ROOM_FOR_TEXTS
        self._project: Project | None = None
        self._diagnostics: tuple[Diagnostic, ...] | None = None

    # the files

    def load(self) -> None:
        """Find the files of the project."""
        self.disk.files = discover(self.settings)
        self._facts.clear()
        self._looks.clear()
        self._answers.clear()
        self._texts.clear()
        self._forget()

    def include(self, named: Iterable[str]) -> None:
        """Take in what was named, though git ignores it or it is not tracked yet."""
        self.disk.include(named)
        self._forget()

    def excluded(self, path: str) -> bool:
        """Whether the settings exclude a path."""
        return not Patterns(self.settings.exclude).miss(path)

    def update(self, path: str, text: str | bytes) -> None:
        """Give a file a new text, which need not be on the disk."""
        self.disk.change(path, text.encode() if isinstance(text, str) else text)
        self._drop(path)

    def remove(self, path: str) -> None:
        """Take a file out of the project."""
        self.disk.remove(path)
        self._drop(path)

    @property
    def paths(self) -> tuple[str, ...]:
        """All Python files of the project, sorted."""
        return self.disk.files.paths

    def is_named(self, path: str) -> bool:
        """Whether a check was asked about a file by name, not as part of a directory."""
        found = self.seen.named[path] = path in self.disk.named
        return found

    def named_problem(self, path: str) -> Problem | None:
        """Why a file that a check was asked about by name is not Python; None for all others."""
        if path not in self.disk.named:
            self.seen.unparsed.add(path)
            return None
        problem = self.facts(path).problem
        if problem is not None:
            self.seen.named[path] = True
        return problem

    def scan(self, path: str) -> Scan:
        """A cheap look at a file; taken when first asked for. Raises nothing."""
        return self._look(path).scan

    def problem(self, path: str) -> Problem | None:
        """Why a file cannot be opened or decoded; whether it is Python, only its facts tell."""
        return self._look(path).problem

    def facts(self, path: str) -> FileFacts:
        """The facts of a file; extracted when first asked for. Raises nothing."""
        facts = self._facts.get(path)
        if facts is None:
            facts = self._facts[path] = self._stored_facts(path)
        return facts

    def expect(self, paths: Iterable[str]) -> None:
        """Take the facts of files that will all be asked for, together where that is faster."""
        waiting = [path for path in paths if path not in self._facts and not self._recall(path)]
        for path, answer in self._together(self._sent_facts, waiting, WORTH_READING_TOGETHER):
            self.extracted.append(path)
            self._facts[path] = self._keep(path, FACTS.decode(answer))

    def text(self, path: str) -> bytes:
        """The bytes of a file; empty if it is gone."""
        self._answers_of(path)[Says()] = False
        return self._text(path)

    def ask(self, path: str, question: Question[Answered]) -> Answered:
        """What a question to the bytes of a file is answered. Raises nothing."""
        answers: dict[Any, Any] = self._answers_of(path)
        found: Answered | None = answers.get(question)
        if found is None:
            found = answers[question] = question.of(self._text(path))
        return found

    def exists(self, path: str) -> bool:
        """Whether a file or directory stands on the disk, unless this check must not see it."""
        found = self.seen.exists.get(path)
        if found is None:
            found = self.seen.exists[path] = self.disk.exists(path)
        return found

    def entries(self, path: str) -> tuple[str, ...]:
        """The names in a directory, on the disk or given to this session, sorted."""
        found = self.seen.entries.get(path)
        if found is None:
            found = self.seen.entries[path] = self.disk.entries(path)
        return found

    @property
    def progress(self) -> tuple[int, int]:
        """How many files were looked at, of how many there are; asked while a check goes on."""
        return min(len(self._looks), len(self.paths)), len(self.paths)

    # what they make

    @property
    def project(self) -> Project:
        """All files, linked."""
        if self._project is None:
            with _collector_off():
                self._look_at_all()
                self._project = link(self, self.settings)
        return self._project

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All findings in the project, in the order of every report.

        A rule speaks of a place once: what a mixin declares is wrong in every class that uses it.
        """
        if self._diagnostics is None:
            with _collector_off():
                found = self._found()
            self._diagnostics = tuple(sorted(found, key=lambda finding: finding.sort_key))
        return self._diagnostics

    def report(self, named: Sequence[str]) -> tuple[Diagnostic, ...]:
        """The findings that touch a named file or a file below a named directory."""
        return touching(self.diagnostics(), named)

    def answer(self) -> Answer:
        """All findings, and how much was understood."""
        return Answer(self.diagnostics(), self.project.coverage.counts)

    def _found(self) -> list[Diagnostic]:
        """What the rules say, and what is to be said of the comments that silence them."""
        found: dict[tuple[str, Location], Diagnostic] = {}
        suppressions = Suppressions(self._suppressing_text)
        for rule in self._rules:
            for finding in self._asked(rule):
                said = as_settings_say(finding, self.settings)
                if said is not None and not suppressions.silence(said):
                    found.setdefault((said.code, said.location), with_fixes(said, self.settings))
        for finding in suppressions.unused(self._judged_files(), self._rules, list(found.values())):
            said = as_settings_say(finding, self.settings)
            if said is not None and not suppressions.silence(said):
                found[said.code, said.location] = with_fixes(said, self.settings)
        return list(found.values())

    def _suppressing_text(self, path: str) -> str | None:
        """The text of a file in which comments may silence findings; None for all others."""
        if path not in self.disk.files.paths or not self.scan(path).addresses_us:
            return None
        return shown_text(self.text(path))

    def _judged_files(self) -> Iterator[str]:
        """The files whose models all rules have judged."""
        for path in sorted(self.project.read_files):
            if not self.project.set_aside(path) and self.facts(path).problem is None:
                yield path

    def _asked(self, rule: Rule) -> Iterator[Diagnostic]:
        """What a rule says; a rule that fails says so, and does not silence the others."""
        project = self.project
        try:
            yield from rule.check(project)
        except Exception as error:
            if _debugging():
                raise
            yield _crash(rule, error)

    def save(self) -> None:
        """Write down what later sessions can use."""
        if self._store is None:
            return
        for path in self._answers:
            answers, digest = self._answers[path], self._digest(path)
            if digest and len(answers) > len(self._store.answers(digest)):
                self._store.add(digest, Heard(list(answers.items())))
        self._store.save(self.seen)

    # within

    def _answers_of(self, path: str) -> dict[Kept, bool | frozenset[str]]:
        """What was asked of the bytes of a file, in this session or before, with the answers."""
        found = self._answers.get(path)
        if found is None:
            digest = self._digest(path) if self._store else ""
            found = self._store.answers(digest) if self._store and digest else {}
            self._answers[path] = found
        return found

    def _text(self, path: str) -> bytes:
        try:
            return self._bytes(path)
        except OSError:
            return b""

    def _look(self, path: str) -> Look:
        found = self._looks.get(path)
        if found is None:
            found = self._looks[path] = self._stored_look(path)
        return found

    def _stored_look(self, path: str) -> Look:
        return self._recalled_look(path) or self._keep(path, self._taken_look(path))

    def _recalled_look(self, path: str) -> Look | None:
        if self._store is None:
            return None
        digest = self._digest(path)
        return self._store.look(digest) if digest else None

    def _taken_look(self, path: str) -> Look:
        try:
            text = self._bytes(path)
        except OSError as error:
            return Look(scan(b""), _unopened(error) if path in self.disk.files.paths else None)
        return Look(scan(text), undecodable(text))

    def _stored_facts(self, path: str) -> FileFacts:
        return self._recalled_facts(path) or self._keep(path, self._extracted(path))

    def _recalled_facts(self, path: str) -> FileFacts | None:
        if self._store is None:
            return None
        digest = self._digest(path)
        return self._store.facts(digest) if digest else None

    def _recall(self, path: str) -> bool:
        """Take the facts of a file from the store; whether they are there."""
        facts = self._recalled_facts(path)
        if facts is not None:
            self._facts[path] = facts
        return facts is not None

    def _keep(self, path: str, value: Taken) -> Taken:
        """Put into the store what was taken from a file."""
        if self._store is not None and (digest := self._digest(path)):
            kept = self._store.add(digest, value)
            if not kept:
                self._answers_of(path)[Says()] = False  # No one can compare it.
        return value

    # in several processes

    def _look_at_all(self) -> None:
        """Take a look at all files of the project, together where that is faster."""
        waiting: list[str] = []
        for path in self.paths:
            found = self._looks.get(path) or self._recalled_look(path)
            if found is None:
                waiting.append(path)
            else:
                self._looks[path] = found
        for path, answer in self._together(self._sent_look, waiting, WORTH_SCANNING_TOGETHER):
            self._looks[path] = self._keep(path, LOOK.decode(answer))

    def _together(
        self, question: Callable[[str], bytes | None], waiting: list[str], worth: int
    ) -> Iterable[tuple[str, bytes]]:
        """What several processes answer of files; nothing where one is as fast."""
        if self._jobs == 1:
            return ()
        sizes = {path: len(self._text(path)) for path in waiting}
        if sum(sizes.values()) < worth:
            return ()
        waiting.sort(key=lambda path: sizes[path], reverse=True)
        return answers(question, waiting, self._jobs).items()

    def _sent_look(self, path: str) -> bytes | None:
        return encoded(self._taken_look(path))

    def _sent_facts(self, path: str) -> bytes | None:
        return encoded(self._taken_facts(path))

    def _digest(self, path: str) -> str:
        """What stands for the content of a file; "" for one that cannot be read."""
        content = self.seen.files.get(path)
        if content is None:
            stamp = self.disk.stamp(path)
            known = self._store.known(path, stamp) if self._store else None
            if known is None:
                self._text(path)
                return self.seen.files[path].digest
            content = self.seen.files[path] = Content(stamp, known)
        return content.digest

    def _bytes(self, path: str) -> bytes:
        """The bytes of a file, noted. Raises OSError."""
        content = self._texts.get(path)
        if content is not None:
            return content
        stamp = self.disk.stamp(path)
        self.read.append(path)
        try:
            content = self.disk.read(path)
        except OSError:
            self.seen.files[path] = Content(None, "")
            raise
        if self._store is not None:
            self.seen.files[path] = Content(stamp, digest_of(content))
        if self._room > 0:
            self._texts[path] = content
            self._room -= len(content)
        return content

    def _drop(self, path: str) -> None:
        self._facts.pop(path, None)
        self._looks.pop(path, None)
        self._answers.pop(path, None)
        self._texts.pop(path, None)
        self.seen.files.pop(path, None)
        self._forget()

    def _forget(self) -> None:
        self.seen.exists.clear()
        self.seen.entries.clear()
        self._project = None
        self._diagnostics = None

    def _extracted(self, path: str) -> FileFacts:
        self.extracted.append(path)
        return self._taken_facts(path)

    def _taken_facts(self, path: str) -> FileFacts:
        try:
            return extract(self._bytes(path))
        except OSError as error:
            return FileFacts(problem=_unopened(error))
        except Exception as error:
            # One file must not stop the check of all others, whatever is in it.
            if _debugging():
                raise
            return _unread(f"mapperlint failed on it: {_said(error)}")


def _debugging() -> bool:
    return "MAPPERLINT_DEBUG" in os.environ


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _unopened(error: OSError) -> Problem:
    return Problem(f"it cannot be opened: {error.strerror}", START_OF_FILE)


def _unread(message: str) -> FileFacts:
    return FileFacts(problem=Problem(message, START_OF_FILE))


def _crash(rule: Rule, error: Exception) -> Diagnostic:
    return Diagnostic(
        RULE_CRASH,
        "rule-crash",
        Severity.ERROR,
        Location(".", START_OF_FILE),
        f"The rule {rule.name} ({rule.code}) failed: {_said(error)}",
        subject=rule.code,
        help="this is a fault of mapperlint; MAPPERLINT_DEBUG=1 shows where",
    )


@contextmanager
def _collector_off() -> Iterator[None]:
    """No garbage collection meanwhile: syntax trees and facts hold no cycles, and are many."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # What was built stays for the rest of the session; to walk it again finds nothing.
            gc.freeze()
            gc.enable()
