"""What came out, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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


def tables(results: Sequence[Result]) -> Iterator[str]:
    """What came out by kind of case and by project."""
    yield from _table("kind of case", results, lambda result: result.case.kind)
    yield ""
    yield from _table("project", results, lambda result: result.case.project)


def _table(title: str, results: Sequence[Result], key: Callable[[Result], str]) -> Iterator[str]:
    yield f"{title:32}" + "".join(f"{column:>10}" for column in _COLUMNS)
    for name in sorted({key(result) for result in results}):
        yield _row(name, [result for result in results if key(result) == name])
    yield _row("all", results)


def _row(name: str, results: Sequence[Result]) -> str:
    found = sum(len(result.found) for result in results)
    missed = sum(len(result.missed) for result in results)
    false = sum(len(result.false) for result in results)
    unsettled = sum(len(result.unsettled) for result in results)
    told = sum(result.told for result in results)
    numbers = (len(results), found + missed, found, missed, false, unsettled, told)
    share = f"{found / (found + missed):8.1%}" if found + missed else ""
    return f"{name:32}" + "".join(f"{number:10}" for number in numbers) + share
