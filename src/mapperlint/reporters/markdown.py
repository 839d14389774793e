"""A table for comments of pull requests and summaries of CI jobs, as GitHub and GitLab read it.

Messages have names in backticks; those stay as they are. All else that would mean something to
Markdown is escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapperlint.reporters.lines import printable
from mapperlint.reporters.summary import ending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.places import Location
    from mapperlint.reporters.view import View

_HEAD = "| place | rule | what is wrong |\n|---|---|---|\n"


def markdown(diagnostics: Sequence[Diagnostic], counts: Counts, view: View) -> str:
    """The table, if there is anything to show, and the summary."""
    rows = "".join(f"{_row(finding, view)}\n" for finding in diagnostics)
    table = f"{_HEAD}{rows}" if rows else ""
    end = "".join(f"{_prose(line)}\n" for line in ending(diagnostics, counts, view))
    return "\n".join(filter(None, (table, end)))


def _row(finding: Diagnostic, view: View) -> str:
    said = [_prose(finding.message)]
    said += [f"{_place(note.location, view)}: {_prose(note.message)}" for note in finding.notes]
    if finding.help:
        said.append(f"*{_prose(finding.help)}*")
    page = view.page(finding.name)
    code = f"[{finding.code}]({page})" if page else finding.code
    rule = f"{code} {finding.name}, {finding.severity.value}"
    return f"| {_place(finding.location, view)} | {rule} | {'<br>'.join(said)} |"


def _place(location: Location, view: View) -> str:
    span = location.span
    return _code(f"{view.checked_out(location.path)}:{span.line}:{span.column + 1}")


def _prose(text: str) -> str:
    """A message: what stands in backticks stays, the rest is escaped."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _escaped(text)
    return "".join(_code(part) if index % 2 else _escaped(part) for index, part in enumerate(parts))


def _code(text: str) -> str:
    """Text as it is, between as many backticks as it takes. A bar would end the cell even there."""
    shown = printable(text).replace("|", "\\|")
    if "`" not in shown:
        return f"`{shown}`"
    fence = "`" * (1 + max(map(len, re.findall("`+", shown))))
    return f"{fence} {shown} {fence}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", printable(text))
