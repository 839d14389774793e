"""Modules that are not in the source and yet exist: compiled, generated, or ignored by git."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from mapperlint.model.modules.project_files import at, toml
from mapperlint.model.modules.tree import Tree, ancestors, joined

if TYPE_CHECKING:
    from mapperlint.model.source import Source

_SUFFIXES = (".py", ".pyi", "/__init__.py", ".pyx", ".pyc", ".c", ".cpp")
_COMPILED = (".so", ".pyd", ".dylib")
_GENERATED = (
    r"_?_?version_?_?|_version_info|_build_?info|.*_pb2(_grpc)?|.*_pb2_.*|parsetab|lextab|"
    r".*_generated|.*_rc|.*(Parser|Lexer|Listener|Visitor)|local_settings|settings_local"
)
"""Module names that build tools and people give to what is not committed."""

_WRITES = rb"(?:Extension\(|module[-_]name|write[-_]to|version[-_]file|build-file|protoc|cythonize)"
"""What a build file says of a module that it makes."""

_BUILD_FILES = (
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "hatch_build.py",
    "Makefile",
    "noxfile.py",
)


class Products:
    """What may stand in a project besides the files that are read."""

    def __init__(self, source: Source, tree: Tree) -> None:
        self._source = source
        self._tree = tree
        self._ignored: dict[str, tuple[str, ...]] = {}

    def may_appear(self, base: str) -> bool:
        """Whether a module may exist; `base` is its path without a suffix."""
        return (
            re.fullmatch(_GENERATED, base.rpartition("/")[2]) is not None
            or any(self._source.exists(base + suffix) for suffix in _SUFFIXES)
            or self._stands_beside(base)
            or self._is_directory(base)
            or self._is_built(base)
            or self._is_a_crate(base)
            or self._is_ignored(base)
        )

    def _stands_beside(self, base: str) -> bool:
        """Whether a compiled form or a pattern stands there: `lost.abi3.so`, `lost.py.template`."""
        folder, _, name = base.rpartition("/")
        return any(
            entry.startswith((f"{name}.py.", f"{name}.py-", f"{name}.py_"))
            or (entry.startswith(f"{name}.") and entry.endswith(_COMPILED))
            for entry in self._source.entries(folder)
        )

    def _is_directory(self, base: str) -> bool:
        """Whether a directory of other files stands there, not just what Python cached."""
        return self._source.exists(base) and not self._source.exists(f"{base}/__pycache__")

    def _is_built(self, base: str) -> bool:
        """Whether a build file says that it writes or compiles the module."""
        *_, package, name = ["", *base.split("/")]
        path, dotted = f"{package}/{name}.py", f"{package}.{name}"
        word = rb"(?:%b\b|\b%b[\"'])" % (re.escape(path.encode()), re.escape(dotted.encode()))
        return re.search(_WRITES + rb"[^\n]*(?:\n[^\n]*)?" + word, self._build_files) is not None

    def _is_a_crate(self, base: str) -> bool:
        """Whether the nearest `Cargo.toml` above makes the module: a library in Rust."""
        folder, _, name = base.rpartition("/")
        for home in (folder, *ancestors(folder)):
            document = toml(self._source.text(joined(home, "Cargo.toml")))
            if document:
                crate = at(document, "lib", "name") or at(document, "package", "name")
                return isinstance(crate, str) and crate.replace("-", "_") == name
        return False

    @cached_property
    def _build_files(self) -> bytes:
        homes = {self._tree.outermost(path) for path in self._tree.files}
        homes |= {up for home in homes for up in ancestors(home)} | {""}
        return b"\n".join(
            self._source.text(joined(home, name))
            for home in sorted(homes)
            if home == "" or joined(home, "setup.py") in self._tree.files or home.count("/") < 2
            for name in _BUILD_FILES
        )

    def _is_ignored(self, base: str) -> bool:
        """Whether a `.gitignore` above the module names it, or a directory it stands in."""
        return any(
            _ignores(self._patterns(home), base[len(home) :].strip("/")) for home in ancestors(base)
        )

    def _patterns(self, home: str) -> tuple[str, ...]:
        if home not in self._ignored:
            text = self._source.text(joined(home, ".gitignore")).decode(errors="replace")
            lines = (line.strip() for line in text.splitlines())
            self._ignored[home] = tuple(line for line in lines if line and line[0] != "#")
        return self._ignored[home]


def _ignores(patterns: tuple[str, ...], base: str) -> bool:
    """Whether patterns of a `.gitignore` leave out a module, or a directory around it."""
    parts = base.split("/")
    for end in range(1, len(parts) + 1):
        names = ["/".join(parts[:end]), parts[end - 1]]
        if end == len(parts):
            names += [f"{name}.py" for name in names]
        last = next((each for each in reversed(patterns) if _matches(each, names)), "!")
        if last[0] != "!":
            return True
    return False


def _matches(pattern: str, names: list[str]) -> bool:
    """Whether a pattern speaks of a file or directory, given by its path and its name."""
    import fnmatch

    pattern = pattern.removeprefix("!")
    anchored = "/" in pattern.rstrip("/")
    pattern = pattern.strip("/").removeprefix("**/")
    return any(fnmatch.fnmatchcase(name, pattern) for name in names if anchored or "/" not in name)
