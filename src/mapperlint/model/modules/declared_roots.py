"""What the settings of packaging, test and typing tools say about the roots of a project."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mapperlint.model.modules.project_files import at, entries, ini, items, toml
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
    for name in ("setup.cfg", "pytest.ini", "tox.ini", "mypy.ini", "alembic.ini"):
        if text := source.text(joined(home, name)):
            yield from _of_ini(text)
    if text := source.text(joined(home, "setup.py")):
        yield from _of_setup(text)


def _of_pyproject(document: dict[str, Any]) -> Iterator[str]:
    tools = at(document, "tool")
    yield from _strings(at(tools, "setuptools", "packages", "find", "where"))
    yield from _around(entries(at(tools, "setuptools", "package-dir")))
    yield from _strings(at(tools, "pytest", "ini_options", "pythonpath"))
    yield from _strings(at(tools, "mypy", "mypy_path"))
    yield from _strings(at(tools, "pyright", "extraPaths"))
    yield from _strings(at(tools, "pdm", "build", "package-dir"))
    yield from _strings(at(tools, "uv", "build-backend", "module-root"))
    yield from _strings(at(tools, "maturin", "python-source"))
    yield from _of_hatch(at(tools, "hatch", "build"))
    for package in _strings(at(tools, "scikit-build", "wheel", "packages")):
        yield parent(package)
    for entry in items(at(tools, "poetry", "packages")):
        yield from _strings(at(entry, "from"))


def _of_hatch(build: object) -> Iterator[str]:
    yield from _strings(at(build, "dev-mode-dirs"))
    for target in (build, at(build, "targets", "wheel")):
        for package in _strings(at(target, "packages")):
            yield parent(package)
        sources = at(target, "sources")
        # A list names what is cut off, a table what it is replaced by.
        yield from _strings(sources)
        yield from (path for path, instead in entries(sources).items() if instead == "")


def _around(directories: dict[str, object]) -> Iterator[str]:
    """The roots of a table of packages and their directories; "" is for all of them."""
    for package, directory in directories.items():
        path = package.replace(".", "/")
        if not package:
            yield from _strings(directory)
        elif isinstance(directory, str) and f"/{directory}".endswith(f"/{path}"):
            yield directory.removesuffix(path)


def _of_ini(text: bytes) -> Iterator[str]:
    sections = ini(text)
    for section, option in (
        ("options.packages.find", "where"),
        ("tool:pytest", "pythonpath"),
        ("pytest", "pythonpath"),
        ("mypy", "mypy_path"),
        ("alembic", "prepend_sys_path"),
    ):
        named = sections.get(section, {}).get(option, "").replace("%(here)s", ".")
        yield from re.split(r"[\s,:;]+", named.strip())
    lines = sections.get("options", {}).get("package_dir", "").splitlines()
    pairs = (line.partition("=") for line in lines if "=" in line)
    yield from _around({package.strip(): directory.strip() for package, _, directory in pairs})


_SETUP = (
    rb"""(?:package_dir\s*=\s*\{\s*['"]['"]\s*:\s*|"""
    rb"""packages\(\s*(?:where\s*=\s*)?)['"]([\w./-]+)['"]"""
)


def _of_setup(text: bytes) -> Iterator[str]:
    return (match.decode() for match in re.findall(_SETUP, text))


def _strings(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and each:
            yield from each.split(":")
