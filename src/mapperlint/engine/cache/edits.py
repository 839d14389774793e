"""Edits that leave what a file says of mappings as it was: its lines have moved, and no more.

Most edits are such: a comment, a blank line, the body of a function. What a check knows of a file
are its facts, a cheap look at it, and answers to questions about its bytes. Where all of them are
the same but for the lines at which they stand, it would find the same again, at other lines.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.engine.cache.facts import Heard, Look
from mapperlint.facts.extract import extract, undecodable
from mapperlint.facts.questions import Says
from mapperlint.facts.scan import scan
from mapperlint.places import START_OF_FILE, Location, Span

if TYPE_CHECKING:
    from mapperlint.diagnostics import Diagnostic
    from mapperlint.engine.answer import Answer
    from mapperlint.engine.cache.answers import ReadAgain
    from mapperlint.engine.cache.facts import FactStore
    from mapperlint.engine.cache.observations import Observations
    from mapperlint.facts.shapes import FileFacts


class Lines:
    """Which line of a file has become which, from 1. None has left its place among the others."""

    def __init__(self) -> None:
        self._now: dict[int, int] = {}

    def agree(self, before: object, now: object) -> bool:
        """Whether two values are the same but for lines; where these have gone is noted."""
        if isinstance(before, Span) and isinstance(now, Span):
            columns = (before.column, before.end_column) == (now.column, now.end_column)
            lines = ((before.line, now.line), (before.end_line, now.end_line))
            return columns and all(self._note(*each) for each in lines)
        if type(before) is not type(now):
            return False
        if isinstance(before, Struct):
            return all(
                self._note(getattr(before, name), getattr(now, name))
                if name == "line"
                else self.agree(getattr(before, name), getattr(now, name))
                for name in before.__struct_fields__
            )
        if isinstance(before, tuple) and isinstance(now, tuple):
            return len(before) == len(now) and all(map(self.agree, before, now))
        return before == now

    @property
    def keep_their_order(self) -> bool:
        """Whether what stood above, below or beside something does so still."""
        now = [self._now[line] for line in sorted(self._now)]
        return all(above < below for above, below in pairwise(now))

    def moved(self, span: Span) -> Span | None:
        """Where a stretch of text has gone; None where that is not known."""
        line, end = self._now.get(span.line), self._now.get(span.end_line)
        if span == START_OF_FILE:
            return span if line in (None, 1) else None  # The file is meant, or its first line.
        if line is None or end is None:
            return None
        return span._replace(line=line, end_line=end)

    def _note(self, before: int, now: int) -> bool:
        return self._now.setdefault(before, now) == now


class Edits:
    """The edits since an answer was kept, compared by what a store has of the texts before."""

    def __init__(self, store: FactStore) -> None:
        self._store = store
        self._lines: dict[str, Lines] = {}

    def moved_lines(self, edit: ReadAgain) -> bool:
        """Whether all that an edit did was to move lines, as far as a check can see."""
        try:
            return self._compared(edit)
        except Exception:  # noqa: BLE001 - A full check says what is the matter with the file.
            return False

    def moved(self, answer: Answer) -> Answer | None:
        """An answer with its places moved; None where it speaks of places that are not known."""
        found = [self._moved_finding(finding) for finding in answer.findings]
        known = [finding for finding in found if finding is not None]
        if len(known) < len(found):
            return None
        return answer._replace(findings=tuple(sorted(known, key=lambda each: each.sort_key)))

    def save(self, seen: Observations) -> None:
        """Keep what was taken from the new texts."""
        self._store.save(seen)

    def _compared(self, edit: ReadAgain) -> bool:
        store, before = self._store, edit.before
        look, facts, heard = store.look(before), store.facts(before), store.answers(before)
        if look is None or look.problem is not None or look.scan.addresses_us or Says() in heard:
            return False
        lines = Lines()
        if not lines.agree(look, self._look(edit)):
            return False
        if any(question.of(edit.text) != answer for question, answer in heard.items()):
            return False
        store.add(edit.digest, Heard(list(heard.items())))
        if facts is not None and not lines.agree(facts, self._facts(edit)):
            return False
        self._lines[edit.path] = lines
        return lines.keep_their_order

    def _look(self, edit: ReadAgain) -> Look:
        look = self._store.look(edit.digest)
        if look is None:
            look = Look(scan(edit.text), undecodable(edit.text))
            self._store.add(edit.digest, look)
        return look

    def _facts(self, edit: ReadAgain) -> FileFacts:
        facts = self._store.facts(edit.digest)
        if facts is None:
            facts = extract(edit.text)
            self._store.add(edit.digest, facts)
        return facts

    def _moved_finding(self, finding: Diagnostic) -> Diagnostic | None:
        if any(f"{path}:" in said for said in _words(finding) for path in self._lines):
            return None  # It may name a line.
        location = self._moved_location(finding.location)
        notes = [
            note._replace(location=place)
            for note in finding.notes
            if (place := self._moved_location(note.location)) is not None
        ]
        if location is None or len(notes) < len(finding.notes):
            return None
        return finding._replace(location=location, notes=tuple(notes))

    def _moved_location(self, location: Location) -> Location | None:
        lines = self._lines.get(location.path)
        if lines is None:
            return location
        span = lines.moved(location.span)
        return None if span is None else Location(location.path, span)


def _words(finding: Diagnostic) -> tuple[str, ...]:
    """All that a finding says in words."""
    notes = (note.message for note in finding.notes)
    titles = (fix.title for fix in finding.fixes)
    return (finding.message, finding.subject, finding.help or "", *notes, *titles)
