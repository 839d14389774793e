"""Each finding with the source it speaks of, and a frame for every other place that explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Counts, Diagnostic, Severity
from mapperlint.reporters.lines import marked, printable
from mapperlint.reporters.summary import ending, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.places import Location, Span
    from mapperlint.reporters.view import View

AROUND = 2
"""Lines of source shown before and after the one a finding stands on."""

_BOLD, _RED, _YELLOW, _BLUE, _CYAN = "1", "1;31", "1;33", "1;34", "1;36"
_OF_SEVERITY = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW}


def full(diagnostics: Sequence[Diagnostic], counts: Counts, view: View) -> str:
    """The findings and the summary."""
    blocks = [_block(finding, view) for finding in diagnostics]
    lines = (*blocks, *ending(diagnostics, counts, view))
    return "".join(f"{line}\n" for line in lines)


def _block(finding: Diagnostic, view: View) -> str:
    color = _OF_SEVERITY[finding.severity]
    kind = "" if finding.severity is Severity.ERROR else f" ({finding.severity.value})"
    code = _linked(_painted(f"{finding.code} {finding.name}", color, view), finding.name, view)
    lines = [f"{code}{kind}: {mark(finding)}{_painted(printable(finding.message), _BOLD, view)}"]
    lines += _frame(finding.location, view, color, AROUND)
    for note in finding.notes:
        lines.append(f"{_painted('note', _BLUE, view)}: {printable(note.message)}")
        lines += _frame(note.location, view, _BLUE, 0)
    if finding.help:
        lines.append(f"{_painted('help', _CYAN, view)}: {printable(finding.help)}")
    return "\n".join([*lines, ""])


def _frame(location: Location, view: View, color: str, around: int) -> list[str]:
    """The place, and the lines of source there; only the place when the file has no such line."""
    span = location.span
    source = view.text(location.path).split("\n")
    first, last = _range(source, span, around)
    gutter = len(str(last)) if first <= last else 1
    place = printable(f"{view.shown(location.path)}:{span.line}:{span.column + 1}")
    arrow = _painted(f"{' ' * gutter}-->", _BLUE, view)
    if first > last:
        return [f"{arrow} {place}"]
    bar = _painted(f"{' ' * gutter} |", _BLUE, view)
    lines = [f"{arrow} {place}", bar]
    for number in range(first, last + 1):
        start, end = _marked_columns(span, number)
        shown = marked(source[number - 1], start, end)
        head = _painted(f"{number:>{gutter}} |", _BLUE, view)
        lines.append(f"{head} {shown.text}".rstrip())
        if number == span.line:
            lines.append(f"{bar} {' ' * shown.start}{_painted('^' * shown.length, color, view)}")
    return [*lines, bar]


def _range(source: list[str], span: Span, around: int) -> tuple[int, int]:
    """The lines to show, from 1, without blank ones at the ends; none in a file too short."""
    if span.line > len(source) or not any(source):
        return 1, 0
    first, last = max(1, span.line - around), min(len(source), span.line + around)
    while first < span.line and not source[first - 1].strip():
        first += 1
    while last > span.line and not source[last - 1].strip():
        last -= 1
    return first, last


def _marked_columns(span: Span, number: int) -> tuple[int, int]:
    """The columns marked in a line. Of a span of several lines the first is marked to its end."""
    if number != span.line:
        return 0, 0
    return span.column, span.end_column if span.end_line == span.line else 1_000_000


def _painted(text: str, color: str, view: View) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if view.color else text


def _linked(text: str, rule: str, view: View) -> str:
    """A text that leads to the page of a rule, in a terminal that can open it."""
    if not view.links:
        return text
    from mapperlint.reporters.links import address, linked

    return linked(text, address(rule, view))
