"""Who is right about a mutant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from benchmarks.mutation.answers import Words, is_error

if TYPE_CHECKING:
    from benchmarks.mutation.mutants import Mutant
    from benchmarks.mutation.universe import Universe
    from mapperlint.diagnostics import Diagnostic


class Verdict(Enum):
    """CAUGHT and MISSED: SQLAlchemy objects. FALSE, WARNED and QUIET: it does not.

    FALSE is a finding of error level, WARNED one of a warning. LEFT_OUT: the project fails before
    SQLAlchemy could say anything, because other code uses what was changed; or the error is said of
    a file that no model needs, which was not loaded.
    """

    CAUGHT = "caught"
    MISSED = "missed"
    FALSE = "false"
    WARNED = "warned"
    QUIET = "quiet"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Result:
    """A mutant, what both say of it, and who is right."""

    mutant: Mutant
    words: Words
    findings: tuple[Diagnostic, ...]
    verdict: Verdict


def judged(
    mutant: Mutant, words: Words, findings: tuple[Diagnostic, ...], universe: Universe
) -> Result:
    return Result(mutant, words, findings, _verdict(mutant, words, findings, universe))


def _verdict(
    mutant: Mutant, words: Words, findings: tuple[Diagnostic, ...], universe: Universe
) -> Verdict:
    if words.elsewhere is not None:
        return Verdict.LEFT_OUT
    if not words.objects:
        return _of_accepted(findings, universe)
    concerned = universe.concerned(mutant.mutation.names, words.text)
    files = {mutant.path, *(cls.file for cls in concerned)}
    names = {*mutant.mutation.names, *(word for cls in concerned for word in cls.words)}
    fits = (
        _at(mutant, finding)
        or (not files.isdisjoint(finding.paths) and not names.isdisjoint(_words(finding.subject)))
        for finding in findings
    )
    return Verdict.CAUGHT if any(fits) else Verdict.MISSED


def _of_accepted(findings: tuple[Diagnostic, ...], universe: Universe) -> Verdict:
    errors = list(filter(is_error, findings))
    if any(finding.location.path in universe.files for finding in errors):
        return Verdict.FALSE
    if errors:
        return Verdict.LEFT_OUT
    return Verdict.WARNED if findings else Verdict.QUIET


def _at(mutant: Mutant, finding: Diagnostic) -> bool:
    """Whether it points to what was changed. In a mixin, each user of it is as good a subject."""
    span = finding.location.span
    return (
        finding.location.path == mutant.path and span.line <= mutant.mutation.line <= span.end_line
    )


def _words(subject: str) -> set[str]:
    """The parts of a subject, as classes and tables may be called by."""
    return {subject, *re.findall(r"\w+", subject)}
