"""Which names a module has, as far as its source shows."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from mapperlint.facts.expressions import Attribute, Call, Constant, Name, Sequence
from mapperlint.facts.shapes import (
    Assign,
    ClassFacts,
    Evaluate,
    FunctionFacts,
    Import,
    When,
)
from mapperlint.model.imports.finder import Finder, Found, package_directory
from mapperlint.model.modules.modules import Module, Modules
from mapperlint.model.modules.names_made import WRITES_GLOBALS
from mapperlint.model.values.scopes import bound_names
from mapperlint.model.values.vocabulary import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.facts.expressions import Expression
    from mapperlint.facts.scan import ScannedImport
    from mapperlint.facts.shapes import Statement
    from mapperlint.model.source import Source
    from mapperlint.places import Span

_OF_EVERY_MODULE = frozenset(
    {
        "__annotations__",
        "__builtins__",
        "__cached__",
        "__dict__",
        "__doc__",
        "__file__",
        "__loader__",
        "__name__",
        "__package__",
        "__path__",
        "__spec__",
        "__class__",
    }
)

_MAKES_NAMES = (
    rb"(?m)" + WRITES_GLOBALS + rb"|(?:locals|vars)\(\)(?:\[|\.update)|"
    rb"(?<![.\w])exec(?:file)?\(|"
    rb"(?<!self)(?<!cls)\.__dict__(?:\[|\.update)|setattr\([^,\n]*(?:import|module)|"
    rb"sys\.modules(?!\[__name__\]\.__(?:file|doc|path|name)__)|"
    rb"^(?:def|async def)[ \t]+__getattr__|^__getattr__|"
    rb"lazy_loader|lazy_import|LazyModule|apipkg"
)
"""Ways of a module to get names that no statement of it binds."""

_GIVES_NAMES = (
    rb"(?<![.\w])setattr\(\s*([A-Za-z_][\w.]*)\s*,\s*(?![\"'])|"
    rb"(?<![.\w])vars\(([A-Za-z_][\w.]*)\)(?:\[|\.update)|"
    rb"(?<![.\w])([A-Za-z_][\w.]*)\.__dict__(?:\[|\.update)"
)
"""Ways of a module to give others names that only the running program knows."""


class ModuleNames:
    """The names of modules, given by the paths of their files, or of namespace directories."""

    def __init__(self, finder: Finder, source: Source, modules: Modules) -> None:
        self._finder = finder
        self._source = source
        self._modules = modules
        self._shown: dict[str, frozenset[str]] = {}
        self._bindings: dict[tuple[str, bool], frozenset[str]] = {}
        self._answers: dict[tuple[tuple[str, ...], str, bool], bool] = {}
        self._given: dict[str, bool] = {}
        self._makes_names: dict[str, bool] = {}

    def may_have(self, paths: tuple[str, ...], name: str, *, for_checkers: bool = False) -> bool:
        """Whether one of the files may have a name when it runs, or `for_checkers` of types."""
        if name == "*" or any(name in self._at_a_glance(path) for path in paths):
            return True
        key = (paths, name, for_checkers)
        if key not in self._answers:
            self._answers[key] = (
                name in _OF_EVERY_MODULE
                or any(
                    self._one_may_have(path, name, frozenset(), for_checkers=for_checkers)
                    for path in paths
                )
                or any(self._is_given_names(path) for path in paths)
            )
        return self._answers[key]

    def exported(self, path: str) -> tuple[Constant, ...]:
        """The strings in the `__all__` of a file, where it is one plain list of them."""
        module = self._modules.by_path.get(path)
        if module is None or b"__all__" not in self._source.text(path):
            return ()
        given = [
            each
            for each in module.facts.body
            if isinstance(each, Assign) and isinstance(each.target, Name)
            if each.target.id == "__all__"
        ]
        match given:
            case [Assign(value=Sequence(items=items), when=When.ALWAYS)]:
                strings = tuple(each for each in items if isinstance(each, Constant))
                return strings if len(strings) == len(items) else ()
        return ()

    def known(self, paths: Iterable[str]) -> frozenset[str]:
        """The names the files show at a glance."""
        return frozenset(name for path in paths for name in self._at_a_glance(path))

    def _at_a_glance(self, path: str) -> frozenset[str]:
        names = self._shown.get(path)
        if names is None:
            names = self._finder.defined(path)
            if names or path in self._modules.by_path:
                names = names.union(*self._bound_by_imports(path))
            self._shown[path] = names
        return names

    def _bound_by_imports(self, path: str) -> Iterator[Iterable[str]]:
        """The names that each import at the margin of a file gives it."""
        for each in self._source.scan(path).imports:
            if each.top_level:
                given = each.bound
                if self._asks_itself(path, each):
                    given = tuple(name for name in given if name not in each.names)
                yield given

    def _gives_nothing(self, path: str, statement: Import) -> bool:
        return statement.name == statement.bound and self._asks_itself(path, statement)

    def _asks_itself(self, path: str, statement: Import | ScannedImport) -> bool:
        """Whether a package imports from itself, which gives it nothing that it has not."""
        module = self._modules.by_path.get(path)
        if module is None or not module.is_package:
            return False
        return self._modules.absolute(module, statement) == module.name

    def package_may_have(self, path: str, name: str, statement: Span | None = None) -> bool:
        """Whether a package that imports a name from itself may have it.

        The import binds the name, so what counts is a module of that name, or another statement
        than the one at the span given. Without a span this is only a first look.
        """
        if name == "*" or name in self._finder.defined(path) or self._has_module(path, name):
            return True
        if statement is None:
            return False
        body = self._modules.by_path[path].facts.body
        others = [each for each in body if _span(each) != statement]
        return (
            name in _OF_EVERY_MODULE
            or self._may_make(path, name)
            or any("*" in bound_names(each) or name in bound_names(each) for each in others)
            or self._is_given_names(path)
        )

    def _has_module(self, path: str, name: str) -> bool:
        return bool(self._finder.submodule(path, name)) or self._finder.may_hold(path, name)

    def _one_may_have(
        self, path: str, name: str, asked: frozenset[str], *, for_checkers: bool
    ) -> bool:
        if path in asked:
            return False
        if self._has_module(path, name):
            return True
        module = self._modules.by_path.get(path)
        if module is None:
            return False
        if name in self._at_a_glance(path) or self._may_make(path, name):
            return True
        stars = (each for each in self._source.scan(path).imports if "*" in each.names)
        if any(
            self._star_may_give(path, star, name, asked | {path}, for_checkers=for_checkers)
            for star in stars
        ):
            return True
        return (
            bool(module.facts.problem)
            or name in self._bound(module, for_checkers=for_checkers or path.endswith(".pyi"))
            or self._decorated(module, name)
        )

    def _star_may_give(
        self,
        path: str,
        star: ScannedImport,
        name: str,
        asked: frozenset[str],
        *,
        for_checkers: bool,
    ) -> bool:
        answer = self._finder.answer(path, star.level, star.module)
        if not isinstance(answer, Found):
            return True
        return any(
            self._one_may_have(each, name, asked, for_checkers=for_checkers)
            for each in answer.paths
        )

    def _is_given_names(self, path: str) -> bool:
        """Whether another file gives a module names: a registry may keep its classes there."""
        if path not in self._given:
            self._given[path] = any(
                self._leads_to(other, each, path) and self._gives_names(other, each)
                for other in self._source.paths
                for each in self._source.scan(other).imports
            )
        return self._given[path]

    def _leads_to(self, other: str, each: ScannedImport, path: str) -> bool:
        """Whether an import in another file is one of the module itself."""
        stem = package_directory(path).rpartition("/")[2]
        if each.names:
            if stem not in each.names:
                return False
            dotted = f"{each.module}.{stem}".lstrip(".")
        else:
            if each.module.rpartition(".")[2] != stem:
                return False
            dotted = each.module
        answer = self._finder.answer(other, each.level, dotted)
        return isinstance(answer, Found) and path in answer.paths

    def _gives_names(self, other: str, each: ScannedImport) -> bool:
        """Whether a file sets attributes of what an import of it binds."""
        written = {each.module, *each.bound}
        return any(
            next(filter(None, match.groups())).decode() in written
            for match in re.finditer(_GIVES_NAMES, self._source.text(other))
        )

    def _may_make(self, path: str, name: str) -> bool:
        text = self._source.text(path)
        if path not in self._makes_names:
            self._makes_names[path] = re.search(_MAKES_NAMES, text) is not None
        if self._makes_names[path]:
            return True
        if name.encode() not in text:
            return False
        word = re.escape(name.encode())
        return bool(
            re.search(rb"\bglobal\b[^\n]*\b" + word + rb"\b", text)
            or re.search(rb"\b" + word + rb"\b[ \t]*:=|\bcase\b[^\n]*\b" + word + rb"\b", text)
        )

    def _bound(self, module: Module, *, for_checkers: bool) -> frozenset[str]:
        """The names the statements of a module bind, whatever the condition."""
        key = (module.path, for_checkers)
        if key not in self._bindings:
            names: set[str] = set()
            for statement in module.facts.body:
                if statement.when is When.TYPE_CHECKING and not for_checkers:
                    continue
                if isinstance(statement, Import) and self._gives_nothing(module.path, statement):
                    continue
                names.update(bound_names(statement))
                match statement:
                    case Assign(target=Name(id), value=None):
                        names.add(id)
                    case Evaluate(Call(Name(function), _, keywords)):
                        if self._is_foreign(module, function):
                            # Such as `public(now=...)`, which writes into its caller's module.
                            names.update(each.name for each in keywords if each.name)
            self._bindings[key] = frozenset(names)
        return self._bindings[key]

    def _decorated(self, module: Module, name: str) -> bool:
        """Whether a decorator may give a module a name made of the one it decorates.

        Such as the one of `zope.interface` that keeps `LookupBase` as `LookupBaseFallback` too.
        """
        return any(
            (name.startswith(statement.name) or name.endswith(statement.name))
            and not self._is_harmless(module, decorator)
            for statement in module.facts.body
            if isinstance(statement, ClassFacts | FunctionFacts)
            for decorator in statement.decorators
        )

    def _is_harmless(self, module: Module, decorator: Expression) -> bool:
        """Whether a decorator comes from Python itself or from SQLAlchemy."""
        while isinstance(decorator, Call | Attribute):
            decorator = decorator.function if isinstance(decorator, Call) else decorator.value
        if not isinstance(decorator, Name):
            return False
        sources = [
            each.module.partition(".")[0] if not each.level else ""
            for each in module.facts.body
            if isinstance(each, Import) and each.bound == decorator.id
        ]
        known = all(top in PACKAGES or top in sys.stdlib_module_names for top in sources)
        return bool(sources) and known

    def _is_foreign(self, module: Module, function: str) -> bool:
        """Whether a module imports a function from somewhere else than the project."""
        return any(
            isinstance(each, Import)
            and each.bound == function
            and not each.level
            and not self._modules.first_party(each.module)
            for each in module.facts.body
        )


def _span(statement: Statement) -> Span:
    return statement.statement if isinstance(statement, Import) else statement.span
