"""`mapperlint check --fix`: mend what can be mended with certainty, and report what remains.

A text on standard input is mended as far as that changes no other file: half of a fix is none. What
the rest would do is said on standard error, beside what could not be done.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mapperlint.cli.said import CLEAN, FAILED, FINDINGS, Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mapperlint.cli.check import Asked
    from mapperlint.diagnostics import Counts, Diagnostic, Fix
    from mapperlint.engine.answer import Answer
    from mapperlint.engine.session import Session
    from mapperlint.fixes.apply import Mended, Mending
    from mapperlint.fixes.write import Change
    from mapperlint.reporters.view import Replacement, View

    Report = Callable[[Sequence[Diagnostic], Counts, View], str]

FOR_PEOPLE = frozenset({"full", "concise", "grouped"})
"""The formats that end with a summary."""


def fixed(asked: Asked, view: View, report: Report) -> Said:
    """Mend a project. `report` says what remains in the format that was asked for."""
    project = _Fixed.of(asked, view)
    if asked.options.diff:
        return project.as_diff()
    if asked.given is not None:
        return project.as_text(report)
    return project.as_files(report)


class _Fixed(NamedTuple):
    """A project after its fixes, in memory. `mending` is None where there was nothing to do."""

    asked: Asked
    view: View
    answer: Answer
    mending: Mending | None

    @classmethod
    def of(cls, asked: Asked, view: View) -> _Fixed:
        from mapperlint.engine.checking import kept, session_of

        wanted = _wanted(asked)
        answer = kept(asked.settings, asked.disk, asked.cache)
        if answer is not None and not any(map(wanted, answer.findings)):
            answer, view = with_edits(asked, view)
            return cls(asked, view, answer, None)
        from mapperlint.fixes.apply import Mending

        session = session_of(
            asked.settings, asked.disk, asked.cache, asked.options.jobs, asked.watching
        )
        baseline = asked.baseline
        mending = Mending(session, wanted, known=baseline.counts if baseline else None)
        mending.run(None if asked.given is None else asked.named[:1])
        view = view._replace(edits=partial(_replacements, session))
        return cls(asked, view, session.answer(), mending)

    # what becomes of it

    def as_diff(self) -> Said:
        """The changes, of which none is made."""
        from mapperlint.fixes.diff import diff

        changes = self.mending.changes if self.mending else {}
        text = b"".join(diff(self.view.shown(path), *both) for path, both in changes.items())
        said = "" if self.asked.options.quiet else _count(self._mended, "Would fix")
        self._say_why_not()
        self._say_of_other_files()
        _say(said)
        return self._said(text, FINDINGS if changes else CLEAN)

    def as_text(self, report: Report) -> Said:
        """The text that was given, mended; all that is said goes elsewhere."""
        text = self.asked.given or b""
        for path in self.asked.named[:1]:
            text = self.asked.disk.changed.get(path, text)
        status = self.status()
        if not self.asked.options.fix_only:
            _say(report(self.remaining, self.answer.counts, self.view))
        if not self.asked.options.quiet and self._mended:
            _say(_count(self._mended, "Fixed"))
        self._say_why_not()
        self._say_of_other_files()
        return self._said(text, status)

    def as_files(self, report: Report) -> Said:
        """The files, written; those that could not be are as they were, and are reported so."""
        written = _Writing(self.asked, self.view)
        if self.mending is not None:
            written.write(self.mending)
        absolute = self.asked.disk.absolute
        mended = tuple(
            each for each in self._mended if written.paths.issuperset(map(absolute, each.paths))
        )
        self._say_why_not()
        fixed = self if len(mended) == len(self._mended) else self._as_on_the_disk()
        said = _count(mended, "Fixed") if mended or self.asked.options.fix_only else ""
        status = FAILED if written.failed else fixed.status(mended)
        if self.asked.options.quiet:
            said = ""
        if self.asked.options.fix_only:
            return self._said(said, status)
        text = report(fixed.remaining, fixed.answer.counts, fixed.view)
        if self.asked.options.output_format in FOR_PEOPLE:
            return self._said(text + said, status)
        _say(said)
        return self._said(text, status)

    # within

    @property
    def _mended(self) -> tuple[Mended, ...]:
        return self.mending.mended if self.mending else ()

    @property
    def remaining(self) -> tuple[Diagnostic, ...]:
        """What is left of the findings. A fix that could not be made is only shown."""
        from mapperlint.engine.answer import touching

        left = touching(self.asked.unknown(self.answer), self.asked.named)
        refused = self.mending.withdrawn if self.mending else ()
        tried = {(each.finding.fingerprint, each.fix.title) for each in refused}
        return tuple(_without(finding, tried) for finding in left)

    def status(self, mended: tuple[Mended, ...] | None = None) -> int:
        options = self.asked.options
        if self.answer.crashed:
            return FAILED
        if options.exit_zero:
            return CLEAN
        if options.exit_non_zero_on_fix and (self._mended if mended is None else mended):
            return FINDINGS
        return FINDINGS if self.remaining and not options.fix_only else CLEAN

    def _said(self, text: str | bytes, status: int) -> Said:
        return Said(text, status, self.asked.options.output_file)

    def _as_on_the_disk(self) -> _Fixed:
        """The project anew, since not all of it is what was checked."""
        from mapperlint.engine.checking import checked
        from mapperlint.engine.discover import discover

        disk = self.asked.disk
        disk.changed.clear()
        disk.files = discover(self.asked.settings)
        disk.include(self.asked.named)
        answer = checked(self.asked.settings, disk, None)
        return self._replace(answer=answer, mending=None, view=self.view._replace(edits=None))

    def _say_why_not(self) -> None:
        for each in self.mending.withdrawn if self.mending else ():
            place = each.finding.location
            where = f"{self.view.shown(place.path)}:{place.span.line}"
            what = f"{each.finding.code} is not fixed ({each.fix.title})"
            _say(f"mapperlint: {where}: {what}: {each.reason}\n")

    def _say_of_other_files(self) -> None:
        """What could be mended as well if other files than the one given were written."""
        if self.mending is None or self.asked.given is None:
            return
        done = len(self.mending.mended)
        self.mending.run()
        for each in self.mending.mended[done:]:
            others = sorted(each.paths.difference(self.asked.named))
            shown = ", ".join(map(self.view.shown, others or self.asked.named))
            _say(f"mapperlint: not done here, would change {shown}: {each.fix.title}\n")


class _Writing:
    """What was written, by absolute paths, and whether something could not be."""

    def __init__(self, asked: Asked, view: View) -> None:
        self.paths: set[str] = set()
        self.failed = False
        self._disk = asked.disk
        self._view = view

    def write(self, mending: Mending) -> None:
        """Write the files of each fix, or leave them all."""
        from mapperlint.fixes.write import Change, turn

        changes = mending.changes
        if not changes:
            return
        with turn(self._disk.root):
            for group in mending.groups:
                self._write([Change(self._disk.absolute(path), *changes[path]) for path in group])

    def _write(self, group: Sequence[Change]) -> None:
        from mapperlint.fixes.write import ChangedMeanwhile, NotWritable, write

        try:
            write(group)
        except ChangedMeanwhile as error:
            self._say_left(error.path, "it was changed while it was checked", group)
        except NotWritable as error:
            self.failed = True
            self._say_left(error.path, error.reason, group)
        else:
            self.paths |= {change.path for change in group}

    def _say_left(self, path: str, reason: str, group: Sequence[Change]) -> None:
        others = [self._view.shown(change.path) for change in group if change.path != path]
        also = f"; so {', '.join(others)} is not written either" if others else ""
        _say(f"mapperlint: {self._view.shown(path)} is left alone: {reason}{also}\n")


def with_edits(asked: Asked, view: View) -> tuple[Answer, View]:
    """What is found, and a view that says what its fixes would write.

    A kept answer is enough where it has no fixes: they are kept without intentions. Nor are they
    asked for by a format that does not show them.
    """
    from mapperlint.cli.check import WITH_EDITS
    from mapperlint.engine.answer import touching
    from mapperlint.engine.checking import kept, session_of

    answer = kept(asked.settings, asked.disk, asked.cache)
    if answer is not None:
        findings = touching(answer.findings, asked.named)
        shown = asked.options.output_format in WITH_EDITS
        if not (shown and any(finding.fixes for finding in findings)):
            return answer, view
    session = session_of(
        asked.settings, asked.disk, asked.cache, asked.options.jobs, asked.watching
    )
    return session.answer(), view._replace(edits=partial(_replacements, session))


def _replacements(session: Session, fix: Fix) -> tuple[Replacement, ...] | None:
    """What a fix would write; None where it cannot be written as the text stands."""
    from mapperlint.fixes.realise import CannotRealise, realise
    from mapperlint.fixes.spans import span_of
    from mapperlint.reporters.view import Replacement

    try:
        edits = realise(fix, session.text)
    except CannotRealise:
        return None
    spans = [span_of(edit, session.text(edit.path)) for edit in edits]
    return tuple(
        Replacement(edit.path, edit.start, edit.end, span, edit.text.decode(errors="replace"))
        for edit, span in zip(edits, spans, strict=True)
    )


def _wanted(asked: Asked) -> Callable[[Diagnostic], tuple[Fix, ...]]:
    """The fixes of a finding that may be made, safe ones first; none where it was not asked for."""
    from mapperlint.diagnostics import Applicability
    from mapperlint.engine.answer import touching

    allowed = [Applicability.SAFE]
    if asked.options.unsafe_fixes:
        allowed.append(Applicability.UNSAFE)

    baseline = asked.baseline
    known = frozenset(baseline.counts if baseline else ())

    def fixes(finding: Diagnostic) -> tuple[Fix, ...]:
        if (
            finding.fingerprint in known
            or not finding.fixes
            or not touching((finding,), asked.named)
        ):
            return ()
        return tuple(fix for each in allowed for fix in finding.fixes if fix.applicability is each)

    return fixes


def _without(finding: Diagnostic, tried: Iterable[tuple[str, str]]) -> Diagnostic:
    """A finding with the fixes that were tried in vain as fixes that are only shown."""
    from mapperlint.diagnostics import Applicability

    fixes = tuple(
        fix._replace(applicability=Applicability.SHOWN)
        if (finding.fingerprint, fix.title) in tried
        else fix
        for fix in finding.fixes
    )
    return finding._replace(fixes=fixes)


def _count(mended: Sequence[Mended], verb: str) -> str:
    """A line that says how many problems were fixed, in how many files."""
    files = len(frozenset[str]().union(*(each.paths for each in mended)))
    problems = f"{len(mended)} problem{'' if len(mended) == 1 else 's'}"
    return f"{verb} {problems} in {files} file{'' if files == 1 else 's'}.\n"


def _say(text: str) -> None:
    sys.stderr.write(text)
