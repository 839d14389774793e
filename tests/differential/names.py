"""Which names a module knows, and what it has to import for them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.differential.projects import Project


@dataclass(slots=True)
class Names:
    """What a module can name, and what it has named so far.

    `needed` are (module, name) that it imports to run, `only_in_types` those for annotations,
    `lines` other imports.
    """

    project: Project
    module: str
    needed: set[tuple[str, str]] = field(default_factory=set)
    only_in_types: set[tuple[str, str]] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def have_seen(self, name: str) -> None:
        self.seen.add(name)

    def is_ready(self, name: str) -> bool:
        """Whether the object is there when the line runs."""
        home = self.project.module_of(name)
        return name in self.seen if home == self.module else self._is_earlier(home)

    def is_known_later(self, name: str) -> bool:
        """Whether it is there once all modules are imported: enough for a lambda."""
        home = self.project.module_of(name)
        return home == self.module or self._is_earlier(home)

    def use(self, name: str) -> str:
        """The name, imported if need be."""
        home = self.project.module_of(name)
        if home is not None and home != self.module:
            self.needed.add((home, name))
        return name

    def mention(self, name: str) -> str:
        """The name in a quoted annotation, imported for type checkers."""
        home = self.project.module_of(name)
        if home is not None and home != self.module:
            self.only_in_types.add((home, name))
        return name

    def _is_earlier(self, home: str | None) -> bool:
        order = [module.name for module in self.project.modules]
        return home in order and order.index(home) < order.index(self.module)
