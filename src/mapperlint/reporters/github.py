"""Workflow commands of GitHub Actions, which become annotations of the changed lines.

GitHub shows ten errors and ten warnings of a step, so errors come first. An annotation of several
lines must not have columns, or it is not shown at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Severity
from mapperlint.reporters.lines import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.places import Location
    from mapperlint.reporters.view import View


def github(diagnostics: Sequence[Diagnostic], _: Counts, view: View) -> str:
    """A command for each finding, errors first."""
    errors_first = sorted(diagnostics, key=lambda each: each.severity is not Severity.ERROR)
    return "".join(f"{_command(finding, view)}\n" for finding in errors_first)


def _command(finding: Diagnostic, view: View) -> str:
    properties = ",".join(
        f"{name}={_property(value)}" for name, value in _properties(finding, view)
    )
    return f"::{finding.severity.value} {properties}::{_data(_text(finding, view))}"


def _properties(finding: Diagnostic, view: View) -> Iterator[tuple[str, str]]:
    span = finding.location.span
    yield "title", f"mapperlint ({finding.code})"
    if finding.location.path == ".":
        return
    yield "file", view.checked_out(finding.location.path)
    yield "line", str(span.line)
    if span.line == span.end_line:
        yield "col", str(span.column + 1)
    yield "endLine", str(span.end_line)
    if span.line == span.end_line:
        yield "endColumn", str(span.end_column + 1)


def _text(finding: Diagnostic, view: View) -> str:
    lines = [f"{_place(finding.location, view)}: {finding.code} {finding.message}"]
    lines += [f"  {_place(note.location, view)}: {note.message}" for note in finding.notes]
    if finding.help:
        lines.append(f"  help: {finding.help}")
    return "\n".join(map(printable, lines))


def _place(location: Location, view: View) -> str:
    return f"{view.checked_out(location.path)}:{location.span.line}:{location.span.column + 1}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
