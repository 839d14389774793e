"""What came out, as text."""

from __future__ import annotations

import difflib
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.mutation.verdict import Result, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

_LONGEST = 300


def tables(results: Sequence[Result]) -> Iterator[str]:
    """What came out by kind and by project."""
    yield from _table("kind", results, lambda result: result.mutant.mutation.kind)
    yield ""
    yield from _table("project", results, lambda result: result.mutant.project)


def faults(results: Sequence[Result]) -> Iterator[str]:
    """Each mutant that was falsely reported, and each that was missed."""
    for verdict in (Verdict.FALSE, Verdict.MISSED):
        of_verdict = [result for result in results if result.verdict is verdict]
        for result in sorted(of_verdict, key=lambda one: one.mutant.mutation.kind):
            yield from lines(result)


def lines(result: Result) -> Iterator[str]:
    """One mutant: where it is, what was done, SQLAlchemy's words, ours."""
    mutant = result.mutant
    place = f"{mutant.project} {mutant.place}"
    yield f"{result.verdict.value} {mutant.name} {place}  {mutant.mutation.kind}"
    yield f"    {_short(mutant.mutation.what)}"
    yield f"    SQLAlchemy: {_short(result.words.text)}"
    for finding in result.findings:
        place = f"{finding.location.path}:{finding.location.span.line}"
        said = f"{finding.severity.value} {finding.code} {place} {finding.message}"
        yield f"    mapperlint: {_short(said)}"


def difference(result: Result, root: Path) -> str:
    """What the mutation changes."""
    path = result.mutant.path
    before = (root / path).read_text(encoding="utf-8").splitlines(keepends=True)
    after = result.mutant.text.splitlines(keepends=True)
    return "".join(difflib.unified_diff(before, after, path, path))


def _table(title: str, results: Sequence[Result], key: Callable[[Result], str]) -> Iterator[str]:
    yield f"{title:44}{'mutants':>8}{'objects':>8}" + "".join(
        f"{verdict.value:>9}" for verdict in Verdict
    )
    for name in sorted(set(map(key, results))):
        yield _row(name, [result for result in results if key(result) == name])
    yield _row("all", results)


def _row(name: str, results: Iterable[Result]) -> str:
    counts = Counter(result.verdict for result in results)
    objects = counts[Verdict.CAUGHT] + counts[Verdict.MISSED]
    share = f"{counts[Verdict.CAUGHT] / objects:8.1%}" if objects else ""
    numbers = "".join(f"{counts[verdict]:9}" for verdict in Verdict)
    return f"{name:44}{counts.total():8}{objects:8}{numbers} {share}".rstrip()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
