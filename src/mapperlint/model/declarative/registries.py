"""Registries and MetaData: in which name space a class and a table live.

Each `declarative_base()`, each direct subclass of `DeclarativeBase`, each `SQLAlchemy()` extension
is a registry of its own with a MetaData of its own, unless it is given one. Identities are places
in the source: two values made by one call are one registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import Assign
from mapperlint.model.values.bases import Root, harmless, root_of
from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import (
    NONE,
    ClassAttribute,
    External,
    Known,
    Made,
    Method,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import COLUMN_WORDS, construct

if TYPE_CHECKING:
    from collections.abc import Hashable

    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.places import Location

REGISTRY_DECORATORS = frozenset({"mapped", "mapped_as_dataclass"})


class Registry:
    """A registry of mapped classes; `name` is for people, `identity` tells two apart."""

    __slots__ = ("identity", "name")

    def __init__(self, identity: Hashable, name: str) -> None:
        self.identity = identity
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Registry) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    @property
    def known(self) -> bool:
        """Whether it is known which registry this is, and all that it holds."""
        return self.identity is not None and not isinstance(self.identity, External)


UNKNOWN_REGISTRY = Registry(None, "unknown")


class Metadata(Struct, frozen=True):
    """A MetaData. `schema` is its default schema or None; `schema_known` says if that is sure."""

    identity: Hashable
    schema: str | None = None
    schema_known: bool = True


UNKNOWN_METADATA = Metadata(None, None, schema_known=False)


def schema_of(value: Value | None, metadata: Metadata) -> tuple[str | None, bool]:
    """(schema, known) from the `schema` keyword of a table and its MetaData."""
    match value:
        case None | Known(None):
            return metadata.schema, metadata.schema_known
        case Known(str(name)):
            return name or None, True
        case External() as path if path.name == "BLANK_SCHEMA":
            return None, True
    return None, False


class Registries:
    """Finds the registry and the MetaData of classes and tables."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._registries: dict[Class, Registry] = {}
        self._metadata: dict[Class, Metadata] = {}
        self._shared: dict[Class, Metadata] = {}
        self.assigned_metadata: dict[Location, Value] = {}
        self.naming_conventions: dict[Hashable, Value] = {}

    # registries

    def registry(self, cls: Class) -> Registry:
        """The registry a class is mapped in; UNKNOWN_REGISTRY if that is out of sight."""
        found = self._registries.get(cls)
        if found is None:
            found = self._registries[cls] = self._registry(cls)
        return found

    def _registry(self, cls: Class) -> Registry:
        for entry in cls.mro:
            if isinstance(entry, Root):
                return self._root_registry(cls, entry)
            decorated = mapping_registry(entry)
            if decorated is not None:
                return self._of_value(decorated, entry.full_name)
            given = entry.keyword("registry") or self._own_registry(entry)
            if given is not None:
                return self._of_value(given, entry.full_name)
            if entry.told_base:
                return Registry(entry.location, entry.full_name)
            decorator = as_declarative_call(entry)
            if decorator is not None:
                given = decorator.keyword("registry")
                if given is not None:
                    return self._of_value(given, entry.full_name)
                return Registry(entry.location, entry.full_name)
        return _external_registry(cls)

    def _own_registry(self, cls: Class) -> Value | None:
        """The `registry` a base class is given in its body."""
        member = cls.own("registry")
        if member is None or not isinstance(member.statement, Assign):
            return None
        value = self._evaluator.bound(member.statement, "registry", member.scope)
        known = isinstance(value, Made | ClassAttribute) and not _mapped(value)
        return value if known else None

    def _root_registry(self, cls: Class, root: Root) -> Registry:
        match root.kind:
            case "DeclarativeBase":
                base = base_class(cls)
                return Registry(base.location, base.full_name)
            case "sqlmodel":
                return Registry("sqlmodel", "sqlmodel.SQLModel")
            case "told":
                return self._told_registry(root.path)
        return self.made_registry(root)

    def _told_registry(self, path: str) -> Registry:
        """The registry of a base out of sight; a library may map classes of its own with it."""
        own = self._evaluator.modules.first_party(path)
        return Registry(("told", path) if own else External(path), path)

    def made_registry(self, root: Root) -> Registry:
        """The registry of a base that a call made."""
        match root.kind, root.made:
            case "flask", Made(_, (Made() as extension, *_)):
                return Registry(extension.where, "db.Model")
            case "flask", _:
                return UNKNOWN_REGISTRY
            case _, Made() as made:
                given = made.keyword("registry")
                if given is not None:
                    return self._of_value(given, "registry")
                if made.keyword("class_registry") not in {None, NONE}:
                    return UNKNOWN_REGISTRY
                return Registry(made.where, "declarative_base()")
        return UNKNOWN_REGISTRY

    def of_registry(self, value: Value, cls: Class) -> Registry:
        """The registry a value stands for, that of `cls` if it is not known."""
        found = self._of_value(value, "registry")
        return found if found.known else self.registry(cls)

    def _of_value(self, value: Value, name: str) -> Registry:
        match value:
            case Made(maker) if construct(maker) == "registry":
                shared = value.keyword("class_registry") not in {None, NONE}
                return UNKNOWN_REGISTRY if shared else Registry(value.where, name)
            case ClassAttribute(owner, "registry"):
                return self.registry(owner)
            case Made(External("sqlalchemy.base.registry"), (Made() as base,)):
                root = root_of(base)
                return Registry(base.where, name) if root else UNKNOWN_REGISTRY
        return UNKNOWN_REGISTRY

    # metadata

    def metadata(self, cls: Class) -> Metadata:
        """The MetaData the table of a class belongs to."""
        found = self._metadata.get(cls)
        if found is None:
            self._metadata[cls] = UNKNOWN_METADATA
            found = self._metadata[cls] = self._bound_metadata(cls)
        return found

    def _bound_metadata(self, cls: Class) -> Metadata:
        """Flask-SQLAlchemy keeps one MetaData for each bind key, since its version 3."""
        plain = self._class_metadata(cls)
        if not any(isinstance(entry, Root) and entry.kind == "flask" for entry in cls.mro):
            return plain
        member = cls.member("__bind_key__")
        if member is None or plain.identity is None:
            return plain
        value = self._evaluator.bound(member.statement, "__bind_key__", member.scope)
        if value == NONE:
            return plain
        if self._evaluator.sqlalchemy.flask_before_3:
            return plain
        if isinstance(value, Known):
            return Metadata((plain.identity, value.value), plain.schema, plain.schema_known)
        return UNKNOWN_METADATA

    def _class_metadata(self, cls: Class) -> Metadata:
        for entry in cls.mro:
            if isinstance(entry, Root):
                return self._root_metadata(cls, entry)
            member = entry.own("metadata")
            if member is not None and isinstance(member.statement, Assign):
                value = self._evaluator.bound(member.statement, "metadata", member.scope)
                if not _mapped(value):
                    return self.of_value(value)
            given = self._own_registry(entry)
            if given is not None:
                return self._registry_metadata(given)
            decorated = mapping_registry(entry)
            if decorated is not None:
                return self._registry_metadata(decorated)
            decorator = as_declarative_call(entry)
            if decorator is not None:
                return self._as_declarative_metadata(entry, decorator)
        return UNKNOWN_METADATA

    def registry_metadata(self, cls: Class) -> Metadata:
        """The MetaData of the registry of a class, which need not be that of its table."""
        found = self._shared.get(cls)
        if found is None:
            found = self._shared[cls] = self._shared_metadata(cls)
        return found

    def _shared_metadata(self, cls: Class) -> Metadata:
        for entry in cls.mro:
            if isinstance(entry, Root):
                if entry.kind == "DeclarativeBase":
                    return self.metadata(base_class(cls))
                found, own = self._root_metadata(cls, entry), self.metadata(cls)
                flask = entry.kind == "flask" and found != own
                if flask and self._evaluator.sqlalchemy.flask_before_3 is not False:
                    return own
                return found
            given = mapping_registry(entry) or self._own_registry(entry)
            if given is not None:
                return self._registry_metadata(given)
            decorator = as_declarative_call(entry)
            if decorator is not None:
                return self._as_declarative_metadata(entry, decorator)
        return UNKNOWN_METADATA

    def _as_declarative_metadata(self, cls: Class, decorator: Made) -> Metadata:
        given = decorator.keyword("metadata")
        if given is not None:
            return self.of_value(given)
        registry = decorator.keyword("registry")
        if registry is not None:
            return self._registry_metadata(registry)
        return Metadata(("metadata", cls.location))

    def _root_metadata(self, cls: Class, root: Root) -> Metadata:
        if root.kind == "DeclarativeBase":
            return Metadata(("metadata", base_class(cls).location))
        if root.kind == "sqlmodel":
            given_value = cls.keyword("registry")
            if given_value is not None:
                return self._registry_metadata(given_value)
            return Metadata("sqlmodel")
        if root.made is None:
            return UNKNOWN_METADATA
        return self.made_metadata(root.made)

    def made_metadata(self, made: Made) -> Metadata:
        """The MetaData of a base that a call made."""
        if isinstance(made.maker, External) and made.maker.path == "flask_sqlalchemy.Model":
            extension = made.arguments[0]
            return (
                self._extension_metadata(extension)
                if isinstance(extension, Made)
                else UNKNOWN_METADATA
            )
        given = made.keyword("metadata")
        if given is not None and given != NONE:
            return self.of_value(given)
        registry = made.keyword("registry")
        if registry is not None:
            return self._registry_metadata(registry)
        return UNKNOWN_METADATA if made.open else Metadata(("metadata", made.where))

    def _extension_metadata(self, extension: Made) -> Metadata:
        given = extension.keyword("metadata")
        if given is not None:
            return self.of_value(given)
        model = extension.keyword("model_class")
        if isinstance(model, Class):
            found = self.metadata(model)
            if found.identity is not None:
                return found
        if isinstance(extension.maker, Class) and extension.open:
            return Metadata(("metadata", extension.where), None, schema_known=False)
        return Metadata(("metadata", extension.where))

    def _registry_metadata(self, registry: Value) -> Metadata:
        match registry:
            case Made(maker) if construct(maker) == "registry":
                given = self.assigned_metadata.get(registry.where) or registry.keyword("metadata")
                if given not in {None, NONE}:
                    return self.of_value(given)
                return Metadata(("metadata", registry.where))
            case ClassAttribute(owner, "registry"):
                return self.metadata(owner)
        return UNKNOWN_METADATA

    def of_value(self, value: Value | None) -> Metadata:
        """The MetaData an expression stands for."""
        match value:
            case Made(External("sqlalchemy.base.metadata"), (Made() as base,)):
                return self.made_metadata(base)
            case Made(External("flask_sqlalchemy.metadata"), (Made() as extension,)):
                return self._extension_metadata(extension)
            case Made(External("sqlalchemy.registry.metadata")) if (
                value.where in self.assigned_metadata
            ):
                return self.of_value(self.assigned_metadata[value.where])
            case Made(External("sqlalchemy.registry.metadata")):
                return Metadata(("metadata", value.where))
            case Made(External("sqlalchemy.base.registry"), (Made() as base,)):
                return self.made_metadata(base)
            case Made(maker) if construct(maker) == "MetaData":
                return self._called(value)
            case ClassAttribute(owner, "metadata"):
                return self.metadata(owner)
            case Method(ClassAttribute(owner, "registry"), "metadata"):
                return self.metadata(owner)
            case External("sqlmodel.SQLModel.metadata" | "sqlmodel.main.SQLModel.metadata"):
                return Metadata("sqlmodel")
        return UNKNOWN_METADATA

    def _called(self, made: Made) -> Metadata:
        convention = made.keyword("naming_convention")
        if convention is not None:
            known = self.naming_conventions.setdefault(made.where, convention)
            if known != convention:
                self.naming_conventions[made.where] = Unknown("it is made in several ways")
        schema = made.keyword("schema")
        match schema:
            case None:
                return Metadata(made.where, None, schema_known=not made.open)
            case Known(str(name)):
                return Metadata(made.where, name)
            case Known(None):
                return Metadata(made.where)
        return Metadata(made.where, None, schema_known=False)


def _mapped(value: Value) -> bool:
    """Whether a value is a column, which happens to be called `metadata` or `registry`."""
    return isinstance(value, Made) and construct(value.maker) in COLUMN_WORDS


def _external_registry(cls: Class) -> Registry:
    """The registry of a base from out of sight: classes of one base share it, whatever it is."""
    for base in cls.external_bases:
        if not harmless(base.path):
            return Registry(base, base.path)
    return UNKNOWN_REGISTRY


def base_class(cls: Class) -> Class:
    """The direct subclass of `DeclarativeBase` at the root of a class."""
    for entry in reversed(cls.classes):
        if is_declarative_base(entry):
            return entry
    return cls


def is_declarative_base(cls: Class) -> bool:
    """Whether a class is a base itself, not mapped: a direct subclass of `DeclarativeBase`."""
    if cls.subclasses_declarative_base:
        return True
    if construct(cls.keyword("metaclass")) == "DeclarativeMeta" and cls.own("registry"):
        return True
    return cls.told_base or as_declarative_call(cls) is not None


def as_declarative_call(cls: Class) -> Made | None:
    """The `@as_declarative()` or `@registry.as_declarative_base()` that makes a base of a class."""
    for decorator in cls.decorators:
        match decorator:
            case Made(maker) if construct(maker) in {"as_declarative", "declarative_base"}:
                return decorator
    return None


def mapping_registry(cls: Class) -> Value | None:
    """The registry whose `mapped` decorator stands on a class, None if none does."""
    for decorator in cls.decorators:
        match decorator:
            case Method(value, name) if name in REGISTRY_DECORATORS:
                return value
            case Made(External() as maker) if maker.name in REGISTRY_DECORATORS:
                given = decorator.keyword("registry")
                if given is not None:
                    return given
                return decorator.arguments[0] if decorator.arguments else Unknown("no registry")
    return None
