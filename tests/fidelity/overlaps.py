"""`python -m tests.fidelity.overlaps [NAME ...]`: whether overlaps are those SQLAlchemy warns of.

For each real project, each two relationships and each column that SQLAlchemy's warning names, and
those that mapperlint reads. What only one of the two names is listed.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, TypeAlias

from mapperlint.config import load
from mapperlint.engine.session import Session
from mapperlint.model.relationships.overlaps import overlaps
from tests.fidelity.answers import warnings_of
from tests.fidelity.projects import PROJECTS, Project, named

if TYPE_CHECKING:
    from collections.abc import Iterator

Shared: TypeAlias = tuple[frozenset[str], str]
"""The names of two relationships, and the column that both write."""

_FIRST = re.compile(r"^relationship '([\w.]+)' will copy column \S+ to column (\S+), which")
_OTHERS = re.compile(r"'([\w.]+)' \(copies")


def main() -> int:
    wrong = 0
    for project in tuple(map(named, sys.argv[1:])) or PROJECTS:
        answer = warnings_of(project)
        theirs = set(of_sqlalchemy(answer["warnings"]))
        ours = set(of_mapperlint(project, frozenset(answer["files"])))
        print(f"{project.name}: {len(theirs & ours)} of {len(theirs)}", flush=True)
        for word, found in (("missed", theirs - ours), ("false", ours - theirs)):
            for both, column in sorted(found, key=lambda each: (sorted(each[0]), each[1])):
                print(f"  {word}: {' and '.join(sorted(both))} write {column}")
        wrong += len(theirs ^ ours)
    return 1 if wrong else 0


def of_sqlalchemy(warnings: list[str]) -> Iterator[Shared]:
    for text in warnings:
        first = _FIRST.match(text)
        if first is not None:
            for other in _OTHERS.findall(text):
                yield frozenset((first[1], other)), first[2]


def of_mapperlint(project: Project, files: frozenset[str]) -> Iterator[Shared]:
    """What is read in the files that SQLAlchemy saw: some cannot be imported where it runs."""
    session = Session(load([str(project.root)], python=str(project.environment)))
    session.load()
    model = session.project
    seen = (each for each in model.all_relationships if each.owner.module.path in files)
    for overlap in overlaps(each for each in seen if model.judged(each.owner)):
        for column in overlap.columns:
            yield frozenset((overlap.one.label, overlap.other.label)), column.label


if __name__ == "__main__":
    sys.exit(main())
