"""Which files could answer an import, and whether a missing answer is sure to be missing.

Python finds a module on a path that only the running program knows. Here all of it counts that the
program may have: every root, and every directory above the importing file. What is found on any of
them exists. What is found on none is `NOWHERE` only if the package it should stand in is one of the
project, is complete on this disk, and cannot be extended from elsewhere; else it is `ELSEWHERE`.
"""

from __future__ import annotations

import re
import sys
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from mapperlint.facts.questions import Defines
from mapperlint.model.imports.gone_packages import GonePackages
from mapperlint.model.imports.products import Products
from mapperlint.model.modules.modules import Module, Modules, root_of
from mapperlint.model.modules.names_made import WRITES_MODULES
from mapperlint.model.modules.tree import ancestors, in_tests, joined, parent, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.config import Settings
    from mapperlint.facts.scan import ScannedImport
    from mapperlint.model.source import Source


class Absent(Enum):
    """Why no file answers."""

    ELSEWHERE = "a library, or something only the running program knows"
    NOWHERE = "the project has no such module"


class Found(Struct, frozen=True):
    """The files that may answer, and directories that are namespace packages. Never empty."""

    paths: tuple[str, ...]


Answer: TypeAlias = Found | Absent

_EXTENDS_ITSELF = (
    rb"__path__\s*(?:\+?=(?!=)|\.(?:append|insert|extend))|declare_namespace|extend_path|"
    rb"sys\.modules\[[^\n]*\]\s*=(?!=)|sys\.modules\.|meta_path|ModuleType|lazy_loader"
)
_EXTENDS_ANYTHING = (
    rb"__path__\s*(?:=(?!=)(?!\s*(?:__import__\(.pkgutil.\)\.|\w+\.)*extend_path)|\.insert)|"
    rb"sys\.modules\[[^\n]*\]\s*=(?!=)|sys\.modules\.|meta_path|ModuleType|lazy_loader"
)
"""What gives modules to the packages within as well, or puts other packages in their place."""

_AROUND = 300
"""Bytes before and after such a word in which the name of the module is looked for."""
_QUOTED_NAME = rb"""["']([A-Za-z_]\w*(?:\.\w+)+)["']"""


class Finder:
    """Finds the modules of a project as its programs would."""

    def __init__(self, modules: Modules, source: Source, settings: Settings) -> None:
        self._modules = modules
        self._source = source
        self._tree = modules.tree
        self._products = Products(source, modules.tree)
        self._gone = GonePackages(modules, source, settings, self.defined)
        self._libraries = settings.libraries
        self._absolute: dict[tuple[tuple[str, ...], str], Answer] = {}
        self._here: dict[tuple[str, str], Answer] = {}
        self._relative: dict[tuple[str, str], Answer] = {}
        self._homes_of: dict[str, tuple[str, ...]] = {}
        self._ours: dict[str, bool] = {}
        self._definitions: dict[str, frozenset[str]] = {}
        self._extending: dict[str, bool] = {}
        self._open: dict[str, bool] = {}

    def answer(self, path: str, level: int, dotted: str) -> Answer:
        """What answers an import of a module in a file."""
        if level:
            return self._relative_answer(path, level, dotted)
        top = dotted.partition(".")[0]
        homes = self._homes(top)
        if not homes:
            return Absent.NOWHERE if self._gone.has(top) else Absent.ELSEWHERE
        if len(homes) > 1:
            homes = self._homes_near(path, top)
        answer = self._absolute.get((homes, dotted))
        if answer is None:
            answer = self._absolute[homes, dotted] = self._below(homes, dotted)
        if answer is not Absent.NOWHERE:
            return answer
        key = (parent(path), dotted)
        if key not in self._here:
            self._here[key] = self._from_here(path, dotted)
        return self._here[key]

    def is_package(self, path: str) -> bool:
        """Whether a file or a directory may have modules in it."""
        return package_directory(path) in self._tree.directories

    def submodule(self, path: str, name: str) -> str | None:
        """The module of that name in the package whose `__init__` or directory is `path`."""
        directory = package_directory(path)
        if directory not in self._tree.directories:
            return None
        return self._tree.found(directory, name)

    def siblings(self, path: str, level: int, dotted: str) -> frozenset[str]:
        """The names of the modules among which a missing one should stand."""
        package, _, _ = dotted.rpartition(".")
        answer = self.answer(path, level, package) if package or level else Absent.ELSEWHERE
        if not isinstance(answer, Found):
            return frozenset()
        above = set(ancestors(path))
        nearest = max(answer.paths, key=lambda found: len(above.intersection(ancestors(found))))
        return self._tree.children(package_directory(nearest))

    def may_hold(self, path: str, name: str) -> bool:
        """Whether a package may hold a module that is not among the files of the project."""
        directory = package_directory(path)
        if directory not in self._tree.directories:
            return False
        return self._products.may_appear(joined(directory, name)) or self._is_open(directory)

    def defined(self, path: str) -> frozenset[str]:
        """The names that statements at the margin of a file define."""
        found = self._definitions.get(path)
        if found is None:
            known = path in self._tree.files
            found = self._source.ask(path, Defines()) if known else frozenset()
            self._definitions[path] = found
        return found

    def trusts(self, path: str, level: int, dotted: str) -> bool:
        """Whether an absolute import in a file speaks of the project, not of a library."""
        return level > 0 or self._is_ours(dotted.partition(".")[0], path)

    def reaches(self, path: str, module: Module) -> bool:
        """Whether a file of the project could import a module by its name."""
        if not all(part.isidentifier() for part in module.name.split(".")):
            return False
        homes = self._homes(module.name.partition(".")[0])
        root = root_of(module)
        return root in homes and (homes == (root,) or within(path, root))

    # absolute imports

    def _homes(self, top: str) -> tuple[str, ...]:
        """The roots that hold a top-level name; where it is only a folder if nowhere else."""
        if top not in self._homes_of:
            roots = self._modules.roots
            homes = [home for home in self._tree.holders.get(top, ()) if home in roots]
            real = [home for home in homes if self._tree.found(home, top) in self._tree.files]
            known = top not in sys.stdlib_module_names
            self._homes_of[top] = tuple(real or homes) if known else ()
        return self._homes_of[top]

    def _homes_near(self, path: str, top: str) -> tuple[str, ...]:
        """The roots that hold a top-level name; of several programs those around the file.

        Folders without `__init__` are parts of one package, wherever they stand: `src/app` and
        `tests/app`.
        """
        homes = self._homes(top)
        if len(homes) < 2 or self._tree.found(homes[0], top) not in self._tree.files:
            return homes
        return tuple(home for home in homes if within(path, home)) or homes

    def _below(self, roots: tuple[str, ...], dotted: str) -> Answer:
        found = (self._tree.found(root, dotted) for root in roots)
        paths = tuple(path for path in found if path is not None)
        return Found(paths) if paths else Absent.NOWHERE

    def _from_here(self, path: str, dotted: str) -> Answer:
        answer = self._below(tuple(ancestors(path)), dotted)
        if answer is not Absent.NOWHERE:
            return answer
        top = dotted.partition(".")[0]
        if not self._is_ours(top, path) or dotted in self._faked:
            return Absent.ELSEWHERE
        if self._source.scan(path).touches_modules and not self._stands_in(path, top):
            return Absent.ELSEWHERE
        homes = self._homes_near(path, top)
        if self._in_library(dotted) or any(self._may_exist(home, dotted) for home in homes):
            return Absent.ELSEWHERE
        return Absent.NOWHERE

    def _stands_in(self, path: str, top: str) -> bool:
        return any(within(path, joined(home, top)) for home in self._homes(top))

    def _is_ours(self, top: str, path: str) -> bool:
        """Whether a top-level name is the project's own for a file, not that of a library.

        A folder may be called `alembic` or `docker` and never be imported. It is a package of the
        project once some import of it finds what it asks for. Of several programs in one repository
        only those around the file count, and a package among tests counts for those tests.
        """
        homes = self._homes(top)
        near = [home for home in homes if within(path, home)]
        if len(homes) > 1 and not near:
            return False
        if all(in_tests(home) for home in homes) and not near:
            return False
        if top not in self._ours:
            self._ours[top] = self._has_evidence(top)
        return self._ours[top]

    def _has_evidence(self, top: str) -> bool:
        homes = self._homes(top)
        itself = {path for home in homes if (path := self._tree.found(home, top))}
        imports = [
            (path, each)
            for path in self._source.paths
            for each in self._source.scan(path).imports
            if not each.level and each.module.partition(".")[0] == top
        ]
        single = itself <= self._tree.files and not any(
            path.endswith(("/__init__.py", "/__init__.pyi")) for path in itself
        )
        if single and any(path in itself for path, _ in imports):
            return False
        return any(self._is_sound(each) for _, each in imports)

    def _is_sound(self, each: ScannedImport) -> bool:
        """Whether an import finds a module and a name of it, not only a folder."""
        answer = self._below(self._homes(each.module.partition(".")[0]), each.module)
        if not isinstance(answer, Found):
            return False
        if "." in each.module and any(path in self._tree.files for path in answer.paths):
            return True
        return any(
            self.submodule(path, name) or name in self.defined(path)
            for path in answer.paths
            for name in each.names
        )

    @cached_property
    def _faked(self) -> frozenset[str]:
        """The modules that some file may put into place itself: named near `sys.modules`."""
        return frozenset(
            name.decode()
            for path in self._source.paths
            if self._source.scan(path).touches_modules
            for name in _names_of_made_modules(self._source.text(path))
        )

    def _in_library(self, dotted: str) -> bool:
        """Whether an installed library brings the module itself."""
        base = dotted.replace(".", "/")
        return any(
            self._source.exists(f"{directory}/{base}{suffix}")
            for directory in self._libraries
            for suffix in ("/__init__.py", ".py")
        )

    # relative imports

    def _relative_answer(self, path: str, level: int, dotted: str) -> Answer:
        directory = parent(path)
        for _ in range(level - 1):
            if not directory:
                return Absent.ELSEWHERE
            directory = parent(directory)
        key = (directory, dotted)
        if key not in self._relative:
            self._relative[key] = self._relative_to(directory, dotted)
        return self._relative[key]

    def _relative_to(self, directory: str, dotted: str) -> Answer:
        if not dotted:
            return Found((self._tree.initializer(directory) or directory,))
        found = self._tree.found(directory, dotted)
        if found is not None:
            return Found((found,))
        if self._may_exist(directory, dotted):
            return Absent.ELSEWHERE
        return Absent.NOWHERE

    # what cannot be known

    def _may_exist(self, directory: str, dotted: str) -> bool:
        """Whether a module may exist at run time, though the project has no file of it."""
        if self._products.may_appear(joined(directory, dotted.replace(".", "/"))):
            return True
        first, *rest = dotted.split(".")
        deepest = self._tree.found(directory, first)
        if deepest is None:
            return self._is_open(directory)
        for index in range(1, len(rest) + 1):
            further = self._tree.found(directory, ".".join([first, *rest[:index]]))
            if further is None:
                break
            deepest = further
        return self._is_open(package_directory(deepest)) or self._extends_itself(deepest)

    def _extends_itself(self, path: str) -> bool:
        if path not in self._extending:
            self._extending[path] = path in self._tree.files and (
                re.search(_EXTENDS_ITSELF, self._source.text(path)) is not None
            )
        return self._extending[path]

    def _is_open(self, directory: str) -> bool:
        if directory not in self._open:
            self._open[directory] = self._is_shared(directory)
        return self._open[directory]

    def _is_shared(self, directory: str) -> bool:
        """Whether a package may have modules in other places than its directory.

        A namespace package that holds nothing but packages is one that other distributions share,
        unless it stands inside of a regular package. One that holds modules is a folder of this
        project whose `__init__.py` was left out.
        """
        initializers = [
            initializer
            for up in (directory, *ancestors(directory))
            if (initializer := self._tree.initializer(up))
        ]
        # A package looks for its modules on its own path, not on those of the packages around it.
        if initializers and self._extends_itself(initializers[0]):
            return True
        if any(re.search(_EXTENDS_ANYTHING, self._source.text(each)) for each in initializers):
            return True
        if any(up in self._tree.packages for up in (directory, *ancestors(directory))):
            return False
        return directory not in self._tree.module_directories


def package_directory(path: str) -> str:
    """The directory whose modules are those of a package; that of a module would hold them."""
    for suffix in ("/__init__.py", "/__init__.pyi", ".py", ".pyi"):
        if path.endswith(suffix):
            return path.removesuffix(suffix)
    return path


def _names_of_made_modules(text: bytes) -> Iterator[bytes]:
    """The dotted names in quotes that stand near to where a file makes modules itself."""
    for word in re.finditer(WRITES_MODULES, text):
        near = text[max(0, word.start() - _AROUND) : word.end() + _AROUND]
        yield from re.findall(_QUOTED_NAME, near)
