"""What can be seen from where: the application's classes and tables, and those of one's own tests.

Classes of tests and migrations live in processes of their own: the application does not see them,
and they see the application and their own neighbourhood. Archived and shadowed modules are set
aside where a live one can be meant.
"""

from __future__ import annotations

from mapperlint.model.modules.modules import Module, Zone

_COMMON = frozenset({Zone.APPLICATION, Zone.LIBRARY})


def visible(candidate: Module, seen_from: Module) -> bool:
    """Whether code of `seen_from` runs in one process with what `candidate` defines."""
    if candidate.zone in _COMMON or candidate is seen_from:
        return True
    return candidate.zone is seen_from.zone and neighbourhood(candidate) == neighbourhood(seen_from)


def neighbourhood(module: Module) -> str:
    """The directory of a test or migration module."""
    return module.path.rpartition("/")[0]
