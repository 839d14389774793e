"""What the settings of packaging, test and typing tools say about the roots of a project."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mapperlint.model.modules.project_files import at, ini, items, toml
from mapperlint.model.modules.tree import Tree, ancestors, joined, parent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.source import Source


def declared_roots(source: Source, tree: Tree) -> set[str]:
    """The directories that settings files name as roots, as far as they exist.

    Settings are looked for in the top directory and above every outermost package.
    """
    homes = {tree.outermost(path) for path in tree.files if path.endswith("/__init__.py")}
    homes |= {up for home in homes for up in ancestors(home)} | {""}
    return {
        root
        for home in sorted(homes)
        for name in _named(source, home)
        if (root := _joined(home, name)) in tree.directories
    }


def _joined(home: str, name: str) -> str:
    """A directory below another, written as people do: `./src`, `src/`, `.`."""
    parts = [part for part in joined(home, name).split("/") if part not in {"", "."}]
    return "" if ".." in parts else "/".join(parts)


def _named(source: Source, home: str) -> Iterator[str]:
    if text := source.text(joined(home, "pyproject.toml")):
        yield from _of_pyproject(toml(text))
    for name in ("setup.cfg", "pytest.ini", "tox.ini", "mypy.ini"):
        if text := source.text(joined(home, name)):
            yield from _of_ini(text)
    if text := source.text(joined(home, "setup.py")):
        yield from _of_setup(text)


def _of_pyproject(document: dict[str, Any]) -> Iterator[str]:
    tools = at(document, "tool")
    yield from _strings(at(tools, "setuptools", "packages", "find", "where"))
    yield from _strings(at(tools, "setuptools", "package-dir", ""))
    yield from _strings(at(tools, "pytest", "ini_options", "pythonpath"))
    yield from _strings(at(tools, "mypy", "mypy_path"))
    yield from _strings(at(tools, "pyright", "extraPaths"))
    yield from _strings(at(tools, "pdm", "build", "package-dir"))
    yield from _strings(at(tools, "uv", "build-backend", "module-root"))
    for package in _strings(at(tools, "hatch", "build", "targets", "wheel", "packages")):
        yield parent(package)
    for entry in items(at(tools, "poetry", "packages")):
        yield from _strings(at(entry, "from"))


def _of_ini(text: bytes) -> Iterator[str]:
    parser = ini(text)
    for section, option in (
        ("options.packages.find", "where"),
        ("tool:pytest", "pythonpath"),
        ("pytest", "pythonpath"),
        ("mypy", "mypy_path"),
    ):
        yield from re.split(r"[\s,:]+", parser.get(section, option, fallback="").strip())
    for line in parser.get("options", "package_dir", fallback="").splitlines():
        if line.strip().startswith("="):
            yield line.strip()[1:].strip()


_SETUP = re.compile(rb"""package_dir\s*=\s*\{\s*['"]['"]\s*:\s*['"]([\w./-]+)['"]""")


def _of_setup(text: bytes) -> Iterator[str]:
    return (match.decode() for match in _SETUP.findall(text))


def _strings(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and each:
            yield from each.split(":")
