"""reviewdog's diagnostic format. Its columns count bytes of UTF-8, from 1; ends are exclusive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mapperlint.places import Location
from mapperlint.reporters.columns import Columns, utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.reporters.view import View


def rdjson(diagnostics: Sequence[Diagnostic], _: Counts, view: View) -> str:
    """One object with all findings."""
    columns = Columns(view.text, utf8)
    source = {"name": "mapperlint"}
    if view.documentation:
        source["url"] = view.documentation
    result = {
        "source": source,
        "diagnostics": [_diagnostic(finding, view, columns) for finding in diagnostics],
    }
    return json.dumps(result, indent=2) + "\n"


def _diagnostic(finding: Diagnostic, view: View, columns: Columns) -> dict[str, object]:
    page = view.page(finding.name)
    code = {"value": finding.code, "url": page} if page else {"value": finding.code}
    diagnostic: dict[str, object] = {
        "message": f"{finding.message}\n{finding.help}" if finding.help else finding.message,
        "location": _location(finding.location, view, columns),
        "severity": finding.severity.name,
        "code": code,
    }
    suggestions = list(_suggestions(finding, view, columns))
    if suggestions:
        diagnostic["suggestions"] = suggestions
    if finding.notes:
        diagnostic["related_locations"] = [
            {"message": note.message, "location": _location(note.location, view, columns)}
            for note in finding.notes
        ]
    return diagnostic


def _suggestions(finding: Diagnostic, view: View, columns: Columns) -> Iterator[object]:
    """The fixes that are one change of the finding's own file; each suggestion is taken alone."""
    for fix in finding.fixes:
        edits = view.edits(fix) if view.edits else None
        if edits and len(edits) == 1 and edits[0].path == finding.location.path:
            place = Location(edits[0].path, edits[0].span)
            yield {"range": _range(place, columns), "text": edits[0].text}


def _location(location: Location, view: View, columns: Columns) -> dict[str, object]:
    return {"path": view.checked_out(location.path), "range": _range(location, columns)}


def _range(location: Location, columns: Columns) -> dict[str, object]:
    return {
        "start": {"line": location.span.line, "column": columns.start(location)},
        "end": {"line": location.span.end_line, "column": columns.end(location)},
    }
