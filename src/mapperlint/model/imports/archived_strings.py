"""Strings that lead into archived packages: modules imported by name, targets of relationships.

A target counts where the string gives its full name, and nothing else answers to that. What
`mock.patch` is given counts only if the settings say so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.module_strings import module_strings
from mapperlint.facts.questions import Holds
from mapperlint.model.names.resolution import Missing, Resolved
from mapperlint.model.relationships.arguments import Given, value_argument
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.values.values import Known
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.config import Settings
    from mapperlint.model.imports.homes import Home
    from mapperlint.model.imports.imports import Imports
    from mapperlint.model.modules.modules import Module, Modules
    from mapperlint.model.source import Source


def leads_into_archive(relationship: Relationship, modules: Modules) -> bool:
    """Whether the target of a relationship is sought in an archived package."""
    match relationship.target:
        case Missing(name):
            return "." in name and modules.archived(name) is not None
        case Resolved(target):
            return modules.is_archived(target.module)
    return False


class ArchivedString(Struct, frozen=True):
    """A string in `module` that names something of an archived package; `homes` where it is now.

    `relationship` is the one whose target it names, None where a call imports it.
    """

    module: Module
    where: Location
    dotted: str
    homes: tuple[Home, ...]
    relationship: Relationship | None = None


class ArchivedStrings:
    """Finds the strings of a project that lead into archived packages."""

    def __init__(
        self, modules: Modules, source: Source, settings: Settings, imports: Imports
    ) -> None:
        self._modules = modules
        self._source = source
        self._imports = imports
        self._patches = settings.check_patches
        calls = rb"import_module|__import__" + (rb"|\bpatch\(" if self._patches else b"")
        tops = {old.partition(".")[0].encode() for old, _ in settings.archived}
        names = b"|".join(map(re.escape, sorted(tops)))
        self._calls = Holds(calls)
        self._names = Holds(rb"[\"'](?:" + names + rb")[\"'.]") if tops else None

    def imported(self) -> Iterator[ArchivedString]:
        """The strings that calls import. Only files that speak of both are parsed."""
        if self._names is None:
            return
        for path in self._source.paths:
            module = self._modules.by_path[path]
            asked = (self._names, self._calls)
            if not all(self._source.ask(path, question) for question in asked):
                continue
            if not self._imports.is_judged(module):
                continue
            for each in module_strings(self._source.text(path)):
                if self._modules.archived(each.dotted) and (self._patches or not each.patched):
                    yield self._string(module, Location(path, each.span), each.dotted)

    def targets(self, relationships: Iterable[Relationship]) -> Iterator[ArchivedString]:
        """The strings that name the targets of relationships by their full names."""
        for relationship in relationships if self._names else ():
            if relationship.read is None or not leads_into_archive(relationship, self._modules):
                continue
            match value_argument(relationship.read.made, "argument", 0):
                case Given(Known(str(text)), where) if self._modules.archived(text):
                    yield self._string(relationship.owner.module, where, text, relationship)

    def _string(
        self,
        module: Module,
        where: Location,
        dotted: str,
        relationship: Relationship | None = None,
    ) -> ArchivedString:
        homes = self._imports.homes_of_archived(module, dotted)
        return ArchivedString(module, where, dotted, homes, relationship)
