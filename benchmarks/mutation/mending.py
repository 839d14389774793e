"""What `--fix` makes of mutants: whether they are mended, to which text, and what SQLAlchemy says.

The kinds that can be mended at all: names of the other side, of the target, in a key, and imports
of what was renamed or moved. What was removed comes back only as far as it can be told what it was.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.mutation.answers import Oracle, Reader, Repair, Words
from benchmarks.mutation.mutants import Mutant, all_mutants, sample
from benchmarks.mutation.universe import universe_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from tests.fidelity.projects import Project

_MENDABLE = ("side ", "back_populates ", "backref ", "target ", "key ")
# There is no name in it that could be the wrong one, or it belongs to a call of `backref`.
_OTHERS = frozenset({"key removed", "key duplicated", "backref keyword misspelt"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant.

    `words` are SQLAlchemy's of the mutant, `after` those of the mended project. `original`: all
    files are as they were before something was broken. It `counts` where there is something to
    mend: SQLAlchemy objects, or Python does to an import.
    """

    project: str
    kind: str
    name: str
    place: str
    what: str
    words: Words
    repair: Repair
    after: Words
    original: bool
    counts: bool

    @property
    def mended(self) -> bool:
        """Whether the finding is gone, with none in its place, and SQLAlchemy content."""
        return bool(self.repair.made) and not self.repair.left and self.after == Words()

    @property
    def harmed(self) -> bool:
        """Whether a project that was changed fails, or is warned of, in a new way.

        Where other code of it failed before SQLAlchemy had its say, that may fail at another place.
        """
        if not self.repair.made or self.after in (Words(), self.words):
            return False
        return not (self.words.elsewhere and self.after.elsewhere)


def of_project(project: Project, options: argparse.Namespace) -> Iterator[Outcome]:
    """Some mutants of a project, mended."""
    oracle = Oracle(project)
    try:
        universe = universe_of(oracle.healthy["classes"], oracle.healthy["files"])
        reader = Reader(project)
        found = all_mutants(project.name, project.root, universe)
        mutants = _chosen(found, options)
        for number, mutant in enumerate(mutants, 1):
            sys.stderr.write(f"\r{project.name} {number}/{len(mutants)}   ")
            yield _outcome(oracle, reader, mutant)
        sys.stderr.write("\n")
    finally:
        oracle.close()


def _chosen(found: Sequence[Mutant], options: argparse.Namespace) -> list[Mutant]:
    if options.mutant:
        return [mutant for mutant in found if mutant.name in options.mutant]
    wanted = options.kind or [""]
    fitting = [
        mutant
        for mutant in found
        for kind in (mutant.mutation.kind,)
        if kind.startswith(_MENDABLE)
        and kind not in _OTHERS
        and any(each in kind for each in wanted)
    ]
    return sample(fitting, options.count, options.seed)


def _outcome(oracle: Oracle, reader: Reader, mutant: Mutant) -> Outcome:
    oracle.ask({mutant.path: mutant.text})
    repair = reader.mend([(mutant.path, mutant.text.encode())])
    words = oracle.answer()
    texts = {mutant.path: mutant.text.encode(), **repair.texts}
    original = all(reader.text(path) == text for path, text in texts.items())
    after = words if repair.made else Words()
    if repair.made and not original:
        oracle.ask({path: text.decode() for path, text in texts.items()})
        after = oracle.answer()
    elif original:
        after = Words()
    mutation = mutant.mutation
    names = (mutant.project, mutation.kind, mutant.name, mutant.place, mutation.what)
    return Outcome(*names, words, repair, after, original, words.objects)


# what came out, as text

_COLUMNS = ("count", "mended", "original", "harmed")


def lines(outcome: Outcome) -> Iterator[str]:
    """One mutant that was not mended, or not to the text it was, or that came to harm."""
    word = "HARMED" if outcome.harmed else "another text" if outcome.mended else "not mended"
    yield f"{word} {outcome.name} {outcome.project} {outcome.place}  {outcome.kind}"
    yield f"    {_short(outcome.what)}"
    yield f"    SQLAlchemy: {_short(outcome.words.text)}"
    if outcome.repair.made:
        yield f"    SQLAlchemy afterwards: {_short(outcome.after.text)}"
    for each in outcome.repair.found:
        place = f"{each.location.path}:{each.location.span.line}"
        yield f"    {each.severity.value} {each.code} {place} {_short(each.message)}"
        for fix in each.fixes:
            yield f"        {fix.applicability.value}: {_short(fix.title)}"
    for title in outcome.repair.made:
        yield f"    made: {_short(title)}"
    for title in outcome.repair.withdrawn:
        yield f"    withdrawn: {_short(title)}"
    for each in outcome.repair.left:
        place = f"{each.location.path}:{each.location.span.line}"
        yield f"    left: {each.severity.value} {each.code} {place} {_short(each.message)}"


def tables(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What came out by kind and by project, of the mutants that count."""
    counted = [outcome for outcome in outcomes if outcome.counts]
    for title, key in (("kind", "kind"), ("project", "project")):
        yield f"{title:44}" + "".join(f"{column:>10}" for column in _COLUMNS)
        for name in sorted({getattr(outcome, key) for outcome in counted}):
            yield _row(name, (each for each in counted if getattr(each, key) == name))
        yield _row("all", counted)
        yield ""
    others = [outcome for outcome in outcomes if not outcome.counts and outcome.repair.made]
    harmed = sum(outcome.harmed for outcome in others)
    yield f"changed though SQLAlchemy does not object: {len(others)}, of these harmed: {harmed}"


def _row(name: str, outcomes: Iterable[Outcome]) -> str:
    counts: Counter[str] = Counter()
    for each in outcomes:
        counts["count"] += 1
        counts["mended"] += each.mended
        counts["original"] += each.original
        counts["harmed"] += each.harmed
    total = counts["count"]
    numbers = "".join(f"{counts[column]:10}" for column in _COLUMNS)
    shares = f"{counts['mended'] / total:9.1%}{counts['original'] / total:9.1%}" if total else ""
    return f"{name:44}{numbers}{shares}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 300 else f"{text[:300]}..."
