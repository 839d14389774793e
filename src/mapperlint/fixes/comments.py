"""Comments that silence findings, written beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapperlint.engine.suppressions import suppressions
from mapperlint.facts.comments import lines
from mapperlint.fixes.draft import Draft
from mapperlint.places import START_OF_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapperlint.diagnostics import Diagnostic
    from mapperlint.engine.suppressions import Suppression
    from mapperlint.facts.comments import Line
    from mapperlint.fixes.edits import Edit


def ignoring(
    path: str, content: bytes, findings: Iterable[Diagnostic], reason: str
) -> tuple[Edit, ...]:
    """The edits that silence some findings in a file. Raises CannotRealise.

    Each statement gets one comment above it, or more words in the one it has.
    """
    draft = Draft(path, content)
    existing = suppressions(draft.text)
    statements = lines(draft.text)
    wanted: dict[Line | None, set[str]] = {}
    for finding in findings:
        wanted.setdefault(_statement(finding, statements), set()).add(finding.code)
    # From the end, so that what is still to be done stays where it is.
    for line in sorted(wanted, key=lambda line: 0 if line is None else line.first, reverse=True):
        codes = ", ".join(sorted(wanted[line]))
        known = next((each for each in existing if _silences(each, line)), None)
        if known is not None:
            span = known.words[-1].span
            draft.insert(draft.index(span.end_line, span.end_column), f", {codes}")
        elif line is None:
            draft.insert(_head(draft.text), f"{_comment('file-ignore', codes, reason)}\n")
        else:
            start = draft.index(line.first, 0)
            margin = re.compile(r"[ \t\f]*").match(draft.text, start)
            assert margin is not None
            draft.insert(start, f"{margin[0]}{_comment('ignore', codes, reason)}\n")
    return tuple(draft.edits())


def _statement(finding: Diagnostic, statements: Iterable[Line]) -> Line | None:
    """The statement a finding begins in; None where it is about the whole file."""
    span = finding.location.span
    if span == START_OF_FILE:
        return None
    return next((each for each in statements if each.first <= span.line <= each.last), None)


def _silences(suppression: Suppression, line: Line | None) -> bool:
    """Whether a suppression takes more words for a statement, or for the file."""
    if suppression.misplaced or not suppression.takes_more:
        return False
    if line is None or suppression.lines is None:
        return line is None and suppression.lines is None
    return line.first in suppression.lines and line.last in suppression.lines


def _comment(kind: str, codes: str, reason: str) -> str:
    return f"# mapperlint: {kind}[{codes}] {reason}".rstrip()


_FIRST_LINES = re.compile(r"(?:#!.*\n)?(?:[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+.*\n)?")


def _head(text: str) -> int:
    """Where a comment about a whole file goes: below what the system and Python read first."""
    found = _FIRST_LINES.match(text)
    return found.end() if found else 0
