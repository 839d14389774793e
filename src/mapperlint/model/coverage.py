"""How much of a project is understood, and why the rest is not.

Without it silence would look like health.
"""

from __future__ import annotations

from dataclasses import dataclass

from mapperlint.places import Location


@dataclass(frozen=True, slots=True)
class Unseen:
    """One thing that is not known: a field of a subject, with its place and reason."""

    place: Location
    subject: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of mapped classes and relationships written in the application."""

    classes: int
    classes_understood: int
    relationships: int
    relationships_understood: int
    unknowns: tuple[Unseen, ...]
