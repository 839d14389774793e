"""Checkstyle's XML, which Jenkins and many bots for code review read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from mapperlint.reporters.xml import document, element

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.reporters.view import View


def checkstyle(diagnostics: Sequence[Diagnostic], _: Counts, view: View) -> str:
    """A `file` for each file, an `error` for each finding."""
    files = [
        element("file", {"name": view.checked_out(path)}, *map(_error, findings))
        for path, findings in groupby(diagnostics, lambda finding: finding.location.path)
    ]
    return document(element("checkstyle", {"version": "8.0"}, *files))


def _error(finding: Diagnostic) -> Element:
    return element(
        "error",
        {
            "line": finding.location.span.line,
            "column": finding.location.span.column + 1,
            "severity": finding.severity.value,
            "message": finding.message,
            "source": f"mapperlint.{finding.code}",
        },
    )
