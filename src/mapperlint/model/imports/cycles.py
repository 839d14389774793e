"""Modules of models that import each other so that they cannot be imported.

Python runs the body of a module when it is first imported, and those of the packages around it
before. A module that is asked for a name while its body still waits for another import has not
bound it yet, unless it did so further up. The bodies are followed here, import by import and name
by name, from each module of a cycle: what fails wherever one begins, fails in the program too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Attribute, Conditional, Lambda, Name, Operation
from mapperlint.facts.shapes import Assign, ClassFacts, Evaluate, FunctionFacts, Import, When
from mapperlint.facts.walk import parts
from mapperlint.model.imports.import_groups import import_groups
from mapperlint.model.modules.names_made import MAKES_NAMES
from mapperlint.model.values.scopes import bound_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.facts.shapes import Statement
    from mapperlint.model.modules.modules import Module, Modules
    from mapperlint.model.source import Source
    from mapperlint.places import Span


class ImportCycle(Struct, frozen=True):
    """A name that `module` asks for at `span`, and that `target` has not bound by then.

    `is_attribute` is true where the module as such is imported, and the name is taken from it.
    """

    module: Module
    target: Module
    name: str
    span: Span
    is_attribute: bool = False


MOST_MODULES = 80
"""What imports each other in larger groups is a whole program, which somebody starts every day."""


def import_cycles(
    modules: Modules, source: Source, models: Iterable[Module]
) -> Iterator[ImportCycle]:
    """The cycles through modules of models that fail wherever one begins, one for each cycle."""
    paths = {module.path for module in models}
    for group in import_groups(modules, source, paths):
        if len(group) > MOST_MODULES:
            continue
        members = {path: modules.by_path[path] for path in group}
        failures = []
        for path in group:
            failure = _Run(modules, source, members).of(path)
            if failure is None:
                break
            failures.append(failure)
        else:
            first = failures[0]
            if first.module.path in paths or first.target.path in paths:
                yield first


class _Undecided(Exception):
    """A statement may do more than is seen."""


class _Failed(Exception):
    def __init__(self, cycle: ImportCycle) -> None:
        super().__init__(cycle.name)
        self.cycle = cycle


class _Run:
    """One program that imports modules of a cycle."""

    def __init__(self, modules: Modules, source: Source, members: dict[str, Module]) -> None:
        self._modules = modules
        self._source = source
        self._members = members
        self._bound: dict[str, set[str]] = {}
        self._aliases: dict[str, dict[str, Module]] = {}
        self._wild: set[str] = set()
        self._done: set[str] = set()

    def of(self, path: str) -> ImportCycle | None:
        """How importing a file first ends; None where it works, or that is not known."""
        module = self._members[path]
        try:
            self._load(module.name, module)
        except _Failed as failure:
            return failure.cycle
        except _Undecided:
            return None
        return None

    def _load(self, dotted: str, importer: Module) -> None:
        """Run a module that was not run yet, after the packages it stands in."""
        names = dotted.split(".")
        for end in range(1, len(names) + 1):
            module = self._modules.own(".".join(names[:end]), importer)
            if module is not None and self._is_new(module):
                self._run(module)

    def _is_new(self, module: Module) -> bool:
        return module.path in self._members and module.path not in self._bound

    def _in_progress(self, module: Module) -> bool:
        return module.path in self._bound and module.path not in self._done

    def _run(self, module: Module) -> None:
        self._bound[module.path] = set()
        aliases = self._aliases[module.path] = {}
        if module.facts.problem or self._source.ask(module.path, MAKES_NAMES):
            self._wild.add(module.path)
        for statement in module.facts.body:
            if isinstance(statement, Import):
                self._follow(module, statement)
                continue
            if statement.when is When.ALWAYS:
                self._take(module, statement)
            for name in bound_names(statement):
                self._bound[module.path].add(name)
                aliases.pop(name, None)
        self._done.add(module.path)

    def _follow(self, module: Module, statement: Import) -> None:
        absolute = self._modules.absolute(module, statement)
        if statement.when is When.TYPE_CHECKING:
            return
        if absolute is not None:
            self._import(module, statement, absolute)
        if statement.name == "*":
            self._take_all(module, absolute)
        else:
            self._bound[module.path].add(statement.bound)

    def _import(self, module: Module, statement: Import, absolute: str) -> None:
        base = self._modules.own(absolute, module)
        inner = self._modules.own(f"{absolute}.{statement.name}", module)
        if statement.when is not When.ALWAYS or statement.optional:
            if any(each is not None and each.path in self._members for each in (base, inner)):
                raise _Undecided
            return
        self._load(absolute, module)
        if statement.name in {None, "*"}:
            if base is not None and statement.name is None:
                self._alias(module, statement, base)
            return
        if base is None or not self._in_progress(base):
            if inner is not None and not self._binds(base, statement.name):
                self._load(inner.name, module)
                self._alias(module, statement, inner)
            return
        if str(statement.name) in self._bound[base.path]:
            return
        if inner is None:
            self._fail(module, base, str(statement.name), statement.span)
            return
        self._load(inner.name, module)
        self._alias(module, statement, inner)

    def _binds(self, base: Module | None, name: str | None) -> bool:
        return base is not None and name in self._bound.get(base.path, ())

    def _alias(self, module: Module, statement: Import, target: Module) -> None:
        """Remember under which name a module as such is known."""
        top, _, rest = target.name.partition(".")
        if statement.name is None and rest and statement.bound == top:
            return  # `import a.b` gives `a`.
        self._aliases[module.path][statement.bound] = target

    def _take_all(self, module: Module, absolute: str | None) -> None:
        """A star import binds what the module has by then; of one out of the cycle, anything."""
        base = self._modules.own(absolute, module) if absolute else None
        if base is None or base.path not in self._done or base.path in self._wild:
            self._wild.add(module.path)
            return
        self._bound[module.path].update(self._bound[base.path])

    def _take(self, module: Module, statement: Statement) -> None:
        """What a statement takes from modules while it runs."""
        half_run = {
            alias: target
            for alias, target in self._aliases[module.path].items()
            if self._in_progress(target)
        }
        if not half_run:
            return  # Those that are complete lack nothing.
        for taken in _taken(statement):
            match taken:
                case Attribute(Name(alias), name, span) if alias in half_run:
                    target = half_run[alias]
                    inner = self._modules.own(f"{target.name}.{name}", module)
                    if name not in self._bound[target.path] and inner is None:
                        self._fail(module, target, name, span, is_attribute=True)

    def _fail(
        self, module: Module, target: Module, name: str, span: Span, *, is_attribute: bool = False
    ) -> None:
        if target.path in self._wild or "__getattr__" in self._bound[target.path]:
            raise _Undecided
        if not any(name in bound_names(each) for each in target.facts.body if each.span != span):
            raise _Undecided  # It is not there at any time, which is not a matter of the order.
        raise _Failed(ImportCycle(module, target, name, span, is_attribute))


def _taken(statement: Statement) -> Iterator[Attribute]:
    """The attributes that a statement takes of names when it runs, whatever it finds."""
    match statement:
        case ClassFacts():
            waiting: list[object] = [*statement.bases, *statement.keywords, *statement.decorators]
            for inner in statement.body:
                if inner.when is When.ALWAYS:
                    yield from _taken(inner)
        case FunctionFacts():
            waiting = [*statement.decorators, *(each.default for each in statement.parameters)]
        case Assign():
            waiting = [statement.value]
        case Evaluate():
            waiting = [statement.value]
        case _:
            return
    while waiting:
        found = waiting.pop()
        if isinstance(found, Attribute):
            yield found
        short = isinstance(found, Operation) and found.operator in {"and", "or"}
        if not short and not isinstance(found, Lambda | Conditional):
            waiting.extend(parts(found))
