"""Where the programs of a project start.

What the settings name is all there is. Without them: the functions behind console scripts, the
`__main__` of packages, the modules that make an application of a framework, and the packages that
collect models by importing the modules in them.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.questions import Holds
from mapperlint.model.modules.modules import Module, Zone
from mapperlint.model.modules.project_files import at, entries, ini, toml
from mapperlint.model.modules.tree import ancestors, is_template, is_vendored, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.config import Settings
    from mapperlint.model.modules.modules import Modules
    from mapperlint.model.source import Source


class Kind(Enum):
    """What starts a program, in the order in which people know them."""

    SETTING = "an entry point of the settings"
    APPLICATION = "an application"
    SCRIPT = "a console script"
    COLLECTION = "a package that imports its models"


class EntryPoint(Struct, frozen=True):
    """A module that a program starts with."""

    module: Module
    kind: Kind


_APPLICATIONS = {
    "flask": ("Flask",),
    "quart": ("Quart",),
    "fastapi": ("FastAPI",),
    "starlette": ("Starlette",),
    "celery": ("Celery",),
    "typer": ("Typer",),
    "sanic": ("Sanic",),
    "litestar": ("Litestar",),
    "apiflask": ("APIFlask",),
    "flask_openapi3": ("OpenAPI",),
    "connexion": ("FlaskApp", "AsyncApp", "App", "FastAPI"),
    "falcon": ("App", "API"),
    "bottle": ("Bottle",),
    "aiohttp": ("Application",),
    "pyramid": ("Configurator",),
}
"""The classes of applications, by their library."""


def found_entry_points(
    source: Source, settings: Settings, modules: Modules
) -> tuple[EntryPoint, ...]:
    """The entry points that are declared or seen, each module once, without packages of models."""
    if settings.entry_points:
        named = (modules.named(each.partition(":")[0]) for each in settings.entry_points)
        return _unique(EntryPoint(each, Kind.SETTING) for each in named if isinstance(each, Module))
    return _unique((*_applications(source, modules), *_scripts(source, modules)))


def _unique(found: Iterator[EntryPoint] | tuple[EntryPoint, ...]) -> tuple[EntryPoint, ...]:
    by_path: dict[str, EntryPoint] = {}
    for each in found:
        by_path.setdefault(each.module.path, each)
    return tuple(by_path.values())


def _applications(source: Source, modules: Modules) -> Iterator[EntryPoint]:
    for path in source.paths:
        module = modules.by_path[path]
        if _is_judged(module) and makes_application(source, path):
            yield EntryPoint(module, Kind.APPLICATION)


def makes_application(source: Source, path: str, only: str | None = None) -> bool:
    """Whether a file makes the application of a framework, or of the one that is named."""
    packages = {each.module.partition(".")[0] for each in source.scan(path).imports}
    wanted = {only} if only else _APPLICATIONS.keys()
    words = [word for package in sorted(packages & wanted) for word in _APPLICATIONS[package]]
    if not words:
        return False
    name = rb"(?<![\w\"'])(?:\w+\.)*(?:" + "|".join(words).encode() + rb")"
    makes = rb"(?m)^[^#\n]*" + name + rb"\(|^class[ \t]+\w+\([^)\n]*" + name + rb"[,)]"
    called_or_inherited = tuple(f"{word}{sign}".encode() for word in words for sign in "(,)")
    return source.ask(path, Holds(makes, called_or_inherited))


TOOLS = frozenset({"dev", "scripts", "tools", "docs", "ci", "benchmarks"})
"""Directories of what developers run, and no user of a program."""


def is_tool(path: str) -> bool:
    """Whether a file is a script for developers."""
    return not TOOLS.isdisjoint(path.split("/")[:-1])


def _is_judged(module: Module) -> bool:
    return (
        module.zone is Zone.APPLICATION
        and not is_tool(module.path)
        and not is_vendored(module.path)
        and not is_template(module.path)
    )


def _scripts(source: Source, modules: Modules) -> Iterator[EntryPoint]:
    for name in sorted(set(_script_modules(source, modules))):
        found = modules.named(name)
        if isinstance(found, Module) and _is_judged(found):
            yield EntryPoint(found, Kind.SCRIPT)
    for path in source.paths:
        if path.rpartition("/")[2] == "__main__.py" and _is_judged(modules.by_path[path]):
            yield EntryPoint(modules.by_path[path], Kind.SCRIPT)


def _script_modules(source: Source, modules: Modules) -> Iterator[str]:
    """The dotted modules of the console scripts that packaging files declare."""
    homes = {home for root in modules.roots for home in (root, *ancestors(root))}
    for home in sorted(homes):
        document = toml(source.text(joined(home, "pyproject.toml")))
        for scripts in (
            at(document, "project", "scripts"),
            at(document, "project", "gui-scripts"),
            at(document, "tool", "poetry", "scripts"),
        ):
            yield from map(_module_of, entries(scripts).values())
        declared = ini(source.text(joined(home, "setup.cfg"))).get("options.entry_points", {})
        yield from _listed(declared.get("console_scripts", ""))
        found = re.search(_CONSOLE_SCRIPTS, source.text(joined(home, "setup.py")))
        if found:
            yield from map(_module_of, re.findall(_SCRIPT, found[1].decode(errors="replace")))


_CONSOLE_SCRIPTS = rb"""console_scripts["']?\s*[:=\]]\s*([\[("'][^\])]*)"""
_SCRIPT = r"=\s*([\w.]+)\s*:"


def _listed(text: str) -> Iterator[str]:
    for line in text.splitlines():
        name, equals, target = line.partition("=")
        if name and equals:
            yield _module_of(target.strip())


def _module_of(target: object) -> str:
    return target.partition(":")[0].strip() if isinstance(target, str) else ""
