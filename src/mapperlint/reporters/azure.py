"""Logging commands of Azure Pipelines, which become issues of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.reporters.lines import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.reporters.view import View


def azure(diagnostics: Sequence[Diagnostic], _: Counts, view: View) -> str:
    """A command for each finding."""
    return "".join(f"{_command(finding, view)}\n" for finding in diagnostics)


def _command(finding: Diagnostic, view: View) -> str:
    said = "".join(f"{name}={_property(value)};" for name, value in _properties(finding, view))
    return f"##vso[task.logissue {said}]{_data(printable(finding.message))}"


def _properties(finding: Diagnostic, view: View) -> Iterator[tuple[str, str]]:
    path, span = finding.location
    yield "type", finding.severity.value
    if path != ".":
        yield "sourcepath", view.checked_out(path)
        yield "linenumber", str(span.line)
        yield "columnnumber", str(span.column + 1)
    yield "code", finding.code


def _data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace("]", "%5D").replace(";", "%3B")
