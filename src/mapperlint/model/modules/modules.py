"""Modules and their names: which file is what Python would import under which dotted name.

A module is found under the roots, the directories that stand on `sys.path`, in order; inside one
root a package wins over a module of the same name, and a directory without `__init__.py` is a
namespace package. Installed libraries come after the project and are read only when asked for.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import FileFacts, Import
from mapperlint.model.modules.roots import find_roots
from mapperlint.model.modules.told import Told
from mapperlint.model.modules.tree import TEST_DIRECTORIES, Tree, in_tests, within

if TYPE_CHECKING:
    from mapperlint.config import Settings
    from mapperlint.facts.scan import ScannedImport
    from mapperlint.model.source import Source


class Zone(Enum):
    """What a file is for. Classes of tests and migrations are not part of the application."""

    APPLICATION = "application"
    TESTS = "tests"
    MIGRATIONS = "migrations"
    LIBRARY = "library"


_MIGRATION_DIRECTORIES = frozenset({"migrations", "alembic", "alembic_migrations"})


def zone_of(path: str) -> Zone:
    """The zone of a project file, by the names of its directories and its own."""
    *directories, name = path.split("/")
    if name.startswith("test_") or name.endswith(("_test.py", "_tests.py")):
        return Zone.TESTS
    if name in {"conftest.py", "tests.py"} or not TEST_DIRECTORIES.isdisjoint(directories):
        return Zone.TESTS
    if not _MIGRATION_DIRECTORIES.isdisjoint(directories):
        return Zone.MIGRATIONS
    return Zone.APPLICATION


class Module(Struct, frozen=True, eq=False):
    """One file under its dotted name. `path` is absolute for a library module."""

    name: str
    path: str
    is_package: bool
    zone: Zone
    source: Source

    def __repr__(self) -> str:
        return f"Module({self.name})"

    @property
    def facts(self) -> FileFacts:
        """The facts of the file."""
        return self.source.facts(self.path)

    @property
    def package(self) -> str:
        """The dotted name relative imports start from; "" for a top-level module."""
        return self.name if self.is_package else self.name.rpartition(".")[0]


class Namespace(Struct, frozen=True):
    """A directory of modules without `__init__.py`."""

    name: str


class Shadowed(Struct, frozen=True):
    """A module that can never be imported, because `by` takes its name."""

    path: str
    by: str
    name: str


class Modules:
    """All modules of a project, and those of libraries on demand."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self._source = source
        self._settings = settings
        self.told = Told.by(settings)
        self.tree = Tree(source.paths)
        self.roots = find_roots(source, settings, self.tree)
        self.by_path: dict[str, Module] = {}
        self.by_name: dict[str, Module] = {}
        self.shadowed: list[Shadowed] = []
        self._namespaces: set[str] = set()
        self._namesakes: dict[str, list[Module]] = {}
        self._libraries: dict[str, Module | Namespace | None] = {}
        self._archived: dict[str, tuple[str, str] | None] = {}
        self._name_files()

    def named(self, name: str, importer: Module | None = None) -> Module | Namespace | None:
        """The module Python would import under a dotted name, of the project or a library.

        Where several programs of one repository have a module of that name, it is the one that
        stands nearest to the importing module.
        """
        found = self.own(name, importer)
        if found is not None:
            return found
        if name in self._namespaces:
            return Namespace(name)
        return self._library(name) or self._under_another_root(name)

    def own(self, name: str, importer: Module | None = None) -> Module | None:
        """The same, of the project's own modules only."""
        found = self.by_name.get(name)
        if found is None or importer is None:
            return found
        namesakes = self._namesakes.get(name)
        if namesakes is None:
            return found
        homes = [(root_of(module), module) for module in namesakes]
        above = [pair for pair in homes if within(importer.path, pair[0])]
        return max(above, key=lambda pair: len(pair[0]), default=("", found))[1]

    def _under_another_root(self, name: str) -> Module | None:
        """A file under the name it has when it is found from a root that is not its nearest."""
        if name.partition(".")[0] not in self.tree.holders:
            return None
        found = (self.tree.found(root, name) for root in self.roots)
        return next((self.by_path[path] for path in found if path in self.by_path), None)

    def first_party(self, name: str) -> bool:
        """Whether the top-level package of a dotted name is one of the project's."""
        return name.partition(".")[0] in self.top_level

    @cached_property
    def top_level(self) -> frozenset[str]:
        """The top-level names the project defines."""
        return frozenset(name.partition(".")[0] for name in self.by_name)

    def absolute(self, module: Module, statement: Import | ScannedImport) -> str | None:
        """The dotted module an import speaks of; None if its dots lead out of the package."""
        if not statement.level:
            return statement.module
        parts = module.package.split(".") if module.package else []
        keep = len(parts) - (statement.level - 1)
        if keep < 0 or (keep == 0 and statement.level > 1 and not module.package):
            return None
        return ".".join((*parts[:keep], *filter(None, [statement.module])))

    def is_archived(self, module: Module) -> bool:
        """Whether a module stands in an archived package."""
        return self.archived(module.name) is not None

    def archived(self, name: str) -> tuple[str, str] | None:
        """The (archived package, its new place) a dotted name belongs to, by the settings."""
        if name not in self._archived:
            self._archived[name] = self._archived_by_settings(name)
        return self._archived[name]

    def _archived_by_settings(self, name: str) -> tuple[str, str] | None:
        if name.partition(".")[0] not in self._archived_tops:
            return None
        matches = [
            (old, new)
            for old, new in self._settings.archived
            if name == old or name.startswith(f"{old}.")
        ]
        return max(matches, key=lambda pair: len(pair[0]), default=None)

    @cached_property
    def _archived_tops(self) -> frozenset[str]:
        """The top-level names of archived packages."""
        return frozenset(old.partition(".")[0] for old, _ in self._settings.archived)

    def _name_files(self) -> None:
        named = [(self._root_and_name(path), path) for path in self._source.paths]
        # What tests keep under a name of the application does not take that name away.
        order = {root: (in_tests(root), index) for index, root in enumerate(self.roots)}
        named.sort(key=lambda pair: (order[pair[0][0]], pair[1]))
        for (_, name), path in named:
            self._add(Module(name, path, _is_package(path), zone_of(path), self._source))
        for name in list(self.by_name):
            self._add_namespaces(name)

    def _add(self, module: Module) -> None:
        self.by_path[module.path] = module
        other = self.by_name.get(module.name)
        if other is None or (other.path.endswith(".pyi") and module.path == other.path[:-1]):
            self.by_name[module.name] = module
        elif _directory(module.path, module) == _directory(other.path, other):
            self._shadow(module, other)
        else:
            self._namesakes.setdefault(module.name, [other]).append(module)

    def _shadow(self, module: Module, other: Module) -> None:
        if module.path.endswith(".pyi") or other.path.endswith(".pyi"):
            return
        winner, loser = (module, other) if module.is_package else (other, module)
        self.by_name[module.name] = winner
        self.shadowed.append(Shadowed(loser.path, winner.path, module.name))

    def _add_namespaces(self, name: str) -> None:
        parent = name.rpartition(".")[0]
        while parent and parent not in self.by_name and parent not in self._namespaces:
            self._namespaces.add(parent)
            parent = parent.rpartition(".")[0]

    def _root_and_name(self, path: str) -> tuple[str, str]:
        for root in self.roots:
            if not root or path.startswith(f"{root}/"):
                return root, dotted(path[len(root) + 1 :] if root else path)
        return "", dotted(path)

    def _library(self, name: str) -> Module | Namespace | None:
        if name not in self._libraries:
            self._libraries[name] = self._find_library(name)
        return self._libraries[name]

    def _find_library(self, name: str) -> Module | Namespace | None:
        parent = name.rpartition(".")[0]
        if parent and self.named(parent) is None:
            return None
        relative = name.replace(".", "/")
        for directory in self._settings.libraries:
            for suffix, is_package in (("/__init__.py", True), (".py", False)):
                path = f"{directory}/{relative}{suffix}"
                if self._source.exists(path):
                    return Module(name, path, is_package, Zone.LIBRARY, self._source)
            if self._source.exists(f"{directory}/{relative}"):
                return Namespace(name)
        return None


def dotted(path: str) -> str:
    """The dotted name of a path relative to its root: `app/models/__init__.py` is `app.models`."""
    stem = path.removesuffix(".pyi").removesuffix(".py")
    return stem.removesuffix("/__init__").replace("/", ".")


def _is_package(path: str) -> bool:
    return path.endswith(("/__init__.py", "/__init__.pyi")) or path == "__init__.py"


def root_of(module: Module) -> str:
    """The root a module is found from."""
    length = module.name.count(".") + 1 + module.is_package
    return "/".join(module.path.split("/")[:-length])


def _directory(path: str, module: Module) -> str:
    """Where the import system looks for the name: the directory that holds file or package."""
    parent = path.rpartition("/")[0]
    return parent.rpartition("/")[0] if module.is_package else parent
