"""What came out, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.imports.verdict import Result

_COLUMNS = ("cases", "imports", "found", "missed", "false", "unsettled", "told")


def faults(result: Result) -> Iterator[str]:
    """A case with an import that was missed, or with a finding that Python does not bear out."""
    if not (result.missed or result.false or result.unsettled):
        return
    yield f"{result.case.project}: {result.case.kind}: {result.case.what}"
    for each in result.missed:
        asked = f"{each.module} {', '.join(each.names)}".strip()
        yield f"    missed {each.path}:{each.line} {asked}"
    for kind, findings in (("false", result.false), ("unsettled", result.unsettled)):
        for one in findings:
            yield f"    {kind} {one.path}:{one.line} {one.code} {one.message}"


def table(results: Sequence[Result]) -> Iterator[str]:
    """What came out by kind of case."""
    yield f"{'kind of case':32}" + "".join(f"{column:>10}" for column in _COLUMNS)
    for kind in sorted({result.case.kind for result in results}):
        yield row(kind, [result for result in results if result.case.kind == kind])
    yield row("all", results)


def row(name: str, results: Sequence[Result]) -> str:
    """What came out of some cases, in the columns of the table."""
    found = sum(len(result.found) for result in results)
    missed = sum(len(result.missed) for result in results)
    false = sum(len(result.false) for result in results)
    unsettled = sum(len(result.unsettled) for result in results)
    told = sum(result.told for result in results)
    numbers = (len(results), found + missed, found, missed, false, unsettled, told)
    share = f"{found / (found + missed):8.1%}" if found + missed else ""
    return f"{name:32}" + "".join(f"{number:10}" for number in numbers) + share
