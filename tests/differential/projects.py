"""A project as plain data: modules, and in them classes, mixins and tables.

Only names and choices; how they are written is the matter of `source`. Everything is a frozen value
so that a defect, or a step of the reduction, is a `replace`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeAlias


class Style(Enum):
    """How models are written."""

    CLASSIC = "classic"
    ANNOTATED = "annotated"
    FLASK = "flask"
    FLASK_ANNOTATED = "flask annotated"
    SQLMODEL = "sqlmodel"

    @property
    def is_annotated(self) -> bool:
        return self in (Style.ANNOTATED, Style.FLASK_ANNOTATED)

    @property
    def is_flask(self) -> bool:
        return self in (Style.FLASK, Style.FLASK_ANNOTATED)


class Spelling(Enum):
    """How a class, a column or a table is named in an argument."""

    STRING = "'Order'"
    DOTTED = "'shop.orders.Order'"
    OBJECT = "Order"
    LAMBDA = "lambda: Order"


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: to a column of a table, as text "orders.id" or, where possible, an object.

    `column` is empty for a key that names only the table.
    """

    table: str
    column: str
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """`column` is the name in the table where it differs from the attribute's.

    `only_annotated`: an annotation without a value, where the style has that.
    """

    name: str
    type: str = "Integer"
    column: str | None = None
    primary_key: bool = False
    nullable: bool = True
    only_annotated: bool = False
    references: tuple[Reference, ...] = ()

    @property
    def in_table(self) -> str:
        return self.column or self.name


@dataclass(frozen=True, slots=True)
class CompositeKey:
    """A ForeignKeyConstraint: names in this table, and in that one."""

    columns: tuple[str, ...]
    table: str
    referred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns named in an argument, as "Order.user_id"."""

    labels: tuple[str, ...]
    spelling: Spelling = Spelling.STRING
    in_list: bool = True


@dataclass(frozen=True, slots=True)
class Relationship:
    """`annotation` has a place for the class, `list["{}"]`; the unannotated styles leave it out.

    `argument` is how the target stands as the first argument; None where the annotation says it.
    `extras` are further keywords and their source.
    """

    name: str
    target: str
    annotation: str | None = None
    argument: Spelling | None = Spelling.STRING
    back_populates: str | None = None
    backref: str | None = None
    backref_extras: tuple[tuple[str, str], ...] = ()
    secondary: str | None = None
    secondary_spelling: Spelling = Spelling.STRING
    foreign_keys: Columns | None = None
    remote_side: Columns | None = None
    primaryjoin: str | None = None
    secondaryjoin: str | None = None
    extras: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """Any other attribute of a class, as source; `imports` are lines it needs."""

    name: str
    source: str
    imports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A mapped class, or a mixin.

    `table` is None where the name is made up by the library or the base, or where the class shares
    its parent's table. `mapper` are entries of `__mapper_args__`, as source.
    """

    name: str
    table: str | None = None
    schema: str | None = None
    parent: str | None = None
    shares_table: bool = False
    is_mixin: bool = False
    mixins: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    keys: tuple[CompositeKey, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    members: tuple[Member, ...] = ()
    mapper: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A `Table` of its own, as many-to-many relationships need one. `name` is the variable."""

    name: str
    table: str
    schema: str | None = None
    columns: tuple[Column, ...] = ()


Item: TypeAlias = Model | Link


@dataclass(frozen=True, slots=True)
class Module:
    name: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """Modules in the order of their imports: each may use what stands in an earlier one.

    `base` is the way the base is made, `schema` that of its MetaData. With `automatic_names` the
    base gives each table the name of its class; `postponed`: Python evaluates no annotations.
    """

    style: Style
    modules: tuple[Module, ...] = ()
    base: str = ""
    schema: str | None = None
    automatic_names: bool = False
    postponed: bool = False
    defect: str = field(default="none")

    def items(self) -> Iterator[tuple[Module, Item]]:
        for module in self.modules:
            for item in module.items:
                yield module, item

    @property
    def models(self) -> tuple[Model, ...]:
        """The mapped classes."""
        found = (item for _, item in self.items())
        return tuple(item for item in found if isinstance(item, Model) and not item.is_mixin)

    @property
    def mixins(self) -> tuple[Model, ...]:
        found = (item for _, item in self.items())
        return tuple(item for item in found if isinstance(item, Model) and item.is_mixin)

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(item for _, item in self.items() if isinstance(item, Link))

    def model(self, name: str) -> Model | None:
        return next((model for model in self.models if model.name == name), None)

    def module_of(self, name: str) -> str | None:
        """The module of the class, the mixin or the table variable of this name."""
        return next((module.name for module, item in self.items() if item.name == name), None)

    def replacing(self, old: Item, *new: Item) -> Project:
        """With an item replaced by others, or left out."""
        return replace(
            self,
            modules=tuple(
                replace(
                    module,
                    items=tuple(
                        each for item in module.items for each in (new if item is old else (item,))
                    ),
                )
                for module in self.modules
            ),
        )

    def table_key(self, model: Model) -> str:
        """The key of a class's table in its MetaData."""
        if model.shares_table and model.parent:
            parent = self.model(model.parent)
            if parent is not None:
                return self.table_key(parent)
        schema = model.schema or self.schema
        name = model.table or self.made_up_name(model)
        return f"{schema}.{name}" if schema else name

    def made_up_name(self, model: Model) -> str:
        """The name a table has where its class gives none."""
        if self.style.is_flask:
            return snake_case(model.name)
        return model.name.lower()


def snake_case(name: str) -> str:
    letters = (f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    return "".join(letters).lstrip("_")
