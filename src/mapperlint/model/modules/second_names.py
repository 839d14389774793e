"""Files that one module imports under two names, since it puts a directory on `sys.path` itself.

Python runs such a file twice, and makes all that it holds twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.modules.modules import Module, Modules, Zone
from mapperlint.model.modules.tree import joined, parent
from mapperlint.places import Location, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.facts.scan import ScannedImport
    from mapperlint.model.source import Source

_PUTS_ON_THE_PATH = (
    rb"(?m)^sys\.path\.(?:insert\(\s*0\s*,\s*|append\(\s*)"
    rb"os\.path\.join\(\s*os\.path\.dirname\(__file__\)\s*,\s*[\"']([\w/]+)[\"']\s*\)\s*\)"
)
"""At the margin, so that it runs whenever the module does."""


class SecondName(Struct, frozen=True):
    """A file that `importer` imports by the name of its module, and by `name` at `where`."""

    importer: Module
    module: Module
    name: str
    where: Location


def second_names(modules: Modules, source: Source) -> Iterator[SecondName]:
    """The files that a module of the application imports under two names."""
    for path in source.paths:
        importer = modules.by_path[path]
        if importer.zone is not Zone.APPLICATION or not source.scan(path).touches_modules:
            continue
        text = source.text(path)
        for put in re.finditer(_PUTS_ON_THE_PATH, text):
            line = text.count(b"\n", 0, put.start()) + 1
            directory = joined(parent(path), put[1].decode())
            yield from _of_directory(modules, source, importer, directory, line)


def _of_directory(
    modules: Modules, source: Source, importer: Module, directory: str, line: int
) -> Iterator[SecondName]:
    imports = [each for each in source.scan(importer.path).imports if _runs(each)]
    proper = {name for each in imports for name in (each.module, *_members(each))}
    for each in imports:
        if each.line < line or modules.own(each.module, importer) is not None:
            continue
        found = modules.by_path.get(f"{joined(directory, each.module.replace('.', '/'))}.py")
        if found is not None and found.name != each.module and found.name in proper:
            place = Location(importer.path, Span(each.line, 0, each.line, 0))
            yield SecondName(importer, found, each.module, place)


def _runs(each: ScannedImport) -> bool:
    return each.top_level and each.level == 0


def _members(each: ScannedImport) -> tuple[str, ...]:
    return tuple(f"{each.module}.{name}" for name in each.names)
