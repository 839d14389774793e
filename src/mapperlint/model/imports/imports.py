"""Which imports of the project's own modules and names cannot work, and where to find them now.

A first look uses scans only, and nearly every import is found sound by it. The full facts are read
for the files in which something seems to be missing, and of the modules it should come from. In
doubt an import works: a name that is bound anywhere at the module level, under any condition, or
that the module may make up at run time, is not missing.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import Import, When
from mapperlint.model.imports.finder import Absent, Finder, Found
from mapperlint.model.imports.homes import Home, Homes, told
from mapperlint.model.imports.module_names import ModuleNames
from mapperlint.model.imports.namesakes import Namesake, Namesakes
from mapperlint.model.imports.successors import Successors
from mapperlint.model.modules.modules import Module, Modules, Shadowed
from mapperlint.model.modules.tree import is_template, is_vendored
from mapperlint.model.near import near
from mapperlint.places import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.config import Settings
    from mapperlint.facts.scan import ScannedImport
    from mapperlint.model.modules.import_graph import ImportGraph
    from mapperlint.model.source import Source


class Failure(Enum):
    """Why an import cannot work."""

    MISSING_MODULE = "the project has no such module"
    MISSING_NAME = "the module does not define the name"
    ARCHIVED = "the settings declare the package archived"


class BrokenImport(Struct, frozen=True):
    """An import that cannot work.

    `absolute` is the dotted module it asks for. `name` is the missing name, None where the whole
    statement fails. `target` is the file the name should come from; it has the name
    `for_checkers_only` where it binds it under `TYPE_CHECKING`. `homes` say where the names are
    defined now, `near` is a module or name of the project that is spelt nearly the same, and
    `successor` the module that took the place of one that is gone.
    """

    failure: Failure
    module: Module
    statement: Import
    absolute: str
    name: str | None = None
    target: str | None = None
    for_checkers_only: bool = False
    homes: tuple[Home, ...] = ()
    near: str | None = None
    successor: str | None = None

    @property
    def advice(self) -> str | None:
        """Where the names are defined now, or what was probably meant; None if neither is known."""
        if self.homes:
            return told(self.homes)
        return None if self.near is None else f"did you mean `{self.near}`?"

    @property
    def span(self) -> Span:
        """The missing name, or the module where the statement names it."""
        if self.statement.name is None or self.name is not None:
            return self.statement.span
        line, column = self.statement.statement.line, self.statement.statement.column + len("from ")
        written = "." * self.statement.level + self.statement.module
        return Span(line, column, line, column + len(written))


class LostExport(Struct, frozen=True):
    """A name in the `__all__` of `target` that it does not define, at `span`.

    `statement` is a star import of it in `module`, which fails for that.
    """

    module: Module
    statement: Import
    target: Module
    name: str
    span: Span
    homes: tuple[Home, ...] = ()


class Imports:
    """The imports of a project."""

    def __init__(self, modules: Modules, source: Source, settings: Settings) -> None:
        self._modules = modules
        self._source = source
        self.finder = Finder(modules, source, settings)
        self._names = ModuleNames(self.finder, source, modules)
        self._homes = Homes(modules, source, self.finder, self._names, self.is_judged)
        self._settings = settings
        self._watches_archived = bool(settings.archived)

    @cached_property
    def broken(self) -> tuple[BrokenImport, ...]:
        """All imports that cannot work, in the order of their files and lines."""
        modules = (self._modules.by_path[path] for path in self._source.paths)
        return tuple(
            broken
            for module in modules
            if self.is_judged(module) and self._looks_broken(module)
            for broken in self._broken_in(module)
        )

    def broken_in_statement(self, broken: BrokenImport) -> tuple[BrokenImport, ...]:
        """All that cannot work of the statement in which something is broken."""
        return self._by_statement[broken.module.path, broken.statement.statement]

    @cached_property
    def _by_statement(self) -> dict[tuple[str, Span], tuple[BrokenImport, ...]]:
        found: dict[tuple[str, Span], tuple[BrokenImport, ...]] = {}
        for each in self.broken:
            place = (each.module.path, each.statement.statement)
            found[place] = (*found.get(place, ()), each)
        return found

    def names_of(self, broken: BrokenImport) -> tuple[str, ...]:
        """The names that a broken import asks for: the missing one, or all of its statement."""
        if broken.name is not None:
            return (broken.name,)
        return tuple(
            each.name
            for each in broken.module.facts.imports
            if each.statement == broken.statement.statement and each.name is not None
        )

    def has_all(self, importer: Module, dotted: str, names: Iterable[str]) -> bool:
        """Whether a module that is there may have all of some names."""
        answer = self.finder.answer(importer.path, 0, dotted)
        return isinstance(answer, Found) and all(
            self._names.may_have(answer.paths, name) for name in names
        )

    def lost_exports(self) -> Iterator[LostExport]:
        """The names that modules promise to star imports and do not have, each once."""
        seen: set[tuple[str, str]] = set()
        for path in self._source.paths:
            module = self._modules.by_path[path]
            for star in self._source.scan(path).imports:
                if "*" in star.names and self.is_judged(module):
                    for lost in self._lost_by(module, star):
                        if (lost.target.path, lost.name) not in seen:
                            seen.add((lost.target.path, lost.name))
                            yield lost

    def _lost_by(self, module: Module, star: ScannedImport) -> Iterator[LostExport]:
        answer = self.finder.answer(module.path, star.level, star.module)
        if not isinstance(answer, Found) or len(answer.paths) > 1:
            return
        lost = [
            each
            for each in self._names.exported(answer.paths[0])
            if isinstance(each.value, str) and not self._names.may_have(answer.paths, each.value)
        ]
        target = self._modules.by_path.get(answer.paths[0])
        statement = next((each for each in module.facts.imports if _is_star(each, star)), None)
        if not lost or target is None or statement is None or not self.is_judged(target):
            return
        if self.finder.trusts(module.path, star.level, star.module):
            for each in lost:
                name = str(each.value)
                homes = self._homes.of((name,), target)
                yield LostExport(module, statement, target, name, each.span, homes)

    def is_judged(self, module: Module) -> bool:
        """Whether the imports of a module count: nobody runs or mends those of the others."""
        return (
            module.path not in self._shadowed
            and not self._modules.is_archived(module)
            and not is_vendored(module.path)
            and not is_template(module.path)
        )

    @cached_property
    def _shadowed(self) -> frozenset[str]:
        return frozenset(shadowed.path for shadowed in self._modules.shadowed)

    def never_imported(self) -> Iterator[Shadowed]:
        """The modules that can never be imported, because a package beside them has their name.

        A file without a statement is no loss, one that is run as a script needs no import, and a
        package may load the file itself.
        """
        for shadowed in self._modules.shadowed:
            module = self._modules.by_path[shadowed.path]
            text = self._source.text(shadowed.path)
            if (
                re.search(_STATEMENT, text)
                and re.search(_RUN_AS_SCRIPT, text) is None
                and shadowed.path.rpartition("/")[2].encode() not in self._source.text(shadowed.by)
                and not self._modules.is_archived(module)
                and not is_vendored(module.path)
            ):
                yield shadowed

    def namesakes(self, graph: ImportGraph) -> Iterator[Namesake]:
        """The modules of the project that have the name of a library it imports."""
        names = (self._settings, self.finder, self._names)
        yield from Namesakes(self._modules, self._source, *names, graph)

    # the first look

    def _looks_broken(self, module: Module) -> bool:
        imports = self._source.scan(module.path).imports
        return any(self._is_suspect(module, each) for each in imports)

    def _is_suspect(self, module: Module, each: ScannedImport) -> bool:
        if self._watches_archived and self._is_of_archived(module, each):
            return True
        answer = self.finder.answer(module.path, each.level, each.module)
        if not isinstance(answer, Found):
            return answer is Absent.NOWHERE
        if module.path in answer.paths:
            return not all(self._names.package_may_have(module.path, name) for name in each.names)
        if all(self._names.may_have(answer.paths, name) for name in each.names):
            return False
        return self.finder.trusts(module.path, each.level, each.module)

    def _is_of_archived(self, module: Module, each: ScannedImport) -> bool:
        absolute = self._modules.absolute(module, each)
        if absolute is None:
            return False
        full = (absolute, *(f"{absolute}.{name}" for name in each.names))
        return any(map(self._modules.archived, full))

    # the second look

    def _broken_in(self, module: Module) -> Iterator[BrokenImport]:
        for statements in _by_statement(module.facts.imports):
            if statements[0].optional:
                continue
            archived = self._archived(module, statements)
            if archived is not None:
                yield archived
            else:
                yield from self._missing(module, statements)

    def _archived(self, module: Module, statements: tuple[Import, ...]) -> BrokenImport | None:
        first = statements[0]
        absolute = self._modules.absolute(module, first)
        if absolute is None or not self._watches_archived:
            return None
        named = tuple(
            each for each in statements if self._modules.archived(_full_name(absolute, each))
        )
        if not named:
            return None
        whole = self._modules.archived(absolute) is not None
        names = tuple(each.name for each in named if whole and each.name and each.name != "*")
        homes = self._homes_after(module, _full_name(absolute, named[0]), names)
        name = None if whole else named[0].name
        return BrokenImport(Failure.ARCHIVED, module, named[0], absolute, name, homes=homes)

    def homes_of_archived(self, module: Module, dotted: str) -> tuple[Home, ...]:
        """Where something is that a dotted name of an archived package gives to a module."""
        name = dotted.rpartition(".")[2]
        return self._homes_after(module, dotted, (name,) if self._homes.known(name) else ())

    def _homes_after(
        self, module: Module, archived: str, names: tuple[str, ...]
    ) -> tuple[Home, ...]:
        """Where names of an archived package are now, else what took the place of the package."""
        _, new = self._modules.archived(archived) or ("", "")
        homes = self._homes.of(names, module, new)
        return homes or ((Home((), new),) if new else ())

    def _missing(self, module: Module, statements: tuple[Import, ...]) -> Iterator[BrokenImport]:
        first = statements[0]
        absolute = self._modules.absolute(module, first) or first.module
        answer = self.finder.answer(module.path, first.level, first.module)
        names = tuple(each.name for each in statements if each.name and each.name != "*")
        if answer is Absent.NOWHERE:
            successor = self._successors.of(absolute, module, names)
            yield BrokenImport(
                Failure.MISSING_MODULE,
                module,
                first,
                absolute,
                homes=(Home(names, successor.name),)
                if successor is not None
                else self._homes.of(names, module, old=absolute),
                near=self._near_module(module, first, absolute),
                successor=None if successor is None else successor.name,
            )
        elif isinstance(answer, Found) and self.finder.trusts(
            module.path, first.level, first.module
        ):
            for each in statements:
                if self._lacks(module, each, answer):
                    yield self._missing_name(module, each, absolute, answer)

    def _lacks(self, module: Module, statement: Import, answer: Found) -> bool:
        """Whether what answers an import of a name does not have it."""
        if statement.name is None:
            return False
        if module.path in answer.paths:
            names, span = self._names, statement.statement
            return not names.package_may_have(module.path, statement.name, span)
        for_checkers = statement.when is When.TYPE_CHECKING or module.path.endswith(".pyi")
        return not self._names.may_have(answer.paths, statement.name, for_checkers=for_checkers)

    def _missing_name(
        self, module: Module, statement: Import, absolute: str, answer: Found
    ) -> BrokenImport:
        name = statement.name or ""
        successor = None
        if not self._homes.known(name) and not name[:1].isupper():
            successor = self._successors.of(f"{absolute}.{name}", module)
        homes = (
            (Home((), successor.name),)
            if successor is not None
            else self._homes.of((name,), module, old=absolute)
        )
        return BrokenImport(
            Failure.MISSING_NAME,
            module,
            statement,
            absolute,
            name,
            target=answer.paths[0],
            for_checkers_only=self._names.may_have(answer.paths, name, for_checkers=True),
            homes=homes,
            near=near(name, sorted(self._names.known(answer.paths))),
            successor=None if successor is None else successor.name,
        )

    # where it is instead

    def defining(self, broken: BrokenImport, name: str) -> tuple[Module, ...]:
        """All modules that define a name which a broken import asks for."""
        return self._homes.defining(name, broken.module, broken.absolute)

    def _near_module(self, module: Module, statement: Import, absolute: str) -> str | None:
        package, _, name = absolute.rpartition(".")
        siblings = self.finder.siblings(module.path, statement.level, statement.module)
        found = near(name, sorted(siblings))
        return f"{package}.{found}" if found and package else found

    @cached_property
    def _successors(self) -> Successors:
        return Successors(self._modules, self._source, self.finder, self._names, self._homes.uses)


_STATEMENT = rb"(?m)^[ \t]*[^\s#]"
_RUN_AS_SCRIPT = rb"__name__\s*==|\A#!"


def _by_statement(imports: Iterable[Import]) -> Iterator[tuple[Import, ...]]:
    """The names of each `from` statement together; a plain import asks for a module by itself."""
    group: list[Import] = []
    # The body of a loop stands in the facts twice.
    for each in {each.span: each for each in imports}.values():
        if group and (each.name is None or each.statement != group[0].statement):
            yield tuple(group)
            group = []
        group.append(each)
    if group:
        yield tuple(group)


def _is_star(statement: Import, star: ScannedImport) -> bool:
    """Whether a statement is the star import that was scanned, and is sure to run."""
    return (
        statement.name == "*"
        and (statement.level, statement.module) == (star.level, star.module)
        and statement.when is When.ALWAYS
        and not statement.optional
    )


def _full_name(absolute: str, statement: Import) -> str:
    return absolute if statement.name in {None, "*"} else f"{absolute}.{statement.name}"
