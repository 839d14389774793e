"""The table of a mapped class: its own, its parent's, or one given as `__table__`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.shapes import FunctionFacts
from mapperlint.model.declarative.declarative import Declarative
from mapperlint.model.declarative.registries import schema_of
from mapperlint.model.mapping.mappers import Mapper
from mapperlint.model.tables.table_builder import TableBuilder
from mapperlint.model.tables.tables import Table
from mapperlint.model.values.attributes_of import member_value
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import column_word, construct_of, makes_table
from mapperlint.model.values.values import NONE, Known, Made, TableOf, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.places import Location


class ClassTables:
    """Gives mappers their tables: SQLAlchemy's `_setup_table`, and the table of the mapper."""

    def __init__(
        self,
        evaluator: Evaluator,
        declarative: Declarative,
        tables: TableBuilder,
        mapper_of: Callable[[Class], Mapper | None],
    ) -> None:
        self._evaluator = evaluator
        self._declarative = declarative
        self._tables = tables
        self._mapper_of = mapper_of

    def give(self, mapper: Mapper) -> None:
        """Find or make the table, without its columns."""
        cls = mapper.cls
        member = cls.member("__table__")
        if member is not None and (
            member.owner is cls
            # Of a mixin only a declared_attr counts, and of what is mapped itself nothing.
            or (
                isinstance(member.statement, FunctionFacts)
                and not self._declarative.mapped(member.owner)
            )
        ):
            self._given_table(mapper, member_value(self._evaluator, cls, member))
            return
        name = self._declarative.table_name(cls)
        match name:
            case Known(str(text)):
                mapper.table = self._declared_table(mapper, text)
            case Known(None) if mapper.parent is not None:
                mapper.single_table = True
                mapper.table = mapper.parent.table
                mapper.table_reason = mapper.parent.table_reason
            case Known(None):
                mapper.table_reason = "it has no table name"
            case Unknown(reason):
                mapper.table = self._declared_table(mapper, None)
                mapper.table_reason = reason

    def _given_table(self, mapper: Mapper, value: Value) -> None:
        match value:
            case Made() if makes_table(value):
                mapper.table = self._tables.from_call(value, mapper.cls.module)
            case Made() if construct_of(value) in {"subquery", "alias", "cte"}:
                mapper.table = self._tables.from_select(value, mapper.cls.module, mapper.cls)
                mapper.table_reason = "its `__table__` is a query that is not read"
            case TableOf(owner) if owner is not mapper.cls:
                other = self._mapper_of(owner)
                mapper.table = other.table if other else None
                mapper.table_reason = "its `__table__` is another class's"
            case Unknown(reason):
                mapper.table_reason = reason
            case _:
                mapper.table_reason = "its `__table__` is not a Table in sight"

    def _declared_table(self, mapper: Mapper, name: str | None) -> Table:
        cls = mapper.cls
        arguments = self._declarative.table_arguments(cls)
        schema, schema_known = schema_of(arguments.keyword("schema"), mapper.metadata)
        if arguments.open_reason is not None and arguments.keyword("schema") is None:
            schema_known = False
        return Table(
            name,
            schema,
            schema_known,
            mapper.metadata,
            cls.location,
            cls.module,
            cls,
            open_reason=arguments.open_reason or mapper.open_reason,
            name_where=self._name_place(cls),
            in_default_schema=arguments.keyword("schema") in {None, NONE}
            and arguments.open_reason is None
            and mapper.metadata.identity is not None,
            extends=arguments.keyword("extend_existing") is not None
            or arguments.keyword("keep_existing") is not None,
        )

    def find_again(self, mapper: Mapper) -> None:
        """Give a subclass the table of its parent, where its own would be that one over again.

        `Table("users", metadata)` with nothing in it is no new table, but the one of that name.
        """
        table, parent = mapper.table, mapper.parent
        if table is None or parent is None or parent.table is None or table.key is None:
            return
        if table.owner is not mapper.cls or table.columns or table.open_reason:
            return
        if self._declarative.table_arguments(mapper.cls).items:
            return
        there = parent.table
        if (table.key, table.metadata.identity) == (there.key, there.metadata.identity):
            mapper.table, mapper.single_table = there, True

    def _name_place(self, cls: Class) -> Location:
        member = cls.own("__tablename__")
        return cls.location if member is None else member.location

    def give_columns(self, mapper: Mapper) -> None:
        """Columns may stand in `__table_args__` as well."""
        if mapper.table is None or mapper.table.owner is not mapper.cls:
            return
        for item in self._declarative.table_arguments(mapper.cls).items:
            if column_word(item) and isinstance(item, Made):
                self._tables.add_column(mapper.table, item, None)

    def give_constraints(self, mapper: Mapper) -> None:
        """What else `__table_args__` says, once the columns are there."""
        if mapper.table is None or mapper.table.owner is not mapper.cls:
            return
        for item in self._declarative.table_arguments(mapper.cls).items:
            match item:
                case Made() if not column_word(item):
                    self._tables.add_constraint(mapper.table, item)
                case Unknown(reason):
                    mapper.table.open_reason = mapper.table.open_reason or reason

    def arguments_place(self, cls: Class) -> Location | None:
        """Where the class itself has a `__table_args__` with something in it."""
        member = cls.own("__table_args__")
        arguments = self._declarative.table_arguments(cls)
        if member is None or not (arguments.items or arguments.keywords):
            return None
        return member.location
