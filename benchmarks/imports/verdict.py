"""Who is right about a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.imports.answers import Finding
    from benchmarks.imports.cases import Case
    from benchmarks.imports.statements import Statement


@dataclass(frozen=True, slots=True)
class Result:
    """A case, and its imports.

    `found` are those on which Python fails and mapperlint speaks, `missed` those on which only
    Python does. `false` are findings where Python imports without complaint, or where a failure is
    provided for. `unsettled` are findings about modules that cannot be imported for another reason.
    `told` counts the findings that name the new home, of those that could.
    """

    case: Case
    found: tuple[Statement, ...]
    missed: tuple[Statement, ...]
    false: tuple[Finding, ...]
    unsettled: tuple[Finding, ...]
    told: int


def judged(
    case: Case,
    before: Sequence[tuple[Statement, str]],
    after: Sequence[tuple[Statement, str]],
    findings: Sequence[Finding],
    gone: str | None,
) -> Result:
    """Compare; an import that failed in the project as it is does not count.

    `gone` is the module that was taken away. An import of it fails, though the package around it
    may fail before, for another import of the same module.
    """
    failed = {(each.path, each.module, each.names) for each, word in before if word == "fails"}
    broken = [
        each
        for each, word in after
        if (word == "fails" or (gone and word == "follows" and each.asks_for(gone)))
        and not each.guarded
        and (each.path, each.module, each.names) not in failed
    ]
    follows = [each for each, word in after if word == "follows"]
    spoken = [each for each in broken if any(_is_about(one, each) for one in findings)]
    doubtful = [one for one in findings if not any(_is_about(one, each) for each in broken)]
    unsettled = [one for one in doubtful if any(_is_about(one, each) for each in follows)]
    return Result(
        case,
        tuple(spoken),
        tuple(each for each in broken if each not in spoken),
        tuple(one for one in doubtful if one not in unsettled),
        tuple(unsettled),
        sum(bool(case.home and f"{case.home}`" in one.help) for one in findings),
    )


def _is_about(finding: Finding, statement: Statement) -> bool:
    places = ((finding.path, finding.line), *finding.notes)
    return any(
        path == statement.path and statement.line <= line <= statement.end for path, line in places
    )
