"""What declarative does with a class: is it mapped, what is its table called, with which arguments.

SQLAlchemy's `decl_base`: a subclass of a base is mapped unless its own body says `__abstract__`;
`__tablename__` and `__table_args__` are looked up over the resolution order, where a plain string
on a mapped parent is not inherited but a `declared_attr` is.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.facts.shapes import FunctionFacts
from mapperlint.model.declarative.annotations import annotated_parts
from mapperlint.model.declarative.registries import is_declarative_base, mapping_registry, schema_of
from mapperlint.model.values.attributes_of import member_value
from mapperlint.model.values.bases import Root
from mapperlint.model.values.classes import Class, Member
from mapperlint.model.values.values import (
    FALSE,
    NONE,
    TRUE,
    Entries,
    Items,
    Known,
    Made,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import COLUMN_WORDS, construct

if TYPE_CHECKING:
    from mapperlint.model.values.evaluation import Evaluator


class Mapping(Enum):
    """Whether a class is mapped."""

    MAPPED = "mapped"
    EVIDENT = "mapped, by what stands in it, to a base that is out of sight"
    DEFERRED = "mapped later, by automap or deferred reflection"
    UNMAPPED = "not mapped"


class TableArguments(Struct, frozen=True):
    """`__table_args__`: positional constraints, keywords, and whether there may be more."""

    items: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()
    open_reason: str | None = None

    def keyword(self, name: str) -> Value | None:
        """The value of a keyword, None if it is not given."""
        for key, value in self.keywords:
            if key == name:
                return value
        return None


class Declarative:
    """Answers what declarative makes of a class."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._mapping: dict[Class, Mapping] = {}
        self._names: dict[Class, Value] = {}
        self._roots: dict[Class, Class | Root] = {}
        self.imperative: dict[Class, Made] = {}

    # is it mapped?

    def mapping(self, cls: Class) -> Mapping:
        """Whether and how a class is mapped."""
        found = self._mapping.get(cls)
        if found is None:
            self._mapping[cls] = Mapping.UNMAPPED
            found = self._mapping[cls] = self._decide(cls)
        return found

    def mapped(self, cls: Class) -> bool:
        """Whether a class has a mapper."""
        mapping = self.mapping(cls)
        return mapping is Mapping.MAPPED or mapping is Mapping.EVIDENT

    def _decide(self, cls: Class) -> Mapping:
        if cls in self.imperative or mapping_registry(cls) is not None:
            return Mapping.MAPPED
        if is_declarative_base(cls) or self.abstract(cls):
            return Mapping.UNMAPPED
        root = self.root(cls)
        if root is None:
            return self._by_evidence(cls)
        if isinstance(root, Root):
            if root.kind == "sqlmodel":
                return self._sqlmodel(cls)
            if root.kind == "automap_base":
                return Mapping.DEFERRED
        if self._is_deferred(cls):
            return Mapping.DEFERRED
        return Mapping.MAPPED

    def abstract(self, cls: Class) -> bool:
        """Whether the own body of a class says `__abstract__ = True`."""
        member = cls.own("__abstract__")
        if member is None:
            return False
        value = self._evaluator.bound(member.statement, "__abstract__", member.scope)
        return value != FALSE

    def root(self, cls: Class) -> Class | Root | None:
        """The base the class inherits its registry from."""
        found = self._roots.get(cls)
        if found is None:
            found = self._root(cls)
            if found is not None:
                # None is asked again: the bases may just be on the way to be known.
                self._roots[cls] = found
        return found

    def _root(self, cls: Class) -> Class | Root | None:
        for entry in cls.mro:
            if isinstance(entry, Root):
                return entry
            if entry is not cls and is_declarative_base(entry):
                return entry
        return None

    def _is_deferred(self, cls: Class) -> bool:
        """Children of AbstractConcreteBase wait for configuration, reflected ones as well."""
        return any(construct(value) == "DeferredBase" for value in cls.external_bases)

    def _sqlmodel(self, cls: Class) -> Mapping:
        table = cls.keyword("table")
        if table is None or table == FALSE:
            return Mapping.UNMAPPED
        if any(self.mapped(base) for base in cls.classes[1:]):
            return Mapping.UNMAPPED
        return Mapping.MAPPED

    def _by_evidence(self, cls: Class) -> Mapping:
        """A class whose base is out of sight is mapped if it has a table name and a column."""
        if any(self.mapped(base) for base in cls.classes[1:] if base not in self.imperative):
            return Mapping.EVIDENT if cls.open_reason else Mapping.UNMAPPED
        if cls.open_reason is None:
            return Mapping.UNMAPPED
        if not self._gives(cls, "__tablename__") and not self._gives(cls, "__table__"):
            return Mapping.UNMAPPED
        return Mapping.EVIDENT

    def _gives(self, cls: Class, name: str) -> bool:
        """Whether the body of a class gives a name a value; None tells only what type it has."""
        member = cls.own(name)
        if member is None:
            return False
        return self._evaluator.bound(member.statement, name, member.scope) != NONE

    # the mapped parent

    def parent(self, cls: Class) -> Class | None:
        """The class whose mapper this one inherits: the nearest mapped class of its bases."""
        for base in cls.classes[1:]:
            if self.mapped(base):
                return base
        return None

    # table name

    def table_name(self, cls: Class) -> Value:
        """`cls.__tablename__` as declarative uses it; NONE when there is none."""
        found = self._names.get(cls)
        if found is None:
            self._names[cls] = Unknown("a table name that is defined through itself")
            found = self._names[cls] = self._table_name(cls)
        return found

    def _table_name(self, cls: Class) -> Value:
        owners = [member for base in cls.classes if (member := base.own("__tablename__"))]
        root = self.root(cls)
        if isinstance(root, Root) and root.kind == "flask" and self._automatic(cls, owners, root):
            return self._flask_name(cls.name)
        if isinstance(root, Root) and root.kind == "flask" and self._joins_parent_table(cls):
            return NONE
        if any(self._supplies(member, cls) for member in owners):
            return self._text(member_value(self._evaluator, cls, owners[0]))
        if isinstance(root, Root) and root.kind == "sqlmodel":
            return Known(cls.name.lower())
        if cls.open_reason is not None:
            return Unknown(f"its table name may come from a base: {cls.open_reason}")
        return NONE

    def _flask_name(self, name: str) -> Value:
        """The automatic name; the two ways to make it differ for capitals at the end."""
        older, newer = flask_2_name(name), flask_name(name)
        is_old = older != newer and self._evaluator.sqlalchemy.flask_before_3
        if is_old is None:
            return Unknown(f"Flask-SQLAlchemy 2 says `{older}`, Flask-SQLAlchemy 3 says `{newer}`")
        return Known(older if is_old else newer)

    def is_sqlmodel(self, cls: Class) -> bool:
        """Whether annotated names of a class are columns whatever their value."""
        root = self.root(cls)
        return isinstance(root, Root) and root.kind == "sqlmodel"

    def _mixin_only(self, cls: Class) -> bool:
        """Whether what is out of sight stands beside a base that is known.

        Such a class is a mixin of another package (`flask_login.UserMixin`): it may bring
        attributes, but schemas are the project's.
        """
        return self.root(cls) is not None

    def _supplies(self, member: Member, cls: Class) -> bool:
        if member.owner is cls or not self.mapped(member.owner):
            return True
        return isinstance(member.statement, FunctionFacts)

    def _text(self, value: Value) -> Value:
        if isinstance(value, Known | Unknown):
            return value
        if isinstance(value, Items):
            return Unknown("its table name is a tuple")
        return Unknown("its table name is not a string that is read")

    def _automatic(self, cls: Class, owners: list[Member], root: Root) -> bool:
        """Flask-SQLAlchemy's `should_set_tablename`, and its choice of single-table inheritance."""
        if self.abstract(cls) or self._autonaming_disabled(root):
            return False
        if owners and not self._overrides(cls, owners[0]):
            return False
        if any(base.own("__table__") for base in cls.classes):
            return False
        parent = self.parent(cls)
        return parent is None or self.declares_primary_key(cls)

    def _joins_parent_table(self, cls: Class) -> bool:
        """Flask-SQLAlchemy drops any table name of a child that declares no primary key."""
        return self.parent(cls) is not None and not self.declares_primary_key(cls)

    def _overrides(self, cls: Class, member: Member) -> bool:
        """Whether the automatic name replaces a name found on the way: only a mapped parent's."""
        if isinstance(member.statement, FunctionFacts) or member.owner is cls:
            return False
        return self.mapped(member.owner)

    def _autonaming_disabled(self, root: Root) -> bool:
        extension = root.made.arguments[0] if root.made else None
        if not isinstance(extension, Made):
            return False
        return extension.keyword("disable_autonaming") not in {None, FALSE}

    def declares_primary_key(self, cls: Class) -> bool:
        """Whether the class or a mixin of its own declares a primary key column."""
        parent = self.parent(cls)
        inherited = set(parent.classes) if parent else set()
        for base in cls.classes:
            if base in inherited:
                continue
            for name in base.names():
                member = base.own(name)
                if member is not None and self._is_primary_key(cls, member):
                    return True
                if name in base.annotations and self._annotated_primary_key(base, name):
                    return True
        return any(
            construct(item.maker) == "PrimaryKeyConstraint"
            for item in self.table_arguments(cls).items
            if isinstance(item, Made)
        )

    def _is_primary_key(self, cls: Class, member: Member) -> bool:
        if member.name.startswith("__"):
            return False
        if isinstance(member.statement, FunctionFacts) and not member.statement.decorators:
            return False
        value = member_value(self._evaluator, cls, member)
        return (
            isinstance(value, Made)
            and construct(value.maker) in COLUMN_WORDS
            and value.keyword("primary_key") == TRUE
        )

    def _annotated_primary_key(self, base: Class, name: str) -> bool:
        """Whether `id: Mapped[Annotated[int, mapped_column(primary_key=True)]]` stands there."""
        expression = base.annotations[name].annotation
        assert expression is not None
        value = self._evaluator.evaluate(expression, base.body_scope, None)
        return any(
            isinstance(part, Made)
            and construct(part.maker) in COLUMN_WORDS
            and part.keyword("primary_key") == TRUE
            for part in annotated_parts(value)
        )

    def table_text(self, cls: Class, name: str) -> Value:
        """`cls.__table__.name`, `.schema` or `.fullname`."""
        table = self.table_name(cls)
        if not isinstance(table, Known) or not isinstance(table.value, str) or name == "name":
            return table
        arguments = self.table_arguments(cls)
        metadata = self._evaluator.registries.metadata(cls)
        schema, known = schema_of(arguments.keyword("schema"), metadata)
        if not known or arguments.open_reason is not None:
            return Unknown("the schema of its table is not known")
        if name == "schema":
            return Known(schema)
        return Known(f"{schema}.{table.value}") if schema else table

    # table arguments

    def table_arguments(self, cls: Class) -> TableArguments:
        """`__table_args__` over the resolution order."""
        for base in cls.classes:
            member = base.own("__table_args__")
            if member is None:
                continue
            if (
                base is not cls
                and self.mapped(base)
                and not isinstance(member.statement, FunctionFacts)
            ):
                continue
            return self._arguments(member_value(self._evaluator, cls, member))
        if cls.open_reason is not None and not self._mixin_only(cls):
            return TableArguments(open_reason=cls.open_reason)
        return TableArguments()

    def _arguments(self, value: Value) -> TableArguments:
        match value:
            case Entries(entries, is_open):
                return TableArguments((), _keywords(entries), _open(is_open=is_open))
            case Items(_, (*items, Entries(entries, entries_open)), is_open):
                return TableArguments(
                    tuple(items), _keywords(entries), _open(is_open=is_open or entries_open)
                )
            case Items(_, items, is_open):
                return TableArguments(items, (), _open(is_open=is_open))
            case Known(None):
                return TableArguments()
            case Unknown(reason):
                return TableArguments(open_reason=reason)
        return TableArguments(open_reason="`__table_args__` is not read")

    def mapper_arguments(self, cls: Class) -> Value | None:
        """The value of `__mapper_args__` that a class hands to its mapper."""
        member = self.mapper_arguments_member(cls)
        return None if member is None else member_value(self._evaluator, cls, member)

    def mapper_arguments_member(self, cls: Class) -> Member | None:
        """`__mapper_args__` of the class itself, its unmapped bases, or a declared_attr of any.

        If there is one, its value is that of the attribute, which a mapped base may give after all.
        """
        for base in cls.classes:
            member = base.own("__mapper_args__")
            if member is None:
                continue
            if base is cls or not self.mapped(base) or isinstance(member.statement, FunctionFacts):
                return cls.member("__mapper_args__")
        return None


def _open(*, is_open: bool) -> str | None:
    return "`__table_args__` is not read whole" if is_open else None


def _keywords(entries: tuple[tuple[Value, Value], ...]) -> tuple[tuple[str, Value], ...]:
    return tuple(
        (key.value, value)
        for key, value in entries
        if isinstance(key, Known) and isinstance(key.value, str)
    )


def flask_name(name: str) -> str:
    """Flask-SQLAlchemy's table name for a class (`camel_to_snake_case` of its version 3)."""
    return re.sub(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))", r"_\1", name).lower().lstrip("_")


def flask_2_name(name: str) -> str:
    """The same, of its version 2, which leaves capitals at the end as they are."""

    def joined(match: re.Match[str]) -> str:
        word = match[0].lower()
        return f"_{word[:-1]}_{word[-1]}" if len(word) > 1 else f"_{word}"

    return re.sub(r"([A-Z]+)(?=[a-z0-9])", joined, name).lstrip("_")
