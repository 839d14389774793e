"""What `--fix` makes of broken imports: a module with models is renamed, or a class is moved.

The cases are those of `benchmarks/imports`, put into a copy of the project. A module that is gone
altogether has no new home, and is not asked about.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.imports import answers as imports
from benchmarks.imports.cases import DELETED, MOVED, RENAMED, cases
from benchmarks.imports.verdict import judged
from benchmarks.mutation.answers import Oracle, Reader
from benchmarks.mutation.mending import Outcome
from tests.fidelity.projects import Project

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from benchmarks.imports.cases import Case
    from benchmarks.imports.statements import Statement

_TRIES = 4
"""Cases that are tried for one that breaks an import."""


@dataclass(frozen=True, slots=True)
class _Copied(Project):
    """A project whose source stands elsewhere."""

    folder: Path = Path()

    @property
    def root(self) -> Path:
        return self.folder


def of_project(project: Project, options: argparse.Namespace) -> Iterator[Outcome]:
    """Some broken imports of a project, mended."""
    with tempfile.TemporaryDirectory() as folder:
        copy = imports.Copy(project, Path(folder))
        bench = _Bench(copy, _copied(project, copy.root))
        try:
            models = imports.Reader(copy).models()
            possible = (
                case
                for case in cases(project.name, project.root, models, options.seed)
                if case.kind != DELETED
            )
            done = 0
            for case in itertools.islice(possible, options.imports * _TRIES):
                if done == options.imports:
                    break
                outcome = bench.outcome(case)
                if outcome is not None:
                    done += 1
                    sys.stderr.write(f"\r{project.name} imports {done}/{options.imports}   ")
                    yield outcome
        finally:
            sys.stderr.write("\n")
            bench.close()


def _copied(project: Project, root: Path) -> _Copied:
    return _Copied(
        **{each.name: getattr(project, each.name) for each in fields(Project)}, folder=root
    )


class _Bench:
    """All that is asked about the cases of a project."""

    def __init__(self, copy: imports.Copy, project: _Copied) -> None:
        self._copy = copy
        self._oracle = Oracle(project)
        self._judge = imports.Judge(copy)
        self._imports = imports.Reader(copy)
        self._reader = Reader(project)

    def close(self) -> None:
        self._oracle.close()
        self._judge.close()

    def outcome(self, case: Case) -> Outcome | None:
        """What becomes of a case; None where it breaks no import, or more than imports."""
        copy = self._copy
        before = self._said(copy.statements(case))
        copy.put(case)
        try:
            asked = copy.statements(case)
            modules = [copy.statement_of(path) for path, _ in case.edits]
            if case.kind == MOVED and "follows" in self._judge.said(modules):
                return None
            after = self._said(asked)
            broken = judged(case, before, after, self._imports.new(case), copy.gone(case))
            statements = (*broken.found, *broken.missed)
            if not statements:
                return None
            return self._mended(case, statements)
        finally:
            copy.restore(case)

    def _mended(self, case: Case, statements: tuple[Statement, ...]) -> Outcome:
        copy = self._copy
        self._oracle.ask({}, self._instead(case))
        repair = self._reader.mend(case.edits, self._moves(case))
        words = self._oracle.answer()
        others = {path: (copy.root / path).read_bytes() for path in repair.texts}
        try:
            for path, text in repair.texts.items():
                (copy.root / path).write_bytes(text)
            self._oracle.ask({}, self._instead(case))
            right = all(self._is_right(case, each) for each in statements)
            after = self._oracle.answer()
        finally:
            for path, text in others.items():
                (copy.root / path).write_bytes(text)
        place = f"{statements[0].path}:{statements[0].line}"
        names = (copy.project.name, case.kind, case.what, place, case.what)
        return Outcome(*names, words, repair, after, right, counts=True)

    def _moves(self, case: Case) -> tuple[tuple[str, str], ...]:
        (old, _), (new, _) = case.edits
        names = [self._copy.statement_of(path).module for path in (old, new)]
        if case.kind == MOVED:
            names = [f"{name}.{case.word}" for name in names]
        return ((names[0], names[1]), (old, new))

    def _instead(self, case: Case) -> dict[str, list[str]]:
        """The modules that stand for the one that was changed."""
        old, new = (self._copy.statement_of(path).module for path, _ in case.edits)
        return {old: [new] if case.kind == RENAMED else [old, new]}

    def _said(self, asked: list[Statement]) -> list[tuple[Statement, str]]:
        return list(zip(asked, self._judge.said(asked), strict=True))

    def _is_right(self, case: Case, broken: Statement) -> bool:
        """Whether the file asks the new home now for what the statement asked the old one for."""
        old, new = (self._copy.statement_of(path).module for path, _ in case.edits)
        now = [each for each in self._copy.imports(broken.path) if not each.guarded]
        if case.kind == MOVED:
            return any(each.module == new and case.word in each.names for each in now)
        if broken.module == old and broken.names:
            got = {name for each in now if each.module == new for name in each.names}
            return got.issuperset(broken.names)
        return any(each.asks_for(new) for each in now)
