"""Modules that are not in the source and yet exist: compiled, generated, or ignored by git."""

from __future__ import annotations

import fnmatch
import re
from functools import cached_property
from typing import TYPE_CHECKING

from mapperlint.model.tree import Tree, ancestors, joined

if TYPE_CHECKING:
    from mapperlint.model.source import Source

_SUFFIXES = (".py", ".pyi", "/__init__.py", ".pyx", ".so", ".abi3.so", ".pyd", ".c", ".cpp")
_GENERATED = re.compile(
    r"_?_?version_?_?|_version_info|_build_?info|.*_pb2(_grpc)?|.*_pb2_.*|parsetab|lextab|"
    r".*_generated|.*_rc|.*(Parser|Lexer|Listener|Visitor)|local_settings|settings_local"
)
"""Module names that build tools and people give to what is not committed."""

_BUILD_FILES = ("pyproject.toml", "setup.py", "setup.cfg", "hatch_build.py", "Makefile", "noxfile.py")


class Products:
    """What may stand in a project besides the files that are read."""

    def __init__(self, source: Source, tree: Tree) -> None:
        self._source = source
        self._tree = tree
        self._ignored: dict[str, tuple[str, ...]] = {}

    def may_appear(self, base: str) -> bool:
        """Whether a module may exist; `base` is its path without a suffix."""
        return (
            _GENERATED.fullmatch(base.rpartition("/")[2]) is not None
            or any(self._source.exists(base + suffix) for suffix in _SUFFIXES)
            or self._is_built(base)
            or self._is_ignored(base)
        )

    def _is_built(self, base: str) -> bool:
        """Whether a build file speaks of the module, as `pkg/grammar.py` or "pkg.grammar"."""
        *_, package, name = ["", *base.split("/")]
        if not package:
            return False
        tail = re.escape(f"{package}/{name}.py").encode()
        dotted = rb"[\"'\w.]*\b" + re.escape(f"{package}.{name}").encode() + rb"[\"']"
        return re.search(tail + b"|" + dotted, self._build_files) is not None

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
        """Whether a `.gitignore` above the module names it or a directory it stands in."""
        for home in ancestors(base):
            relative = base[len(home) :].strip("/")
            if any(_matches(pattern, relative) for pattern in self._patterns(home)):
                return True
        return False

    def _patterns(self, home: str) -> tuple[str, ...]:
        if home not in self._ignored:
            text = self._source.text(joined(home, ".gitignore")).decode(errors="replace")
            lines = (line.strip() for line in text.splitlines())
            self._ignored[home] = tuple(line for line in lines if line and line[0] not in "#!")
        return self._ignored[home]


def _matches(pattern: str, base: str) -> bool:
    """Whether a pattern of a `.gitignore` speaks of the module at `base`, or of what holds it."""
    anchored = "/" in pattern.strip("/") or pattern.startswith("/")
    pattern = pattern.strip("/").removeprefix("**/")
    parts = base.split("/")
    for end in range(1, len(parts) + 1):
        path = "/".join(parts[:end]) if anchored else parts[end - 1]
        names = (path, f"{path}.py") if end == len(parts) else (path,)
        if any(fnmatch.fnmatchcase(name, pattern) for name in names):
            return True
    return False
