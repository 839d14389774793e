"""The fixture projects, and where in them things are declared."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mapperlint.config import Settings, load
from tests.support import expectations
from tests.support.expectations import Expectation

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parents[2] / "fixtures"


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of a file, the last included. `path` is relative to the project."""

    path: str
    first: int
    last: int

    def holds(self, path: str, line: int) -> bool:
        return path == self.path and self.first <= line <= self.last


@dataclass(frozen=True, slots=True)
class Project:
    """A fixture project: a folder of files with expectations in their comments."""

    root: Path

    @property
    def name(self) -> str:
        return self.root.relative_to(FIXTURES).as_posix()

    @property
    def settings(self) -> Settings:
        if (self.root / "pyproject.toml").exists():
            return load([str(self.root)], environment={})
        return Settings(root=str(self.root))

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(sorted(self.root.rglob("*.py")))

    @property
    def roots(self) -> tuple[Path, ...]:
        """What stands on `sys.path` when the project runs."""
        if self.settings.src:
            return tuple(self.root / folder for folder in self.settings.src)
        sources = sorted(path for path in self.root.rglob("src") if path.is_dir())
        return tuple(path for path in sources if not (path / "__init__.py").exists()) or (
            self.root,
        )

    @property
    def modules(self) -> dict[str, Path]:
        """{dotted name: file} of all files below the roots; what a package hides is not there."""
        found: dict[str, Path] = {}
        for root in self.roots:
            for path in self.files:
                if path.is_relative_to(root):
                    name = _dotted(path.relative_to(root))
                    if path.name == "__init__.py" or name not in found:
                        found[name] = path
        return dict(sorted(found.items()))

    @property
    def imported(self) -> tuple[str, ...]:
        """The modules the program imports, itself or through others.

        It begins with the entry points, where the settings name some. A package that they call
        archived is imported only if another module still does so.
        """
        starts = self.settings.entry_points
        if starts:
            return tuple(each.partition(":")[0] for each in starts)
        return tuple(
            name
            for name, path in self.modules.items()
            if not self._archived(name) and expectations.is_imported(expectations.read(path))
        )

    def _archived(self, name: str) -> bool:
        return any(f"{name}.".startswith(f"{old}.") for old, _ in self.settings.archived)

    def supports(self, version: str) -> bool:
        """Whether its `pyproject.toml` and its files allow this version of SQLAlchemy."""
        document = self.root / "pyproject.toml"
        if version == "1.4" and document.exists() and "sqlalchemy>=2" in document.read_text():
            return False
        return all(expectations.supports(expectations.read(path), version) for path in self.files)

    def relative(self, path: Path | str) -> str:
        return Path(path).relative_to(self.root).as_posix()

    def expected(self) -> tuple[Expectation, ...]:
        """All comments of all files."""
        return tuple(
            said
            for path in self.files
            for said in expectations.expectations(self.relative(path), expectations.read(path))
        )


@functools.cache
def projects() -> tuple[Project, ...]:
    """All fixture projects with comments in them, in the order of their names.

    Those of `fixes` have none: they are compared byte by byte.
    """
    marked = (
        path.parent
        for path in FIXTURES.rglob("pyproject.toml")
        if "[tool.mapperlint]" in path.read_text() and not path.is_relative_to(FIXTURES / "fixes")
    )
    cases = (path for path in [*FIXTURES.glob("rules/*/*"), *FIXTURES.glob("valid/*")])
    roots = {path for path in [*marked, *cases] if path.is_dir() and path.name != "__pycache__"}
    return tuple(Project(root) for root in sorted(roots))


# where things are declared


class Declarations:
    """Where the classes, attributes and variables of a project are declared, by dotted name."""

    def __init__(self, project: Project) -> None:
        self._places: dict[str, list[Place]] = {}
        self._statements: dict[str, list[Place]] = {}
        for module, file in project.modules.items():
            path = project.relative(file)
            try:
                tree = ast.parse(file.read_bytes())
            except (SyntaxError, ValueError):
                continue
            self._statements[path] = [_place(path, node) for node in tree.body]
            for name, node in _declared(tree, module):
                self._places.setdefault(name, []).append(_place(path, node))

    def named(self, *names: str) -> list[Place]:
        """The statements that declare one of these names.

        A name given from outside through a re-export (`from shop import User`, `User.posts = ...`)
        is not known under the module of its class; then the class and the attribute decide.
        """
        exact = [place for name in names for place in self._places.get(name, ())]
        if exact:
            return exact
        ends = {_end(name) for name in names}
        return [
            place for name, found in self._places.items() if _end(name) in ends for place in found
        ]

    def of_classes(self, names: list[str]) -> list[Place]:
        """The class statements of these full names; no other of the same last name."""
        return [place for name in names for place in self._places.get(name, ())]

    def statement(self, path: str, line: int) -> Place:
        """The statement of the module level around a line."""
        around = (place for place in self._statements.get(path, ()) if place.holds(path, line))
        return next(around, Place(path, line, line))

    def declared_at(self, path: str, line: int) -> frozenset[str]:
        """The last names of what begins on a line, decorators counted."""
        return frozenset(
            _end(name)[-1]
            for name, places in self._places.items()
            for place in places
            if place.path == path and place.first <= line <= place.first + 1
        )

    def declared_below(self, folder: str) -> frozenset[str]:
        """The last names of what is declared in the files below a folder."""
        return frozenset(
            _end(name)[-1]
            for name, places in self._places.items()
            if any(place.path.startswith(f"{folder}/") for place in places)
        )


def _declared(tree: ast.AST, prefix: str) -> Iterator[tuple[str, ast.stmt | ast.expr]]:
    """(dotted name, node) of what a body declares, also under conditions and in functions.

    An attribute given to a class from outside, `User.posts = relationship(...)` or an entry of
    `properties={...}`, counts as an attribute of that class, wherever it is imported from.
    """
    imported = dict(_imported(tree))
    for node, scope in _walk(tree, prefix):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield f"{scope}.{name}", node
            case ast.AnnAssign(target=target) | ast.Assign(targets=[target]):
                name = ast.unparse(target)
                owner, dot, attribute = name.rpartition(".")
                yield f"{scope}.{name}", node
                if dot and owner in imported:
                    yield f"{imported[owner]}.{attribute}", node
            case ast.Call(args=[owner, *_]):
                name = ast.unparse(owner)
                for key, value in _properties(node):
                    yield f"{imported.get(name, f'{prefix}.{name}')}.{key}", value


def _properties(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The entries of `properties={...}` in the call that maps a class imperatively."""
    for keyword in call.keywords:
        if keyword.arg == "properties" and isinstance(keyword.value, ast.Dict):
            for key, value in zip(keyword.value.keys, keyword.value.values, strict=True):
                if isinstance(key, ast.Constant):
                    yield str(key.value), value


def _walk(node: ast.AST, scope: str) -> Iterator[tuple[ast.AST, str]]:
    for child in ast.iter_child_nodes(node):
        yield child, scope
        inner = f"{scope}.{child.name}" if isinstance(child, ast.ClassDef) else scope
        yield from _walk(child, inner)


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _place(path: str, node: ast.stmt | ast.expr) -> Place:
    first = node.lineno
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        first = min([first, *(decorator.lineno for decorator in node.decorator_list)])
    return Place(path, first, node.end_lineno or first)


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _end(name: str) -> tuple[str, ...]:
    return tuple(name.split(".")[-2:])
