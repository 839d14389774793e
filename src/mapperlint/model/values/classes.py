"""Classes: their bases, their method resolution order, and what stands in their bodies."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.expressions import Name
from mapperlint.facts.shapes import (
    Assign,
    ClassFacts,
    Evaluate,
    FunctionFacts,
    Import,
    Opaque,
    Statement,
    When,
)
from mapperlint.model.values.bases import Root, flattened, harmless, made_from, root_of
from mapperlint.model.values.decorators import hands_back, knows_no_mappings, out_of_reach
from mapperlint.model.values.resolution_order import merged
from mapperlint.model.values.scopes import Bindings, ClassScope, Scope
from mapperlint.model.values.values import External, Function, Known, Made, Method, Unknown, Value
from mapperlint.model.values.vocabulary import package
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapperlint.model.modules.modules import Module
    from mapperlint.model.values.evaluation import Evaluator


ANY_NAME = "*"
"""Stands among the names set by a function where the name itself is computed."""


class Member(Struct, frozen=True, eq=False):
    """A name in the body of a class, or assigned to the class later, with its last statement."""

    name: str
    owner: Class
    statement: Statement
    scope: Scope

    @property
    def location(self) -> Location:
        """Where the name is given its value."""
        span = self.statement.span
        if isinstance(self.statement, Assign):
            span = self.statement.target.span
        elif isinstance(self.statement, FunctionFacts | ClassFacts):
            span = self.statement.name_span
        return Location(self.scope.module.path, span)

    @property
    def value_location(self) -> Location | None:
        """The value it is given, None where that is not written as one."""
        value = self.statement.value if isinstance(self.statement, Assign) else None
        return None if value is None else Location(self.scope.module.path, value.span)


class Line(Struct, frozen=True, eq=False):
    """A method resolution order as far as it is in sight, and why that may not be all of it."""

    entries: tuple[Class | Root, ...]
    reason: str | None
    classes: tuple[Class, ...]

    @classmethod
    def of(cls, entries: tuple[Class | Root, ...], reason: str | None) -> Line:
        """The order of some entries."""
        return cls(entries, reason, tuple(each for each in entries if isinstance(each, Class)))


class Class:
    """A class statement, in the scope it runs in. Two are the same only if they are one object.

    `module` is the one it stands in.
    """

    def __init__(self, facts: ClassFacts, scope: Scope, evaluator: Evaluator) -> None:
        self.facts = facts
        self.scope = scope
        self.module = scope.module
        self.name = facts.name
        self.qualname = facts.qualname
        self.bindings = Bindings(facts.body)
        self.body_scope = ClassScope(evaluator, self, scope)
        self.attached: dict[str, Member] = {}
        self.set_by_functions: dict[str, Value] = {}
        self._evaluator = evaluator

    def __repr__(self) -> str:
        return f"Class({self.full_name})"

    @property
    def module_bindings(self) -> Bindings:
        """What the module it stands in binds."""
        return self._evaluator.scope(self.module).bindings

    @property
    def full_name(self) -> str:
        """`module.Qualname`, as Python would call it."""
        return f"{self.module.name}.{self.qualname}"

    @cached_property
    def location(self) -> Location:
        """The place of its name."""
        return Location(self.module.path, self.facts.name_span)

    @property
    def in_function(self) -> bool:
        """Whether the class is made when a function runs."""
        return "<locals>" in self.qualname

    @property
    def by_call(self) -> bool:
        """Whether `type(name, bases, namespace)` makes it, not a class statement."""
        return self.facts.name_span == self.facts.span

    # bases

    @cached_property
    def base_values(self) -> tuple[Value, ...]:
        """What its bases stand for, in order."""
        values = [self._evaluator.evaluate(base, self.scope) for base in self.facts.bases]
        return tuple(flattened(values))

    @cached_property
    def subclasses_declarative_base(self) -> bool:
        """Whether `DeclarativeBase` itself is among its bases."""
        roots = map(root_of, self.base_values)
        return any(root is not None and root.kind == "DeclarativeBase" for root in roots)

    @cached_property
    def external_bases(self) -> tuple[External, ...]:
        """The bases from out of sight, over the whole hierarchy."""
        return tuple(
            dict.fromkeys(
                value
                for cls in self.classes
                for value in cls.base_values
                if isinstance(value, External)
            )
        )

    @cached_property
    def is_enum(self) -> bool:
        """Whether the class is an enumeration."""
        return any(base.path.startswith("enum.") for base in self.external_bases)

    @property
    def told_base(self) -> bool:
        """Whether the settings say that it is a declarative base."""
        return self in self._evaluator.told_bases

    @property
    def has_root(self) -> bool:
        """Whether it is seen to come from a declarative root."""
        return any(isinstance(entry, Root) for entry in self.mro)

    @cached_property
    def open_reason(self) -> str | None:
        """Why the class may have attributes that are not seen; None when all are."""
        return self.bases_reason or self._decorated(Class._decorator_reason)

    @cached_property
    def mapped_reason(self) -> str | None:
        """Why the class may be mapped though no base in sight maps it; None if it is not."""
        return self.bases_reason or self._decorated(Class._mapping_decorator_reason)

    @property
    def bases_reason(self) -> str | None:
        """Why the bases may bring what is not seen."""
        return self._linearised.reason

    def _decorated(self, reason_of: Callable[[Class], str | None]) -> str | None:
        return next(filter(None, map(reason_of, reversed(self.classes))), None)

    @property
    def mro(self) -> tuple[Class | Root, ...]:
        """The method resolution order as far as it is in sight, the class itself first."""
        return self._linearised.entries

    @property
    def classes(self) -> tuple[Class, ...]:
        """The classes of the method resolution order."""
        return self._linearised.classes

    @cached_property
    def _linearised(self) -> Line:
        circle = Line.of((self,), "its bases lead back to itself")
        self.__dict__["_linearised"] = circle
        sequences: list[list[Class | Root]] = []
        direct: list[Class | Root] = []
        reason: str | None = None
        for value in self.base_values:
            base, why = self._base(value)
            reason = reason or why
            if base is None:
                continue
            lines = base.mro if isinstance(base, Class) else root_order(base)
            if isinstance(base, Class):
                reason = reason or base.bases_reason
            if self in lines:
                return circle
            sequences.append(list(lines))
            direct.append(base)
        order = merged([*sequences, direct])
        if order is None:
            met = dict.fromkeys(each for line in sequences for each in line)
            return Line.of((self, *met), reason or "its bases have no common order")
        return Line.of((self, *order), reason)

    def _decorator_reason(self) -> str | None:
        """Why a decorator may have changed the class."""
        return next((reason for reason, _ in self._doubtful_decorators), None)

    def _mapping_decorator_reason(self) -> str | None:
        """Why a decorator may have mapped the class, which only one near a registry can."""
        modules = self._evaluator.modules
        for reason, home in self._doubtful_decorators:
            if home is None or not out_of_reach(modules, home):
                return reason
        return None

    @cached_property
    def _doubtful_decorators(self) -> tuple[tuple[str, Module | None], ...]:
        """What may be said of decorators that are not trusted, and the modules they stand in."""
        self.__dict__["_doubtful_decorators"] = ()  # Where one is made from the class itself.
        return tuple(filter(None, map(self._doubtful, self.decorators)))

    def _doubtful(self, decorator: Value) -> tuple[str, Module | None] | None:
        value = decorator.maker if isinstance(decorator, Made) else decorator
        match value:
            case Method(Made()):
                return None
            case External(path) if harmless(path) or "registry" in path:
                return None
            case External(path):
                return f"it is decorated by `{path}`, which is not read", None
            case Function(facts, scope):
                if knows_no_mappings(scope.module) or hands_back(self._evaluator, value):
                    return None
                return f"it is decorated by `{facts.name}`", scope.module
            case Class():
                if knows_no_mappings(value.module):
                    return None
                return f"it is decorated by `{value.name}`", value.module
        return "it has a decorator that is not known", None

    def _base(self, value: Value) -> tuple[Class | Root | None, str | None]:
        root = root_of(value)
        if root is not None:
            why = "its base is made by automap" if root.kind == "automap_base" else None
            return root, why
        match value:
            case Class() if value.told_base and not value.has_root:
                return value, f"what makes `{value.name}` a base is not seen, only told"
            case Class():
                return value, None
            case External(path) if path in self._evaluator.modules.told.bases:
                why = f"base `{value.name}` is not read, only told of by `base-classes`"
                return Root("told", path=path), why
            case External(path) if harmless(path):
                return None, None
            case External(path):
                return None, f"base `{value.name}` comes from `{package(path)}`, which is not read"
            case Unknown(reason):
                return None, f"a base is not known: {reason}"
            case Known(None):
                return None, None
        return None, "a base is not known"

    # members

    def own(self, name: str) -> Member | None:
        """The member a name has in this class itself, private names in either form."""
        if self.attached:
            mangled = name.startswith(self._mangling)
            written = name.removeprefix(self._mangling[:-2]) if mangled else name
            if written in self.attached:
                return self.attached[written]
        return self._members.get(name)

    @cached_property
    def _members(self) -> dict[str, Member]:
        """The members that the body gives, by name; private ones in both forms.

        Kept as long as the class.
        """
        found: dict[str, Member] = {}
        for name, statements in self.bindings.by_name.items():
            for statement in statements:
                if statement.when is not When.TYPE_CHECKING:
                    member = Member(name, self, statement, self.body_scope)
                    found[name] = found[self.mangled(name)] = member
        return found

    @cached_property
    def decorates_functions(self) -> bool:
        """Whether a function in the body has a decorator."""
        return any(isinstance(each, FunctionFacts) and each.decorators for each in self.facts.body)

    def member(self, name: str) -> Member | None:
        """The member a name has on the class, its bases searched in order."""
        for cls in self.classes:
            found = cls.own(name)
            if found is not None:
                return found
        return None

    @cached_property
    def _mangling(self) -> str:
        return f"_{self.name.lstrip('_')}__"

    def mangled(self, name: str) -> str:
        """A name of the body as Python keeps it: private ones carry that of the class."""
        if name.startswith("__") and not name.endswith("__"):
            return f"{self._mangling[:-2]}{name}"
        return name

    def all_names(self) -> set[str]:
        """What `dir()` of the class gives, as far as its bases are in sight."""
        return {cls.mangled(name) for cls in self.classes for name in cls.names()}

    def defines(self, name: str) -> bool:
        """Whether the class or one of its bases gives a value to a name."""
        return self.member(name) is not None

    @cached_property
    def annotations(self) -> dict[str, Assign]:
        """The last annotated assignment of each name in the body."""
        return {
            statement.target.id: statement
            for statement in self.facts.body
            if isinstance(statement, Assign)
            and statement.annotation is not None
            and isinstance(statement.target, Name)
            and statement.when is not When.TYPE_CHECKING
        }

    @cached_property
    def opaque_reason(self) -> str | None:
        """Why the body may bind names that are not seen."""
        if ANY_NAME in self.set_by_functions:
            return "a function sets attributes of it"
        for statement in self.facts.body:
            if isinstance(statement, Opaque):
                return f"its body has {statement.reason}"
            if isinstance(statement, Evaluate) and _writes_namespace(statement):
                return "its body writes into its own namespace"
        return None

    def names(self) -> list[str]:
        """All names of the body in order, annotated ones without value and attached ones too."""
        return list(dict.fromkeys((*self._written_names, *self.attached)))

    @cached_property
    def _written_names(self) -> tuple[str, ...]:
        """The names of the body, those it only annotates too; kept as long as the class."""
        found: dict[str, None] = {}
        for statement in self.facts.body:
            match statement:
                case Assign(target=Name(id)):
                    found[id] = None
                case FunctionFacts() | ClassFacts():
                    found[statement.name] = None
                case Import():
                    found[statement.bound] = None
        return tuple(dict.fromkeys((*found, *self.bindings.by_name)))

    def keyword(self, name: str) -> Value | None:
        """A keyword of the class statement (`table=True`), None if it is not given."""
        for key, value in self.facts.keywords:
            if key == name:
                return self._evaluator.evaluate(value, self.scope)
        return None

    @cached_property
    def decorators(self) -> tuple[Value, ...]:
        """What its decorators stand for."""
        return tuple(
            self._evaluator.evaluate(decorator, self.scope) for decorator in self.facts.decorators
        )

    @property
    def tablename(self) -> Value:
        """`cls.__tablename__`."""
        return self._evaluator.tablename(self)


def root_order(root: Root) -> tuple[Class | Root, ...]:
    """The resolution order of a made base: itself, then the classes it was made from."""
    order: list[Class | Root] = [root]
    for base in made_from(root):
        if isinstance(base, Class):
            order.extend(each for each in base.mro if each not in order)
    return tuple(order)


def _writes_namespace(statement: Evaluate) -> bool:
    text = repr(statement.value)
    return "'locals'" in text or "'exec'" in text or "'vars'" in text
