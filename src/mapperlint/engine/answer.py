"""What a check answers: the findings of a whole project, and how much of it was understood.

The command line shows the part that touches what it was asked about. Nothing here needs the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mapperlint.engine.disk import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mapperlint.diagnostics import Counts, Diagnostic

RULE_CRASH = "MAP902"


class Answer(NamedTuple):
    """All findings of a project, in the order of every report, and how much was understood."""

    findings: tuple[Diagnostic, ...]
    counts: Counts

    @property
    def crashed(self) -> bool:
        """Whether a rule failed, so that what is reported is not all."""
        return any(finding.code == RULE_CRASH for finding in self.findings)


def touching(findings: Iterable[Diagnostic], named: Sequence[str]) -> tuple[Diagnostic, ...]:
    """The findings that touch a named file or a file below a named directory."""
    if "." in named:
        return tuple(findings)
    return tuple(
        finding
        for finding in findings
        if finding.code == RULE_CRASH
        or any(within(path, name) for path in finding.paths for name in named)
    )
