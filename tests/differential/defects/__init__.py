"""Mistakes to put into a project, by name.

They need not be fatal: what a mistake comes to, SQLAlchemy says.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.differential.defects import (
    arguments,
    classes,
    inheritance,
    joins,
    keys,
    pairs,
    targets,
)
from tests.differential.defects.choices import DEFECTS
from tests.differential.projects import Project

__all__ = [
    "DEFECTS", "arguments", "classes", "inheritance", "joins", "keys", "pairs", "targets",
    "with_defect",
]  # fmt: skip


def with_defect(random: Random, project: Project) -> Project:
    """With one mistake, if one of a few attempts finds a place."""
    for _ in range(4):
        name = random.choice(sorted(DEFECTS))
        broken = DEFECTS[name](random, project)
        if broken is not None and broken != project:
            return replace(broken, defect=name)
    return project
