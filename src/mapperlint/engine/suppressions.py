"""Comments that say a finding is known and meant, and those of them that silence nothing.

    # mapperlint: ignore[MAP405, import-cycle] why      anywhere in the statement, or above it
    # mapperlint: one-sided why                         the same as ignore[one-sided-pair]
    # mapperlint: file-ignore[MAP4] why                 above the first statement of a file
    # noqa: MAP405                                      anywhere in the statement

Codes, families and names of rules all work; `# noqa` takes codes and families, and says nothing to
us without one. What stands behind the brackets is for people.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.engine.answer import RULE_CRASH
from mapperlint.engine.selection import near, selects
from mapperlint.facts.comments import comments
from mapperlint.intentions import RemoveComment
from mapperlint.places import Location, Span
from mapperlint.rules import RULES, unused_suppression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mapperlint.diagnostics import Diagnostic
    from mapperlint.facts.comments import Comment
    from mapperlint.rule import Rule

_PART = re.compile(
    r"(?<!\S)#\s*(?:mapperlint:\s*(?:(?P<kind>file-ignore|ignore)(?:\s*\[(?P<listed>[^\]]*)\])?"
    r"|(?P<meant>one-sided))(?![\w\[-])"
    r"|(?i:noqa)\s*:\s*(?P<codes>[A-Z]+[0-9]+(?:[\s,]+[A-Z]+[0-9]+)*))"
)
_WORD = re.compile(r"[^\s,]+")
_NEXT_PART = re.compile(r"\s+#")


class Word(NamedTuple):
    """What a suppression names, and where; `selector` is what it means, "" to other tools."""

    text: str
    selector: str
    span: Span


class Suppression(NamedTuple):
    """One part of a comment that silences findings.

    `span` is that of the part, `lines` those whose findings it silences, None for all of the file.
    `statement` is the text of the line it speaks of. `misplaced` is true for a `file-ignore` that
    is not at the head of its file: it silences nothing. `takes_more` is true for a list of ours
    that has words in it.
    """

    words: tuple[Word, ...]
    span: Span
    lines: range | None
    statement: str
    misplaced: bool = False
    noqa: bool = False
    takes_more: bool = False

    def speaks_of(self, line: int) -> bool:
        """Whether findings on a line are meant."""
        return not self.misplaced and (self.lines is None or line in self.lines)


def suppressions(text: str) -> tuple[Suppression, ...]:
    """All suppressions of a file."""
    lines = text.split("\n")
    return tuple(
        found
        for comment in comments(text)
        for match in _PART.finditer(comment.text)
        if (found := _suppression(comment, match, lines)) is not None
    )


def _suppression(
    comment: Comment, match: re.Match[str], lines: Sequence[str]
) -> Suppression | None:
    words = tuple(_words(comment, match))
    noqa = match["codes"] is not None
    if noqa and not any(word.selector for word in words):
        return None  # It speaks to other tools alone.
    following = _NEXT_PART.search(comment.text, match.end())
    span = _span(comment, match.start(), following.start() if following else len(comment.text))
    whole = match["kind"] == "file-ignore"
    return Suppression(
        words,
        span,
        None if whole else range(comment.first, comment.last + 1),
        lines[comment.statement - 1].strip(),
        misplaced=whole and not comment.heads_file,
        noqa=noqa,
        takes_more=bool(match["listed"] and words),
    )


def _words(comment: Comment, match: re.Match[str]) -> Iterator[Word]:
    if match["meant"]:
        yield Word("one-sided", "one-sided-pair", _span(comment, *match.span("meant")))
        return
    group = "codes" if match["codes"] else "listed"
    if match[group] is None:
        return
    for word in _WORD.finditer(comment.text, *match.span(group)):
        others = group == "codes" and not word[0].startswith("MAP")
        yield Word(word[0], "" if others else word[0], _span(comment, *word.span()))


def _span(comment: Comment, start: int, end: int) -> Span:
    line, column = comment.span.line, comment.span.column
    return Span(line, column + start, line, column + end)


class Suppressions:
    """The suppressions of a project's files, and which of their words have silenced something.

    `text_of` gives the text of a file, or None where it cannot have any.
    """

    def __init__(self, text_of: Callable[[str], str | None]) -> None:
        self._text_of = text_of
        self._found: dict[str, tuple[Suppression, ...]] = {}
        self._used: set[tuple[str, Span]] = set()

    def silence(self, finding: Diagnostic) -> bool:
        """Whether a comment silences a finding; those that do have served."""
        path, span = finding.location
        silenced = False
        for suppression in self._of(path):
            if suppression.speaks_of(span.line):
                for word in suppression.words:
                    if selects(word.selector, finding):
                        silenced = True
                        self._used.add((path, word.span))
        return silenced

    def _of(self, path: str) -> tuple[Suppression, ...]:
        found = self._found.get(path)
        if found is None:
            text = self._text_of(path)
            found = self._found[path] = () if text is None else suppressions(text)
        return found

    def unused(
        self, paths: Iterable[str], asked: Sequence[Rule], found: Sequence[Diagnostic]
    ) -> Iterator[Diagnostic]:
        """What is to be said of the suppressions in some files, once all that was asked is found.

        Nothing is said of a word that means a rule which was not asked, nor where something else is
        found in the same statement: the one may hide the other.
        """
        if unused_suppression.RULE not in asked or any(each.code == RULE_CRASH for each in found):
            return
        busy: dict[str, set[int]] = {}
        for finding in found:
            path, span = finding.location
            busy.setdefault(path, set()).update(range(span.line, span.end_line + 1))
        for path in paths:
            for suppression in self._of(path):
                lines = suppression.lines
                hidden = busy.get(path, set())
                is_hidden = bool(hidden) if lines is None else not hidden.isdisjoint(lines)
                yield from self._said(path, suppression, asked, is_hidden=is_hidden)

    def _said(
        self, path: str, suppression: Suppression, asked: Sequence[Rule], *, is_hidden: bool
    ) -> Iterator[Diagnostic]:
        """What is to be said of one suppression."""
        if suppression.misplaced:
            yield _misplaced(path, suppression)
        elif not suppression.words:
            yield _empty(path, suppression)
        idle: list[Word] = []
        for word in () if suppression.misplaced else suppression.words:
            meant = [rule for rule in RULES if selects(word.selector, rule)]
            if not meant and not suppression.noqa:
                yield _unknown(path, suppression, word)
            elif not is_hidden and (path, word.span) not in self._used and _asked(meant, asked):
                idle.append(word)
        if idle:
            yield _idle(path, suppression, idle)


def _asked(meant: Iterable[Rule], asked: Sequence[Rule]) -> bool:
    """Whether a word means rules that were asked, and of those that are on no other."""
    meant = [rule for rule in meant if rule is not unused_suppression.RULE]
    return any(rule in asked for rule in meant) and all(rule in asked for rule in meant if rule.on)


def _idle(path: str, suppression: Suppression, idle: Sequence[Word]) -> Diagnostic:
    names = " or ".join(f"`{word.text}`" for word in idle)
    whole = len(idle) == len(suppression.words)
    spans = (suppression.span,) if whole else tuple(_without(suppression.words, idle))
    title = "remove the comment" if whole else f"remove {names} from the comment"
    return unused_suppression.RULE.finding(
        Location(path, suppression.span if whole else idle[0].span),
        f"nothing is found here that {names} would silence",
        subject=_subject(path, suppression, *idle),
        help=title,
        fixes=(
            Fix(
                title,
                Applicability.SAFE,
                tuple(RemoveComment(Location(path, span)) for span in spans),
            ),
        ),
    )


def _without(words: Sequence[Word], idle: Sequence[Word]) -> Iterator[Span]:
    """The stretches to take out of a list, each with one of the commas beside its word."""
    kept = False
    for index, word in enumerate(words):
        line, start, _, end = word.span
        if word not in idle:
            kept = True
        elif kept:
            yield Span(line, words[index - 1].span.end_column, line, end)
        else:
            yield Span(line, start, line, words[index + 1].span.column)


def _unknown(path: str, suppression: Suppression, word: Word) -> Diagnostic:
    return unused_suppression.RULE.finding(
        Location(path, word.span),
        f"there is no rule `{word.text}`, so nothing is silenced",
        subject=_subject(path, suppression, word),
        help=near(word.selector, RULES).removeprefix("; ").replace("'", "`"),
    )


def _empty(path: str, suppression: Suppression) -> Diagnostic:
    return unused_suppression.RULE.finding(
        Location(path, suppression.span),
        "this comment names no rule, and silences nothing",
        subject=_subject(path, suppression),
        help="name what it is to silence: `# mapperlint: ignore[one-sided-pair]`",
    )


def _misplaced(path: str, suppression: Suppression) -> Diagnostic:
    return unused_suppression.RULE.finding(
        Location(path, suppression.span),
        "`file-ignore` counts only above the first statement of a file, and silences nothing here",
        subject=_subject(path, suppression, *suppression.words),
        help="move it to the head of the file, or let `ignore` speak of this statement",
    )


def _subject(path: str, suppression: Suppression, *words: Word) -> str:
    """The file, the words and the statement: the same when lines move."""
    said = ", ".join(word.text for word in words)
    return f"{path}: [{said}] {suppression.statement}"
