"""The missing import of a module of models, written as the file imports the other ones.

A file may import modules, what they define, or all of it. Where it imports none of the package, it
imports the module for what it does when it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.shapes import Import, When
from mapperlint.intentions import AddImport

if TYPE_CHECKING:
    from mapperlint.model.modules.modules import Module
    from mapperlint.model.programs.never_imported import MissingImport
    from mapperlint.model.project import Project
    from mapperlint.model.values.classes import Class


def imported(project: Project, missing: MissingImport, cls: Class | None) -> tuple[Fix, ...]:
    """The file that collects the models, or the one that the program starts with, imports a module.

    `cls` is what is needed of it; None where that is no class.
    """
    place, module = missing.collector or missing.start, missing.module
    if place.path not in project.source.paths:
        return ()
    like = _like(project, place, module)
    package, _, last = module.name.rpartition(".")
    if like is None or like.name is None or not package:
        change = AddImport(place.path, module.name)
    elif cls is not None and cls.module is module and _names_what_is_defined(project, place, like):
        change = AddImport(place.path, module.name, cls.name)
    else:
        change = AddImport(place.path, package, last)
    title = f"import `{module.name}` in `{place.path}`"
    return (Fix(title, Applicability.UNSAFE, (change,)),)


def _like(project: Project, place: Module, module: Module) -> Import | None:
    """The last import of a neighbour of the module, else of any module of models."""
    package = module.name.rpartition(".")[0]
    models = {mapper.module.name for mapper in project.mappers}
    found = [
        (name.rpartition(".")[0] == package, each)
        for each in place.facts.imports
        if each.when is When.ALWAYS and not each.in_function and not each.optional
        if (name := _module_of(project, place, each)) in models
    ]
    beside = [each for is_beside, each in found if is_beside]
    return next(iter([*beside[::-1], *(each for _, each in found[::-1])]), None)


def _names_what_is_defined(project: Project, place: Module, each: Import) -> bool:
    """Whether an import names what a module defines, not the module itself, nor all of it."""
    absolute = project.modules.absolute(place, each)
    return each.name != "*" and f"{absolute}.{each.name}" not in project.modules.by_name


def _module_of(project: Project, place: Module, each: Import) -> str:
    """The module that an import brings in."""
    absolute = project.modules.absolute(place, each) or ""
    inner = f"{absolute}.{each.name}"
    return inner if inner in project.modules.by_name else absolute
