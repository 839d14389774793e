"""Imports that lead where a name lives now.

All names of one statement are moved together, so that it is written anew once. A name that several
modules define is moved to each of them, for a person to choose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.intentions import Moved, MoveImports
from mapperlint.model.imports.imports import Failure
from mapperlint.model.mending.corrections import corrected
from mapperlint.model.names.resolution import Resolved
from mapperlint.model.near import is_slip
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapperlint.facts.shapes import Import
    from mapperlint.model.imports.archived_strings import ArchivedString
    from mapperlint.model.imports.imports import BrokenImport
    from mapperlint.model.modules.modules import Module
    from mapperlint.model.project import Project


class _Place(NamedTuple):
    """A name, as a module has it now; "" for the module itself, which a plain import asks for."""

    module: str
    name: str


def moved(project: Project, broken: BrokenImport) -> tuple[Fix, ...]:
    """The statement of a broken import asks for its names where they are."""
    together = project.imports.broken_in_statement(broken)
    homes = {name: places for each in together for name, places in _places(project, each).items()}
    if not homes:
        return ()
    tied = [name for name, places in homes.items() if len(places) > 1]
    choices = [each.module for each in homes[tied[0]]] if tied else [""]
    return tuple(
        _fix(project, broken, chosen, _trust(project, broken, chosen, tied))
        for choice in choices
        if (chosen := _chosen(homes, choice)) is not None
    )


def _places(project: Project, broken: BrokenImport) -> dict[str, tuple[_Place, ...]]:
    """The modules that each name of a broken import may be moved to; none if one has no home."""
    names = project.imports.names_of(broken)
    if _is_misspelt(broken) and project.imports.has_all(broken.module, broken.near or "", names):
        return {name: (_Place(broken.near or "", name),) for name in names}
    if broken.successor is not None:
        if broken.statement.name is None:
            return {"": (_Place(broken.successor, ""),)}
        package, _, last = broken.successor.rpartition(".")
        whole = broken.failure is Failure.MISSING_MODULE
        return {
            name: (_Place(broken.successor, name) if whole else _Place(package, last),)
            for name in names
        }
    found = {
        name: tuple(
            _Place(each, name)
            for each in _likeliest(
                project,
                broken,
                name,
                tuple(home.module for home in broken.homes if name in home.names),
            )
        )
        for name in names
    }
    return found if all(found.values()) else {}


def _likeliest(
    project: Project, broken: BrokenImport, name: str, homes: tuple[str, ...]
) -> tuple[str, ...]:
    """Of the modules that define a name, the one that maps it where models were asked for it."""
    mapping = _mapping(project, broken, name)
    return homes if mapping is None else (mapping,)


def _mapping(project: Project, broken: BrokenImport, name: str) -> str | None:
    """The only one of several modules that define a name which maps a class of that name."""
    if not _has_namesakes(project, broken, name) or not _maps(project, broken):
        return None
    mapped = {each.module.name for each in project.registry.all_named(name)}
    likely = mapped & {each.name for each in project.imports.defining(broken, name)}
    return likely.pop() if len(likely) == 1 else None


def _has_namesakes(project: Project, broken: BrokenImport, name: str) -> bool:
    """Whether several modules define a name, and the settings do not say which one is meant."""
    archived = broken.failure is Failure.ARCHIVED
    return not archived and len(project.imports.defining(broken, name)) > 1


def _maps(project: Project, broken: BrokenImport) -> bool:
    """Whether what is asked for a name has models: the module, or those beside one that is gone."""
    asked = broken.absolute
    if broken.failure is Failure.MISSING_MODULE:
        asked = asked.rpartition(".")[0]
    return any(f"{each.module.name}.".startswith(f"{asked}.") for each in project.mapped_classes())


def _is_misspelt(broken: BrokenImport) -> bool:
    """Whether a `from` statement only misspells the name of its module."""
    misses = broken.failure is Failure.MISSING_MODULE and broken.statement.name is not None
    return misses and broken.near is not None and is_slip(broken.absolute, broken.near)


def _chosen(homes: Mapping[str, tuple[_Place, ...]], choice: str) -> dict[str, _Place] | None:
    """Each name with its home, of several the one that is chosen."""
    found = {
        name: next((each for each in places if each.module == choice), None)
        or (places[0] if len(places) == 1 else None)
        for name, places in homes.items()
    }
    known = {name: home for name, home in found.items() if home is not None}
    return known if len(known) == len(found) else None


def _trust(
    project: Project, broken: BrokenImport, homes: Mapping[str, _Place], tied: list[str]
) -> Applicability:
    """How sure it is that a name is still what was imported: `main` and `config` are anywhere.

    That one of several modules is asked for a name more often than the others does not make it
    sure: it may have been there all the time beside the one that is gone.
    """
    if tied:
        return Applicability.SHOWN
    package = broken.absolute.rpartition(".")[0]
    telling = all(
        name[:1].isupper()
        or home.module == broken.absolute
        or (package and f"{home.module}.".startswith(f"{package}."))
        for name, home in homes.items()
    )
    doubtful = broken.successor is None and any(
        _has_namesakes(project, broken, name) and home.module != _mapping(project, broken, name)
        for name, home in homes.items()
    )
    return Applicability.SAFE if telling and not doubtful else Applicability.UNSAFE


def _fix(
    project: Project, broken: BrokenImport, homes: Mapping[str, _Place], trust: Applicability
) -> Fix:
    module, statement = broken.module, broken.statement
    change = MoveImports(
        Location(module.path, statement.statement),
        tuple(
            Moved(name, spelled(project, module, statement, home.module), home.name)
            for name, home in homes.items()
        ),
    )
    return Fix(f"import {_told(homes)}", trust, (change,))


def spelled(project: Project, module: Module, statement: Import, home: str) -> str:
    """A module as a statement names it: from the package of its file if it has dots."""
    if not statement.level or project.modules.by_path.get(module.path) is None:
        return home
    package = module.package.split(".") if module.package else []
    parts = home.split(".")
    common = 0
    while common < min(len(package), len(parts)) and package[common] == parts[common]:
        common += 1
    if not common:
        return home
    return "." * (len(package) - common + 1) + ".".join(parts[common:])


def _told(homes: Mapping[str, _Place]) -> str:
    by_home: dict[str, list[str]] = {}
    for name, home in homes.items():
        renamed = "" if home.name == name else f" as `{name}`"
        by_home.setdefault(home.module, []).append(f"`{home.name}`{renamed}" if name else "")
    return ", ".join(
        f"{' and '.join(names)} from `{home}`" if any(names) else f"`{home}`"
        for home, names in sorted(by_home.items())
    )


def reworded(project: Project, string: ArchivedString) -> tuple[Fix, ...]:
    """A string names what took the place of something archived."""
    places = {home.module for home in string.homes}
    found = project.modules.archived(string.dotted)
    if found is None or len(places) != 1:
        return ()
    (place,) = places
    old, new = found
    name = string.dotted.rpartition(".")[2]
    if string.relationship is not None:
        right = f"{place}.{name}"
        match project.registry.resolve(string.relationship.owner, right):
            case Resolved():
                return corrected(project, string.where, string.dotted, right, needs=None)
        return ()
    right = f"{new}{string.dotted.removeprefix(old)}"
    if not new or project.modules.own(right, string.module) is None:
        return ()
    return corrected(project, string.where, string.dotted, right, needs=None)
