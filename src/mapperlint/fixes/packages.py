"""Modules as a file names them: absolute, or by leading dots from the package it stands in.

How deep the packages around a file go is not asked of the disk: the name of the module says it.
"""

from __future__ import annotations

from typing import NamedTuple


class Module(NamedTuple):
    """A module as an import statement writes it: `level` leading dots and a dotted name."""

    level: int
    name: str

    @property
    def source(self) -> str:
        return "." * self.level + self.name

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]


class Package(NamedTuple):
    """The folders a file stands in."""

    folders: tuple[str, ...]

    def means(self, written: Module, module: Module) -> bool:
        """Whether two ways of naming a module from this file lead to the same."""
        if bool(written.level) == bool(module.level):
            return written == module
        relative, absolute = (written, module) if written.level else (module, written)
        base = self.folders[: len(self.folders) - relative.level + 1]
        full = ".".join((*base, relative.name) if relative.name else base)
        return f".{full}".endswith(f".{absolute.name}")

    def relative(self, module: str) -> Module | None:
        """A module by leading dots; None where it is in none of the packages around."""
        parts = module.split(".")
        package = self._named_like(parts[0])
        common = 0
        while common < min(len(parts), len(package)) and parts[common] == package[common]:
            common += 1
        if not common:
            return None
        return Module(len(package) - common + 1, ".".join(parts[common:]))

    def is_own(self, module: str) -> bool:
        """Whether a module stands in a package around the file."""
        return bool(self._named_like(module.partition(".")[0]))

    def _named_like(self, top: str) -> tuple[str, ...]:
        """The packages around the file from the one of this name on."""
        starts = [number for number, folder in enumerate(self.folders) if folder == top]
        return self.folders[starts[-1] :] if starts else ()


def package_of(path: str) -> Package:
    return Package(tuple(path.split("/")[:-1]))


def module_of(source: str) -> Module:
    """A module from how it is written, leading dots and all."""
    name = source.lstrip(".")
    return Module(len(source) - len(name), name)


def is_file_of(path: str, module: str) -> bool:
    """Whether a file may be a module of this name."""
    parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
    return f".{'.'.join(parts)}".endswith(f".{module}")
