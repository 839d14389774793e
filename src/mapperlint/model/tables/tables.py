"""Tables, columns and foreign keys, as the collections of a MetaData hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from mapperlint.model.declarative.registries import Metadata
from mapperlint.model.values.classes import Class
from mapperlint.model.values.values import Known, Made, Value
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.modules.modules import Module


class ForeignKey(Struct, eq=False):
    """One column that refers to another. `spec` is "table.column", a value, or Unknown."""

    column: Column
    spec: Value
    constraint: Constraint
    where: Location
    link_to_name: bool = False

    @property
    def text(self) -> str | None:
        """The target as written, if it is written as a string."""
        return (
            self.spec.value
            if isinstance(self.spec, Known) and isinstance(self.spec.value, str)
            else None
        )


class Constraint(Struct, eq=False):
    """A foreign key constraint over one or more columns of a table."""

    table: Table
    keys: list[ForeignKey] = field(default_factory=list)


class Column(Struct, eq=False):
    """A column of one table. `key` is what `table.c` calls it, `name` what the database does.

    `open_reason` says why it may have foreign keys that are not seen. `made` is the call it comes
    from; mixin columns are copied, so several columns can share one.
    """

    table: Table
    key: str
    name: str
    where: Location
    made: Made | None
    primary_key: bool | None = False
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    open_reason: str | None = None

    @property
    def label(self) -> str:
        """`table.column`, with the schema."""
        return f"{self.table.label}.{self.name}"


ANONYMOUS = "(anonymous)"
"""The name of a subquery that has none of its own; SQLAlchemy makes one up for each statement."""


class Table(Struct, eq=False):
    """A table of one MetaData. `name` is None when it is not known.

    `in_default_schema` is true for a table without a schema of its own. `open_reason` says why it
    may have columns or constraints that are not seen. A subquery without a name is `ANONYMOUS`.
    """

    name: str | None
    schema: str | None
    schema_known: bool
    metadata: Metadata
    where: Location
    module: Module
    owner: Class | None
    columns: dict[str, Column] = field(default_factory=dict)
    constraints: list[Constraint] = field(default_factory=list)
    open_reason: str | None = None
    name_where: Location | None = None
    extends: bool = False
    conditional: bool = False
    in_default_schema: bool = False

    @property
    def place(self) -> str | None:
        """What a foreign key finds it under, among the tables of its MetaData.

        The key; or, where only the program knows the default schema, the name in that schema: keys
        without a schema lead there all the same. None when not even that is known.
        """
        if self.key is None and self.name is not None and self.in_default_schema:
            return default_place(self.name)
        return self.key

    @property
    def key(self) -> str | None:
        """What `metadata.tables` calls it; None when name or schema are not known."""
        if self.name is None or not self.schema_known:
            return None
        return f"{self.schema}.{self.name}" if self.schema else self.name

    @property
    def nameless(self) -> bool:
        """Whether its full name is only known to the program."""
        return self.key is None

    @property
    def label(self) -> str:
        """The name for people, with "?" for what only the program knows of it."""
        return self.key or default_place(self.name or "?")

    @property
    def foreign_keys(self) -> list[ForeignKey]:
        """All foreign keys of the table."""
        return [key for constraint in self.constraints for key in constraint.keys]

    @property
    def keys_open_reason(self) -> str | None:
        """Why the table may have foreign keys that are not seen."""
        if self.open_reason:
            return self.open_reason
        return next((c.open_reason for c in self.columns.values() if c.open_reason), None)


def default_place(name: str) -> str:
    """The place of a table in a default schema that is not known."""
    return f"?.{name}"
