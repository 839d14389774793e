"""What the settings tell of names whose meaning the source does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from mapperlint.config import Settings


class Told(Struct, frozen=True):
    """Dotted names: of declarative bases, and of functions that give what `relationship()` gives.

    A name may be that of a library out of sight or of the project; there it is the one under which
    a module has it, be it defined or imported.
    """

    bases: frozenset[str] = frozenset()
    relationships: frozenset[str] = frozenset()

    @classmethod
    def by(cls, settings: Settings) -> Told:
        """What some settings tell."""
        return cls(frozenset(settings.base_classes), frozenset(settings.relationship_functions))

    def names_in(self, module: str) -> frozenset[str]:
        """The names of a module that something is told of."""
        parts = (dotted.rpartition(".") for dotted in (*self.bases, *self.relationships))
        return frozenset(name for home, _, name in parts if home == module)
