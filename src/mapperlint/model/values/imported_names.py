"""What imports give: modules, names through any chain of re-exports, and what stars bring."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING

from mapperlint.facts.shapes import Import, Statement
from mapperlint.model.modules.modules import Module
from mapperlint.model.values.values import External, ModuleValue, Unknown, Value
from mapperlint.model.values.vocabulary import PACKAGES, TYPE_WORDS, package

if TYPE_CHECKING:
    from mapperlint.model.values.evaluation import Evaluator


class ImportedNames:
    """Follows imports from module to module."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._modules = evaluator.modules
        self._running: set[tuple[int, str]] = set()

    def value(self, module: Module, statement: Import) -> Value:
        """The value an import gives to its name."""
        absolute = self._modules.absolute(module, statement)
        if absolute is None:
            return Unknown("an import that leads out of its package")
        if statement.name is not None:
            own = self._modules.named(f"{absolute}.{statement.name}", module)
            if own is not None and self._modules.named(absolute, module) == module:
                # A package that imports from itself finds nothing but its submodules yet.
                return ModuleValue(own)
            return self.module_attribute(absolute, statement.name, module)
        plain = statement.bound == absolute.partition(".")[0]
        return self.module_value(absolute.partition(".")[0] if plain else absolute, module)

    def fails(self, statement: Statement) -> bool:
        """Whether an import is sure to fail: its package is installed, but has no such module."""
        if not isinstance(statement, Import) or not statement.optional or statement.level:
            return False
        name = statement.module
        top = package(name)
        if top in PACKAGES or self._modules.first_party(name):
            return False
        return self._modules.named(top) is not None and self._modules.named(name) is None

    def module_value(self, name: str, importer: Module | None = None) -> Value:
        """The module under a dotted name, as the importing module would find it."""
        if package(name) in PACKAGES:
            return External(name)
        found = self._modules.named(name, importer)
        return External(name) if found is None else ModuleValue(found)

    def module_attribute(self, name: str, attribute: str, importer: Module | None = None) -> Value:
        """`attribute` of the module under a dotted name, through any chain of re-exports."""
        if package(name) in PACKAGES:
            return External(f"{name}.{attribute}")
        module = self._modules.named(name, importer)
        if isinstance(module, Module):
            found = self._evaluator.scope(module).value(attribute, None)
            if found is not None:
                return found
        submodule = self._modules.named(f"{name}.{attribute}", importer)
        if submodule is not None:
            return ModuleValue(submodule)
        if module is None:
            if self._modules.first_party(name):
                return Unknown(f"module `{name}` is not in the project")
            return External(f"{name}.{attribute}")
        return Unknown(f"`{name}` does not show how it defines `{attribute}`")

    def star_value(self, module: Module, star: Import, name: str) -> Value | None:
        """The value `name` gets from a star import, None if that module does not give it."""
        absolute = self._modules.absolute(module, star)
        if absolute is None:
            return None
        if absolute == "typing":
            return External(f"typing.{name}") if name in typing.__all__ else None
        if package(absolute) in PACKAGES:
            return External(f"{absolute}.{name}") if name in _STAR_WORDS else None
        source = self._modules.named(absolute, module)
        if not isinstance(source, Module) or source is module:
            return None
        key = (id(star), name)
        if key in self._running:
            return None
        self._running.add(key)
        found = self._evaluator.scope(source).value(name, None)
        self._running.discard(key)
        return found


_STAR_WORDS = frozenset(
    {
        "Column",
        "Table",
        "MetaData",
        "ForeignKey",
        "ForeignKeyConstraint",
        "relationship",
        "backref",
        "Integer",
        "String",
        "declarative_base",
        "mapped_column",
        "Mapped",
        "DeclarativeBase",
        "and_",
        "or_",
        "registry",
        "mapper",
        "synonym",
        "column_property",
        "composite",
        "SQLModel",
        "Field",
        "Relationship",
        "declared_attr",
        "foreign",
        "remote",
        "func",
        "select",
        "SQLAlchemy",
        "UniqueConstraint",
        "Index",
        "PrimaryKeyConstraint",
        *TYPE_WORDS,
    }
)
"""Names that a star import from SQLAlchemy or typing is believed to give."""
