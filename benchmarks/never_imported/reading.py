"""Which files a program loads, read from its import statements with Python's own parser.

For projects that cannot be run here. It knows one folder on `sys.path` and nothing of mapperlint.
"""

from __future__ import annotations

import ast
import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


class Tree:
    """The files below a folder that stands on `sys.path`, some with another text."""

    def __init__(self, path: Path, texts: Mapping[Path, str]) -> None:
        self.path = path
        self._texts = texts

    def loaded(self, entry: str) -> frozenset[Path]:
        """The files that importing a module loads, and calling any function of them may load."""
        return self.loaded_from(self.files(entry))

    def loaded_from(self, files: Iterable[Path]) -> frozenset[Path]:
        """The same for some files that are run."""
        waiting = list(files)
        found: set[Path] = set()
        while waiting:
            file = waiting.pop()
            if file not in found:
                found.add(file)
                changed = file in self._texts
                waiting += self.brought(file) if changed else _brought(self.path, file)
        return frozenset(found)

    def brought(self, file: Path) -> frozenset[Path]:
        """The files that the statements of a file load."""
        return frozenset(
            each for node in self.nodes(file) for each in self.of_statement(file, node)
        )

    def seen_by(self, environment: Path, entries: Iterable[str]) -> frozenset[Path]:
        """What has run when Alembic compares tables; Flask-Migrate runs the application first."""
        starts = [environment]
        names = {each.id for each in self.nodes(environment) if isinstance(each, ast.Name)}
        if "current_app" in names:
            starts += [file for entry in entries for file in self.files(entry)]
        return self.loaded_from(starts)

    def files(self, dotted: str) -> Iterator[Path]:
        """The file of a module and those of the packages around it."""
        parts = dotted.split(".")
        for end in range(1, len(parts) + 1):
            base = self.path.joinpath(*parts[:end])
            for file in (base / "__init__.py", base.with_suffix(".py")):
                if file.is_file():
                    yield file
                    break

    def nodes(self, file: Path) -> Iterator[ast.AST]:
        """The syntax of a file, without what only type checkers read."""
        return _that_run(self._parsed(file))

    def homes(self, file: Path, node: ast.ImportFrom) -> list[Path]:
        """The file that an import takes its names from; none where it is not of the project."""
        dotted = self._absolute(file, node.level, node.module or "")
        return list(self.files(dotted))[dotted.count(".") :]

    def of_statement(self, file: Path, node: ast.AST) -> Iterator[Path]:
        """The files that a statement loads; those of packages that names are taken from as well."""
        match node:
            case ast.Import(names=names):
                for each in names:
                    yield from self.files(each.name)
            case ast.ImportFrom(module=module, names=names, level=level):
                home = self._absolute(file, level, module or "")
                yield from self.files(home)
                for each in names:
                    yield from self.files(f"{home}.{each.name}")
            case ast.Call(func=ast.Attribute(ast.Name("config"), "scan"), args=[]):
                # Pyramid imports the package that asks for it, with all that stands in it.
                yield from file.parent.rglob("*.py")

    def _absolute(self, file: Path, level: int, module: str) -> str:
        if not level:
            return module
        folder = file.parents[level - 1].relative_to(self.path)
        return ".".join((*folder.parts, *filter(None, [module])))

    def _parsed(self, file: Path) -> ast.AST:
        if file in self._texts:
            return ast.parse(self._texts[file])
        return _parsed(file)


@functools.cache
def _brought(path: Path, file: Path) -> frozenset[Path]:
    return Tree(path, {}).brought(file)


@functools.cache
def _parsed(file: Path) -> ast.AST:
    try:
        return ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):
        # Written for a newer Python: its imports are not.
        text = file.read_text(encoding="utf-8", errors="replace")
        return ast.parse("\n".join(match[0] for match in _IMPORT.finditer(text)))


_IMPORT = re.compile(r"^(?:from [.\w]+ import (?:\([^)]*\)|[^\n(]+)|import [^\n]+)", re.MULTILINE)


def _that_run(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only type checkers read."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            for each in child.orelse:
                yield each
                yield from _that_run(each)
            continue
        yield child
        yield from _that_run(child)


@functools.cache
def defined(file: Path) -> frozenset[str]:
    """The names of the classes and tables that a file may map, tables with their schemas."""
    found: set[str] = set()
    for node in ast.walk(_parsed(file)):
        if isinstance(node, ast.ClassDef) and node.bases:
            found.add(node.name)
            schema = "".join(f"{each}." for each in _schemas(node))
            found.update(f"{schema}{each}" for each in _table_names(node))
    return frozenset(found) if has_tables(file) else frozenset()


def _table_names(node: ast.ClassDef) -> Iterator[str]:
    for each in node.body:
        match each:
            case ast.Assign(targets=[ast.Name("__tablename__")], value=ast.Constant(str(name))):
                yield name


def _schemas(node: ast.ClassDef) -> Iterator[str]:
    for each in ast.walk(node):
        match each:
            case ast.Dict(keys=[ast.Constant("schema")], values=[ast.Constant(str(name))]):
                yield name


@functools.cache
def named(file: Path) -> frozenset[str]:
    """The words of strings that a file hands to relationships and foreign keys."""
    found: set[str] = set()
    for node in ast.walk(_parsed(file)):
        match node:
            case ast.Call(func=ast.Name(name) | ast.Attribute(attr=name), args=[target, *_]):
                if name in {"relationship", "ForeignKey"}:
                    found.update(_words(target))
            case ast.keyword(arg="secondary", value=target):
                found.update(_words(target))
            case ast.AnnAssign(annotation=annotation, value=ast.Call()):
                if "elationship" in ast.unparse(node.value or annotation):
                    found.update(_words(annotation))
    return frozenset(found)


def _words(node: ast.AST) -> Iterator[str]:
    """Each word of the strings, and what stands before a dot: `shop`, `users`, `shop.users`."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield from re.findall(r"\w+", each.value)
            for dotted in re.findall(r"\w+(?:\.\w+)+", each.value):
                yield from (dotted[: dot.start()] for dot in re.finditer(r"\.", dotted))
                yield dotted


def has_tables(file: Path) -> bool:
    """Whether a file seems to make a table."""
    text = file.read_text(encoding="utf-8", errors="replace")
    return re.search(r"__tablename__\s*=|\.Model\)|\bTable\(|\btable=True", text) is not None
