"""What a module may import besides its import statements.

Programs load modules by names in strings: a task list, a setting, `import_module`. A string that is
the dotted name of a module of the project counts as an import of it. A module that imports whatever
it is handed may be handed each string of the project. Where a program finds modules in another way,
by walking through a package, by the entry points of installed distributions, by names that it puts
together, only the program knows what it loads.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.programs.run_time_imports import RunTimeImports
    from mapperlint.model.source import Source


_STRING = (
    rb"""\bForeignKey\(\s*(?:column\s*=\s*)?["'][^"'\n]*["']|\bForeignKeyConstraint\([^()]*\)|"""
    rb"""["'](\.+[A-Za-z_][\w.]*|[A-Za-z_]\w*(?:\.\w+)+)(?::[\w.]+)?["']"""
)
"""Strings that may name modules. What a foreign key is handed names a column, though many a table
is called like its module."""

_CALLS = (
    rb"(?:import_module|__import__|import_string|import_object|import_class|import_from_string|"
    rb"import_attr|symbol_by_name|resolve_name|load_module|import_by_path)"
)
_BY_CONSTANT = _CALLS + rb"""\(\s*["']([A-Za-z_]\w*)["']"""
_BELOW = (
    rb"""(?:"""
    + _CALLS
    + rb"""|find_modules|scan)\(\s*f?["']([A-Za-z_]\w*(?:\.\w+)*)\.?(?:\{|["']\s*[+%,)])"""
)
"""Calls that import modules below the one that is named."""

_BY_NAME = (
    rb"\b" + _CALLS + rb"\("
    rb"(?!\s*(?:name\s*=\s*)?f?[\"'](?:[A-Za-z_.][\w.]*[\"']\s*[,)]|[A-Za-z_][\w.]*[\"']\s*[+%]|[A-Za-z_]\w*\.[\w.]*\{))"
)
"""Calls that import what their argument names, where that is no string, nor begins with one."""

_BEGINS = rb"""["']([A-Za-z_]\w*(?:\.\w+)*)\.(?:\{|%|["']\s*\+)"""
"""Strings that begin with a dotted name and go on with what only the program knows."""

_PUTS_TOGETHER = (
    rb"""\b(?:listdir|scandir|iterdir|r?glob|os\.walk|__path__|__package__|__subclasses__)\b|"""
    rb"""\+\s*f?["']\.|["']\.["']\s*(?:\+|\.join)|\}\.\{|["']\.\{|["']%s\.|__name__\s*\+|\{__name__"""
)
"""Words of a module that finds out the names it imports, or makes them of parts."""

_DEFINED = rb"def\s+\Z"

_DISCOVERS_TASKS = rb"\bautodiscover_tasks\((?![^)]*related_name)"
"""Celery imports the module `tasks` of each package that it is told."""

_SCANS_ITSELF = rb"""\bconfig\w*\.scan\((?!\s*["'])"""
"""Pyramid imports all modules of the package that asks for it."""

_IN_OTHER_WAYS = (
    rb"(?m)\b(?:walk_packages|iter_modules|spec_from_file_location|SourceFileLoader|load_source|"
    rb"runpy|entry_points\(|iter_entry_points|load_entry_point|get_entry_|working_set|EntryPoint\b|"
    rb"stevedore|pluggy|"
    rb"lazy_loader|LazyModule|util\.LazyLoader|lazy_import|apipkg|ImportString|"
    rb"straight\.plugin|execfile\()|pydoc\.locate|\bfind_modules\((?!\s*[\"'])|"
    rb"\bexec\(\s*(?:open|compile)\b|\bfind_spec\((?!\s*[\"'])[^)]*\)(?s:.{,400})exec_module|"
    rb"__all__[^\n]*\b(?:for|glob|listdir)\b|"
    rb"\bautodiscover_tasks\([^)]*related_name"
)
"""Words of a program that finds modules by itself."""


_CALLING = (
    b"import_",
    b"__import__",
    b"symbol_by_name",
    b"resolve_name",
    b"load_module",
    b"find_modules",
    b"scan(",
    b"autodiscover_tasks",
)
"""Without one of these words no module is imported by a call."""

_FINDING = (
    b"walk_packages",
    b"iter_modules",
    b"spec_from_file",
    b"SourceFileLoader",
    b"load_source",
    b"runpy",
    b"entry_point",
    b"get_entry_",
    b"working_set",
    b"EntryPoint",
    b"stevedore",
    b"pluggy",
    b"lazy_",
    b"Lazy",
    b"apipkg",
    b"ImportString",
    b"straight.plugin",
    b"execfile(",
    b"pydoc",
    b"find_modules",
    b"exec(",
    b"exec_module",
    b"__all__",
    b"autodiscover_tasks",
)
"""Without one of these words no program finds modules by itself."""


class OtherImports:
    """What the text of a module says about modules, beside its import statements."""

    def __init__(self, source: Source, imports: RunTimeImports) -> None:
        self._source = source
        self._imports = imports
        self._named: dict[str, frozenset[str]] = {}

    def named(self, path: str) -> frozenset[str]:
        """The files that strings in a file name, as modules or as something in a module."""
        found = self._named.get(path)
        if found is None:
            found = self._named[path] = frozenset(self._strings(path))
        return found

    def are_unknown(self, path: str) -> bool:
        """Whether a file may import modules that nothing in the project names."""
        text = self._source.text(path)
        if _says(text, _FINDING) and re.search(_IN_OTHER_WAYS, text):
            return True
        return self.are_handed_over(path) and re.search(_PUTS_TOGETHER, text) is not None

    def are_handed_over(self, path: str) -> bool:
        """Whether a file imports modules by names that it has from elsewhere."""
        text = self._source.text(path)
        return _says(text, _CALLING) and any(
            not re.compile(_DEFINED).search(text, max(call.start() - 10, 0), call.start())
            for call in re.finditer(_BY_NAME, text)
        )

    @cached_property
    def of_any_string(self) -> frozenset[str]:
        """The files that some string of the project may name."""
        found = {each for path in self._source.paths for each in self.named(path)}
        begun = {
            package
            for path in self._source.paths
            for package in re.findall(_BEGINS, self._source.text(path))
        }
        for package in begun:
            found |= self._imports.below(f"{package.decode(errors='replace')}.")
        return frozenset(found)

    def _strings(self, path: str) -> Iterator[str]:
        text = self._source.text(path)
        if _says(text, _CALLING):
            yield from self._called(path, text)
        for name in set(re.findall(_STRING, text)) - {b""}:
            written = name.decode(errors="replace")
            dotted = written.lstrip(".")
            level = len(written) - len(dotted)
            while dotted:
                found = self._imports.named(path, level, dotted)
                yield from found
                dotted = "" if found else dotted.rpartition(".")[0]

    def _called(self, path: str, text: bytes) -> Iterator[str]:
        """What calls import that say, in a string, what or where it is."""
        for package in set(re.findall(_BELOW, text)):
            yield from self._imports.below(package.decode(errors="replace"))
        if re.search(_DISCOVERS_TASKS, text):
            yield from self._imports.called("tasks")
        if re.search(_SCANS_ITSELF, text):
            yield from self._imports.around_and_below(path)
        for name in set(re.findall(_BY_CONSTANT, text)):
            yield from self._imports.named(path, 0, name.decode(errors="replace"))


def _says(text: bytes, words: tuple[bytes, ...]) -> bool:
    return any(word in text for word in words)
