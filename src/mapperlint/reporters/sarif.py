"""SARIF 2.1.0, which GitHub's code scanning and the viewers of editors read.

Files are named from the checkout, `SRCROOT`. Columns count units of UTF-16, as those who read SARIF
do. A rule that failed is no result but a notification of the run, which then was not successful.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from mapperlint import __version__
from mapperlint.diagnostics import Applicability
from mapperlint.places import Location
from mapperlint.reporters.columns import Columns, utf16
from mapperlint.reporters.fingerprints import fingerprints
from mapperlint.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapperlint.diagnostics import Counts, Diagnostic
    from mapperlint.places import Span
    from mapperlint.reporters.view import Replacement, View
    from mapperlint.rule import Rule

    Object = dict[str, object]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
AROUND = 2
"""Lines of source given before and after the place of a finding."""


def sarif(diagnostics: Sequence[Diagnostic], counts: Counts, view: View) -> str:
    """A log with one run."""
    return json.dumps(_Run(diagnostics, view).log(counts), indent=2) + "\n"


class _Run:
    """The one run of a log, whose parts refer to the rules by their number."""

    def __init__(self, diagnostics: Sequence[Diagnostic], view: View) -> None:
        codes = {finding.code for finding in diagnostics}
        self._view = view
        self._columns = Columns(view.text, utf16)
        self._rules = {rule.code: rule for rule in RULES if rule.code in codes}
        self._results = [each for each in diagnostics if each.code in self._rules]
        self._failures = [each for each in diagnostics if each.code not in self._rules]

    def log(self, counts: Counts) -> Object:
        """The whole document."""
        return {"$schema": SCHEMA, "version": "2.1.0", "runs": [self._run(counts)]}

    def _run(self, counts: Counts) -> Object:
        return {
            "tool": {"driver": self._driver()},
            "automationDetails": {"id": "mapperlint/"},
            "invocations": [self._invocation()],
            "originalUriBaseIds": {"SRCROOT": {"uri": _directory_uri(_checkout(self._view))}},
            "columnKind": "utf16CodeUnits",
            "results": [
                self._result(finding, fingerprint)
                for finding, fingerprint in zip(
                    self._results, fingerprints(self._results), strict=True
                )
            ],
            "properties": {"understood": counts._asdict()},
        }

    def _driver(self) -> Object:
        driver: Object = {
            "name": "mapperlint",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": [self._rule(rule) for rule in self._rules.values()],
        }
        if self._view.documentation:
            driver["informationUri"] = self._view.documentation
        return driver

    def _rule(self, rule: Rule) -> Object:
        described: Object = {
            "id": rule.code,
            "name": rule.name.title().replace("-", ""),
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": f"{rule.title} The mistake {rule.runtime.value}."},
            "help": {"text": rule.page, "markdown": rule.page},
            "defaultConfiguration": {"level": rule.severity.value, "enabled": rule.on},
            "properties": {"tags": ["sqlalchemy"]},
        }
        page = self._view.page(rule.name)
        return {**described, "helpUri": page} if page else described

    def _invocation(self) -> Object:
        invocation: Object = {"executionSuccessful": not self._failures}
        if self._failures:
            invocation["toolExecutionNotifications"] = [
                {"level": "error", "message": {"text": finding.message}}
                for finding in self._failures
            ]
        return invocation

    def _result(self, finding: Diagnostic, fingerprint: str) -> Object:
        result: Object = {
            "ruleId": finding.code,
            "ruleIndex": list(self._rules).index(finding.code),
            "level": finding.severity.value,
            "message": {"text": _said(finding)},
            "locations": [
                {
                    "physicalLocation": self._physical(finding.location),
                    "logicalLocations": [{"fullyQualifiedName": finding.subject}],
                }
            ],
            "partialFingerprints": {"mapperlint/v1": fingerprint},
        }
        if finding.notes:
            result["relatedLocations"] = [
                {
                    "id": number,
                    "physicalLocation": self._physical(note.location),
                    "message": {"text": note.message},
                }
                for number, note in enumerate(finding.notes, 1)
            ]
        fixes = list(self._fixes(finding))
        return {**result, "fixes": fixes} if fixes else result

    def _fixes(self, finding: Diagnostic) -> Iterator[Object]:
        """What may be written without a person who chooses."""
        for fix in finding.fixes:
            edits = self._view.edits(fix) if self._view.edits else None
            if edits and fix.applicability is not Applicability.SHOWN:
                yield {
                    "description": {"text": fix.title},
                    "artifactChanges": [
                        {
                            "artifactLocation": self._artifact(path),
                            "replacements": [
                                self._replacement(edit) for edit in edits if edit.path == path
                            ],
                        }
                        for path in dict.fromkeys(edit.path for edit in edits)
                    ],
                }

    def _replacement(self, edit: Replacement) -> Object:
        deleted = self._region(Location(edit.path, edit.span))
        return {"deletedRegion": deleted, "insertedContent": {"text": edit.text}}

    def _region(self, location: Location) -> Object:
        return {
            "startLine": location.span.line,
            "startColumn": self._columns.start(location),
            "endLine": location.span.end_line,
            "endColumn": self._columns.end(location),
        }

    def _physical(self, location: Location) -> Object:
        span, region = location.span, self._region(location)
        physical: Object = {"artifactLocation": self._artifact(location.path), "region": region}
        shown = self._lines(location.path, span.line, span.end_line)
        if shown:
            first, last = max(1, span.line - AROUND), span.end_line + AROUND
            around = self._lines(location.path, first, last)
            region["snippet"] = {"text": _cut(shown, span)}
            physical["contextRegion"] = {
                "startLine": first,
                "endLine": first + len(around) - 1,
                "snippet": {"text": "\n".join(around)},
            }
        return physical

    def _lines(self, path: str, first: int, last: int) -> list[str]:
        numbered = (self._columns.line(path, number) for number in range(first, last + 1))
        return [line for line in numbered if line is not None]

    def _artifact(self, path: str) -> Object:
        named = self._view.checked_out(path)
        if named == self._view.absolute(path).replace("\\", "/"):
            return {"uri": _file_uri(named)}
        return {"uri": _quoted(named), "uriBaseId": "SRCROOT"}


def _cut(lines: Sequence[str], span: Span) -> str:
    """What stands in a span, of the lines it stands on."""
    *others, last = lines
    first, *others = (*others, last[: span.end_column])
    return "\n".join((first[span.column :], *others))


def _said(finding: Diagnostic) -> str:
    """Whole sentences, as GitHub shows them."""
    sentences = filter(None, (finding.message, finding.help))
    return "\n".join(each if each.endswith(("?", ".")) else f"{each}." for each in sentences)


def _checkout(view: View) -> str:
    return (view.checkout or view.base).replace("\\", "/")


def _directory_uri(path: str) -> str:
    return f"{_file_uri(path).rstrip('/')}/"


def _file_uri(path: str) -> str:
    return f"file://{'' if path.startswith('/') else '/'}{_quoted(path)}"


def _quoted(path: str) -> str:
    return quote(path, errors="surrogateescape")
