"""The mutants of a project: which there are, and which of them are taken."""

from __future__ import annotations

import ast
import hashlib
import itertools
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.mutation.kinds import mutations
from benchmarks.mutation.source import Source, edited

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from benchmarks.mutation.source import Mutation
    from benchmarks.mutation.universe import Universe

# Some projects load their migrations when they start.
_ASIDE = {"tests", "test", "testing", "migrations", "migration", "alembic", "versions"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A project in one of whose files something is broken."""

    project: str
    source: Source
    mutation: Mutation

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def text(self) -> str:
        """The whole text of the file."""
        return edited(self.source.content, self.mutation.edits)

    @property
    def name(self) -> str:
        """What it is asked for by; the same in each run."""
        said = f"{self.project}\n{self.path}\n{self.mutation}"
        return hashlib.sha256(said.encode()).hexdigest()[:8]

    @property
    def place(self) -> str:
        return f"{self.path}:{self.mutation.line}"


def all_mutants(project: str, root: Path, universe: Universe) -> list[Mutant]:
    """Each thing that can be broken, broken alone."""
    paths = (path for path in sorted(universe.files) if _ASIDE.isdisjoint(path.split("/")))
    return [mutant for path in paths for mutant in _of_file(project, root, universe, path)]


def sample(mutants: Iterable[Mutant], count: int, seed: int) -> list[Mutant]:
    """Some of the mutants: of each kind one in turn, until there are enough."""
    kinds: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        kinds.setdefault(mutant.mutation.kind, []).append(mutant)
    turns = sorted(kinds)
    for kind in sorted(kinds):
        random.Random(f"{seed} {kind}").shuffle(kinds[kind])  # noqa: S311 - no secret
    random.Random(f"{seed}").shuffle(turns)  # noqa: S311 - no secret
    rounds = itertools.zip_longest(*(kinds[kind] for kind in turns))
    in_turn = (mutant for each in rounds for mutant in each if mutant)
    return list(itertools.islice(_sound(in_turn), count))


def _sound(mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """Those that are Python, and differ from the project as it is and from each other."""
    seen: set[tuple[str, str]] = set()
    for mutant in mutants:
        text = mutant.text
        if (mutant.path, text) in seen or text.encode() == mutant.source.content:
            continue
        seen.add((mutant.path, text))
        if _is_python(text):
            yield mutant


def _of_file(project: str, root: Path, universe: Universe, path: str) -> Iterator[Mutant]:
    content = (root / path).read_bytes()
    # Offsets count lines by line feeds.
    if b"\r" in content or content.startswith(b"\xef\xbb\xbf"):
        return
    mapped = [cls.line for cls in universe.classes if cls.file == path and cls.line]
    source = Source.read(path, content, mapped)
    for mutation in mutations(source, universe):
        yield Mutant(project, source, mutation)


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True
