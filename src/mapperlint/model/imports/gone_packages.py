"""Top-level packages of the project that are gone altogether, and are imported still.

From the imports alone such a package looks like a library. It is taken for one of the project only
where the installed packages are known and it is none of them, nothing requires a library of the
name, and the project itself defines all the names that are asked of it.
"""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING

from mapperlint.model.modules.modules import Zone
from mapperlint.model.versions.requirements import demands

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapperlint.config import Settings
    from mapperlint.facts.scan import ScannedImport
    from mapperlint.model.modules.modules import Modules
    from mapperlint.model.source import Source


class GonePackages:
    """Tells packages of the project that are gone from libraries that are not there."""

    def __init__(
        self,
        modules: Modules,
        source: Source,
        settings: Settings,
        defined: Callable[[str], frozenset[str]],
    ) -> None:
        self._modules = modules
        self._source = source
        self._root = settings.root
        self._libraries = settings.libraries
        self._defined = defined
        self._answers: dict[str, bool] = {}

    def has(self, top: str) -> bool:
        """Whether a top-level name was one of the project's, and is gone."""
        if top not in self._answers:
            self._answers[top] = (
                top not in sys.stdlib_module_names
                and self._environment_is_known()
                and not self._is_installed(top)
                and self._defines_all(self._imports_of(top))
                and not self._is_required(top)
                and not self._stands_beside(top)
            )
        return self._answers[top]

    def _environment_is_known(self) -> bool:
        """Whether the installed packages are those that the project runs with."""
        return bool(self._libraries) and self._is_installed("sqlalchemy")

    def _is_installed(self, top: str) -> bool:
        """Whether a library of the name is there, or may be where a `.pth` file leads."""
        for directory in self._libraries:
            for entry in self._source.entries(directory):
                if entry.partition(".")[0] == top:
                    return True
                if entry.endswith((".pth", ".egg-link")) and self._leads_away(directory, entry):
                    return True
                if entry.startswith("__editable__") and entry.endswith(".py"):
                    return True
        return False

    def _leads_away(self, directory: str, entry: str) -> bool:
        """Whether a `.pth` file names a directory outside of the project."""
        text = self._source.text(f"{directory}/{entry}").decode(errors="replace")
        lines = (line.strip() for line in text.splitlines())
        named = [line for line in lines if line and not line.startswith(("#", "import "))]
        return any(not f"{line}/".startswith(f"{self._root}/") for line in named)

    def _is_required(self, top: str) -> bool:
        return any(True for _ in demands(self._source, "", top))

    def _stands_beside(self, top: str) -> bool:
        """Whether a file asks it for names that it has from elsewhere too: it knows both."""
        for path in self._source.paths:
            theirs: set[str] = set()
            others = {each.name for each in self._source.scan(path).classes}
            for each in self._source.scan(path).imports:
                of_it = not each.level and each.module.partition(".")[0] == top
                (theirs if of_it else others).update(each.names)
            if not theirs.isdisjoint(others):
                return True
        return False

    def _imports_of(self, top: str) -> list[ScannedImport]:
        """The imports from a package, none where one of them could find what it asks for."""
        found = self._by_top.get(top, [])
        tree = self._modules.tree
        holders = tree.holders.get(top, ())
        answered = any(tree.found(holder, each.module) for each in found for holder in holders)
        return [] if answered else found

    @cached_property
    def _by_top(self) -> dict[str, list[ScannedImport]]:
        """All absolute imports of the project by the top-level name they ask for."""
        found: dict[str, list[ScannedImport]] = {}
        for path in self._source.paths:
            for each in self._source.scan(path).imports:
                if not each.level:
                    found.setdefault(each.module.partition(".")[0], []).append(each)
        return found

    def _defines_all(self, imports: list[ScannedImport]) -> bool:
        """Whether the project defines all names that are asked for, a class among them."""
        asked = {name for each in imports for name in each.names} - {"*"}
        if not asked:
            return False
        application = [
            module.path
            for module in self._modules.by_path.values()
            if module.zone is Zone.APPLICATION
        ]
        classes = {each.name for path in application for each in self._source.scan(path).classes}
        defined = {name for path in application for name in self._defined(path)}
        return asked <= defined and not asked.isdisjoint(classes)
