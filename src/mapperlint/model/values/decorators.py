"""What a decorator of a class cannot do.

Only registries map classes, so a function out of whose reach SQLAlchemy is maps none; and one that
keeps its class somewhere and hands it back leaves it as it stands.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mapperlint.facts.expressions import Attribute, Call, Expression, Name, Subscript
from mapperlint.facts.shapes import (
    Assign,
    Branch,
    Evaluate,
    FunctionFacts,
    Import,
    Jump,
    Return,
    Statement,
)
from mapperlint.facts.walk import parts
from mapperlint.model.modules.modules import Module, Zone
from mapperlint.model.values.values import Entries, External, Function, Items, Made
from mapperlint.model.values.vocabulary import ORM_PACKAGES, package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.facts.scan import ScannedImport
    from mapperlint.model.modules.modules import Modules
    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.model.values.scopes import Scope


def knows_no_mappings(module: Module) -> bool:
    """Whether a module is of a library that has nothing to do with SQLAlchemy."""
    return module.zone is Zone.LIBRARY and not module.source.scan(module.path).has_mapping_words


# out of reach of SQLAlchemy


def out_of_reach(modules: Modules, module: Module) -> bool:
    """Whether nothing of a library module can have come from SQLAlchemy.

    Followed are the modules that it imports: those of its own package to the end, those of other
    packages one step.
    """
    if module.zone is not Zone.LIBRARY:
        return False
    home, seen, waiting = package(module.name), {module.path}, [module]
    while waiting:
        current = waiting.pop()
        for name in _imported(modules, current):
            if package(name) in ORM_PACKAGES:
                return False
            found = modules.named(name) if package(current.name) == home else None
            if isinstance(found, Module) and found.path not in seen:
                seen.add(found.path)
                waiting.append(found)
    return True


def _imported(modules: Modules, module: Module) -> Iterator[str]:
    """What a module may import, submodules and names alike; nothing of Python's own."""
    for statement in module.source.scan(module.path).imports:
        name = modules.absolute(module, statement)
        if name is not None and package(name) not in sys.stdlib_module_names:
            yield name
            yield from _named_in(name, statement)


def _named_in(name: str, statement: ScannedImport) -> Iterator[str]:
    return (f"{name}.{each}" for each in statement.names if each != "*")


# handed back as it was


def hands_back(evaluator: Evaluator, function: Function) -> bool:
    """Whether a function returns what it is given, and does no more to it than keep it."""
    facts = function.facts
    if facts.opaque or facts.decorators or function.bound is not None or not facts.parameters:
        return False
    given = facts.parameters[0]
    if given.kind != "positional" or not _ends(facts.body):
        return False
    return all(_leaves(evaluator, each, given.name, function.scope) for each in facts.body)


def _ends(body: tuple[Statement, ...]) -> bool:
    return bool(body) and isinstance(body[-1], Return)


def _leaves(evaluator: Evaluator, statement: Statement, name: str, scope: Scope) -> bool:
    """Whether a statement leaves the object of a name as it is."""
    match statement:
        case Return(value):
            return _is(value, name)
        case Branch(test, then, otherwise):
            inner = (*then, *otherwise)
            return _reads(test, name) and all(
                _leaves(evaluator, each, name, scope) for each in inner
            )
        case Assign(target=Subscript(holder, index), value=value) if _is(value, name):
            return _reads(index, name) and _is_container(evaluator, holder, scope)
        case Evaluate(Call(Attribute(holder, verb), arguments, ())) if verb in _KEEPS:
            return all(_is(each, name) or _reads(each, name) for each in arguments) and (
                _is_container(evaluator, holder, scope)
            )
        case Assign(target=Name(id), value=value):
            return id != name and _reads(value, name)
        case Evaluate(value):
            return _reads(value, name)
        case Import() | Jump():
            return True
    return False


_KEEPS = frozenset({"append", "add", "setdefault", "insert"})
_LOOKS = frozenset({"getattr", "hasattr", "id", "isinstance", "issubclass", "print", "repr", "str"})


def _is(value: Expression | None, name: str) -> bool:
    return isinstance(value, Name) and value.id == name


def _reads(found: object, name: str) -> bool:
    """Whether an expression does no more with the object of a name than read attributes of it."""
    match found:
        case Name(id):
            return id != name
        case Attribute(Name()):
            return True
        case Call(Attribute(value), _, _) if _is(value, name):
            return False
        case Call(Name(id), arguments, ()) if id in _LOOKS:
            return all(_is(each, name) or _reads(each, name) for each in arguments)
        case FunctionFacts():
            return False
    return all(_reads(part, name) for part in parts(found))


def _is_container(evaluator: Evaluator, holder: Expression, scope: Scope) -> bool:
    """Whether something is a list, a set or a dictionary of Python's own."""
    match evaluator.evaluate(holder, scope):
        case Items() | Entries():
            return True
        case Made(External(path)):
            return package(path) in sys.stdlib_module_names
    return False
