"""Modules that no module of the project imports when it runs.

A class is known by its name only once its module has run. Imports for type checkers do not run it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.shapes import When

if TYPE_CHECKING:
    from mapperlint.facts.shapes import Import
    from mapperlint.model.modules.import_graph import ImportGraph
    from mapperlint.model.modules.modules import Module, Modules


def is_imported(module: Module, modules: Modules, graph: ImportGraph) -> bool:
    """Whether some other module of the application imports one, under whatever condition."""
    importers = [modules.by_path[path] for path in graph.direct_importers(module.path)]
    return any(
        _runs(importer, statement, module, modules)
        for importer in importers
        for statement in importer.facts.imports
    )


def _runs(importer: Module, statement: Import, module: Module, modules: Modules) -> bool:
    absolute = modules.absolute(importer, statement)
    if absolute is None or statement.when is When.TYPE_CHECKING:
        return False
    if statement.name == "*" and module.name.startswith(f"{absolute}."):
        return True
    asked = (absolute, f"{absolute}.{statement.name}")
    return any(f"{each}.".startswith(f"{module.name}.") for each in asked)
