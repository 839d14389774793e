"""The state of a check: the facts of all files, the project they make, and what rules say of it.

The command line makes one session and asks once; an editor keeps one and tells it of each change.
Facts are extracted when the model first asks for them and kept until their file changes. The
project is linked anew after a change: that is the cheap part, and a half-updated model would be a
wrong one.
"""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.engine.discover import SUFFIXES, Files, Patterns, discover, walk
from mapperlint.engine.selection import selected
from mapperlint.engine.suppressions import is_ignored, mentions
from mapperlint.facts.decode import DecodingError, decoded, undecodable
from mapperlint.facts.extract import extract
from mapperlint.facts.scan import Scan, scan
from mapperlint.facts.shapes import FileFacts, Problem
from mapperlint.model.link import link
from mapperlint.places import START_OF_FILE, Location
from mapperlint.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mapperlint.config import Settings
    from mapperlint.model.project import Project
    from mapperlint.rule import Rule

RULE_CRASH = "MAP902"


class Session:
    """All files of a project. It is the `Source` the model is linked from.

    Paths are relative to the project root, with forward slashes; files of installed libraries are
    named by absolute paths.
    """

    def __init__(self, settings: Settings, rules: tuple[Rule, ...] = RULES) -> None:
        self.settings = settings
        self._root = os.path.abspath(settings.root)
        self._rules = selected(rules, settings.extend_select)
        self._files = Files(())
        self._changed: dict[str, bytes] = {}
        self._facts: dict[str, FileFacts] = {}
        self._scans: dict[str, Scan] = {}
        self._problems: dict[str, Problem] = {}
        self._named: frozenset[str] = frozenset()
        self._project: Project | None = None
        self._diagnostics: tuple[Diagnostic, ...] | None = None

    # the files

    def load(self) -> None:
        """Find the files of the project."""
        self._files = discover(self.settings)
        self._facts.clear()
        self._scans.clear()
        self._problems.clear()
        self._forget()

    def include(self, named: Iterable[str]) -> None:
        """Take in what was named, though git ignores it or it is not tracked yet."""
        paths = set(self._files.paths)
        named = tuple(named)
        self._named = self._named.union(name for name in named if name.endswith(SUFFIXES))
        for name in named:
            if name.endswith(SUFFIXES) and os.path.isfile(self._absolute(name)):
                paths.add(name)
            elif not any(within(path, name) for path in paths):
                paths.update(walk(self._root, name))
        self._set_paths(paths)

    def excluded(self, path: str) -> bool:
        """Whether the settings exclude a path."""
        return not Patterns(self.settings.exclude).miss(path)

    def update(self, path: str, text: str | bytes) -> None:
        """Give a file a new text, which need not be on the disk."""
        self._changed[path] = text.encode() if isinstance(text, str) else text
        self._facts.pop(path, None)
        self._scans.pop(path, None)
        self._problems.pop(path, None)
        self._set_paths({*self._files.paths, path})

    def remove(self, path: str) -> None:
        """Take a file out of the project."""
        self._changed.pop(path, None)
        self._facts.pop(path, None)
        self._scans.pop(path, None)
        self._problems.pop(path, None)
        self._set_paths({*self._files.paths} - {path})

    @property
    def paths(self) -> tuple[str, ...]:
        """All Python files of the project, sorted."""
        return self._files.paths

    @property
    def named(self) -> frozenset[str]:
        """The files a check was asked about by name, not as part of a directory."""
        return self._named

    def scan(self, path: str) -> Scan:
        """A cheap look at a file; taken when first asked for. Raises nothing."""
        found = self._scans.get(path)
        if found is None:
            text = self.text(path)
            problem = self._problems.get(path) or undecodable(text)
            if problem is not None:
                self._problems[path] = problem
            found = self._scans[path] = scan(text)
        return found

    def problem(self, path: str) -> Problem | None:
        """Why a file cannot be opened or decoded; whether it is Python, only its facts tell."""
        self.scan(path)
        return self._problems.get(path)

    def facts(self, path: str) -> FileFacts:
        """The facts of a file; extracted when first asked for. Raises nothing."""
        facts = self._facts.get(path)
        if facts is None:
            facts = self._facts[path] = self._extracted(path)
        return facts

    def text(self, path: str) -> bytes:
        """The bytes of a file; empty if it is gone."""
        try:
            return self._read(path)
        except OSError as error:
            if path in self._files.paths:
                self._problems[path] = _unopened(error)
            return b""

    def exists(self, path: str) -> bool:
        """Whether a file or directory stands on the disk, unless this check must not see it."""
        return os.path.exists(self._absolute(path)) and not self._hidden(path)

    def entries(self, path: str) -> tuple[str, ...]:
        """The names in a directory, on the disk or given to this session, sorted."""
        start = f"{path}/" if path else ""
        changed = {
            name[len(start) :].partition("/")[0] for name in self._changed if name.startswith(start)
        }
        with suppress(OSError):
            changed.update(os.listdir(self._absolute(path)))
        return tuple(sorted(changed))

    def source_text(self, path: str) -> str:
        """The text of a file as its facts count it, for showing lines of it."""
        try:
            return decoded(self.text(path))
        except DecodingError:
            text = self.text(path).decode("ascii", errors="replace")
            return text.replace("\r\n", "\n").replace("\r", "\n")

    # what they make

    @property
    def project(self) -> Project:
        """All files, linked."""
        if self._project is None:
            with _collector_off():
                self._project = link(self, self.settings)
        return self._project

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All findings in the project, in the order of every report.

        A rule speaks of a place once: what a mixin declares is wrong in every class that uses it.
        """
        if self._diagnostics is None:
            with _collector_off():
                found: dict[tuple[str, Location], Diagnostic] = {}
                for rule in self._rules:
                    for finding in self._asked(rule):
                        if not self._ignored(finding):
                            found.setdefault((finding.code, finding.location), finding)
            self._diagnostics = tuple(sorted(found.values(), key=lambda finding: finding.sort_key))
        return self._diagnostics

    def report(self, named: Sequence[str]) -> tuple[Diagnostic, ...]:
        """The findings that touch a named file or a file below a named directory."""
        return tuple(
            finding
            for finding in self.diagnostics()
            if finding.code == RULE_CRASH
            or any(within(path, name) for path in finding.paths for name in named)
        )

    @property
    def crashed(self) -> bool:
        """Whether a rule failed, so that what is reported is not all."""
        return any(finding.code == RULE_CRASH for finding in self.diagnostics())

    def _ignored(self, finding: Diagnostic) -> bool:
        """Whether a comment beside the finding says that it is meant."""
        path = finding.location.path
        if path not in self._files.paths or not mentions(self.text(path)):
            return False
        return is_ignored(finding, self.facts(path), self.source_text(path))

    def _asked(self, rule: Rule) -> Iterator[Diagnostic]:
        """What a rule says; a rule that fails says so, and does not silence the others."""
        project = self.project
        try:
            yield from rule.check(project)
        except Exception as error:
            if _debugging():
                raise
            yield _crash(rule, error)

    # within

    def _set_paths(self, paths: set[str]) -> None:
        self._files = Files(tuple(sorted(paths)), self._files.hidden - paths)
        self._forget()

    def _forget(self) -> None:
        self._project = None
        self._diagnostics = None

    def _hidden(self, path: str) -> bool:
        """Whether a path is a hidden file, or a directory of which nothing else is known."""
        hidden = any(within(name, path) for name in self._files.hidden)
        return hidden and not any(within(name, path) for name in self._files.paths)

    def _absolute(self, path: str) -> str:
        return os.path.join(self._root, path)

    def _read(self, path: str) -> bytes:
        if path in self._changed:
            return self._changed[path]
        with open(self._absolute(path), "rb") as file:
            return file.read()

    def _extracted(self, path: str) -> FileFacts:
        try:
            return extract(self._read(path))
        except OSError as error:
            return FileFacts(problem=_unopened(error))
        except Exception as error:
            # One file must not stop the check of all others, whatever is in it.
            if _debugging():
                raise
            return _unread(f"mapperlint failed on it: {_said(error)}")


def within(path: str, name: str) -> bool:
    """Whether a path is the one named, or lies below it."""
    return name == "." or path == name or path.startswith(f"{name}/")


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
