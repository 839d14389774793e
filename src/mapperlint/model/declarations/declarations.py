"""What classes and tables declare, for the questions whether SQLAlchemy can take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.expressions import Attribute
from mapperlint.facts.shapes import When
from mapperlint.model.declarations.annotated import AnnotationNames
from mapperlint.model.declarations.declared import Declared, declared
from mapperlint.model.declarative.annotations import Annotation, read_annotation
from mapperlint.model.values.bases import Root
from mapperlint.model.values.constructs import makes_table
from mapperlint.model.values.values import NONE, External, Made, Value
from mapperlint.model.values.vocabulary import construct

if TYPE_CHECKING:
    from mapperlint.facts.expressions import Name
    from mapperlint.model.declarative.declarative import Declarative, TableArguments
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.tables.table_builder import TableBuilder
    from mapperlint.model.tables.tables import Table
    from mapperlint.model.values.classes import Class
    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.model.versions.python_version import PythonVersion
    from mapperlint.model.versions.sqlalchemy_version import SqlalchemyVersion

_REWRITING = ("__init_subclass__", "__table_cls__", "__mapper_cls__", "__prepare__")
_METACLASS = External("sqlalchemy.orm.DeclarativeMeta")
_REFLECTING = ("autoload", "autoload_with", "autoload_replace")


class Declarations:
    """The declarations of each class, and what surrounds them."""

    def __init__(
        self,
        evaluator: Evaluator,
        declarative: Declarative,
        tables: TableBuilder,
        classes: list[Class],
        python: PythonVersion,
    ) -> None:
        self.evaluator = evaluator
        self.python = python
        self.declarative = declarative
        self.classes = classes
        self.names = AnnotationNames(python)
        self._tables = tables
        self._declared: dict[Class, tuple[Declared, ...]] = {}
        self._annotations: dict[Declared, Annotation | None] = {}
        self._named: dict[tuple[Class, str], Value] = {}
        self._rewritten: dict[Class, bool] = {}
        self._rewriting: dict[Class, bool] = {}
        self._statements: dict[Mapper, bool] = {}
        self._dataclasses: dict[Class, bool] = {}
        self._table_arguments: dict[Class, TableArguments] = {}
        self._mapper_arguments: dict[Class, Value | None] = {}
        self._since: dict[str, bool] = {}
        self._calls: dict[Table, Made] = {}
        self._made = 0

    @property
    def sqlalchemy(self) -> SqlalchemyVersion:
        """The version that the project runs on."""
        return self.evaluator.sqlalchemy

    def surely_since(self, series: str) -> bool:
        """Whether the project surely runs on this series or a later one."""
        found = self._since.get(series)
        if found is None:
            is_since = self.sqlalchemy.since(series, older=False, newer=True) is True
            found = self._since[series] = is_since
        return found

    def of(self, cls: Class) -> tuple[Declared, ...]:
        """What a mapped class and its mixins declare."""
        found = self._declared.get(cls)
        if found is None:
            found = self._declared[cls] = declared(self.evaluator, self.declarative, cls)
        return found

    def annotation(self, one: Declared) -> Annotation | None:
        """The annotation of a declaration taken apart, None where there is none to be read."""
        if one.annotation is None:
            return None
        if one not in self._annotations:
            self._annotations[one] = read_annotation(
                self.evaluator, one.annotation, one.owner.body_scope
            )
        return self._annotations[one]

    def named(self, owner: Class, expression: Name | Attribute) -> Value:
        """What a name in an annotation of a class stands for once its module is complete.

        Plain names are kept for the next annotation of the class: most begin with `Mapped`.
        """
        if isinstance(expression, Attribute):
            return self.evaluator.evaluate(expression, owner.body_scope, None)
        key = (owner, expression.id)
        found = self._named.get(key)
        if found is None:
            found = self.evaluator.evaluate(expression, owner.body_scope, None)
            self._named[key] = found
        return found

    def is_bare_column(self, one: Declared) -> bool:
        """Whether an annotation without a value declares a column."""
        if not self.surely_since("2.0") or one.cls.own("__table__") is not None:
            return False
        read = self.annotation(one)
        return read is not None and read.wrapper == "Mapped"

    def is_dataclass(self, cls: Class) -> bool:
        """Whether a class is a dataclass of any making, or may be one."""
        found = self._dataclasses.get(cls)
        if found is None:
            found = self._dataclasses[cls] = self._may_be_dataclass(cls)
        return found

    def _may_be_dataclass(self, cls: Class) -> bool:
        return (
            cls.open_reason is not None
            or any(_makes_dataclass(each) for base in cls.classes for each in base.decorators)
            or any(construct(base) == "MappedAsDataclass" for base in cls.external_bases)
            or self.declarative.is_sqlmodel(cls)
        )

    def is_declarative(self, mapper: Mapper) -> bool:
        """Whether a class is mapped by its own statement, and all of its bases are in sight."""
        found = self._statements.get(mapper)
        if found is None:
            found = self._statements[mapper] = self._by_statement(mapper)
        return found

    def _by_statement(self, mapper: Mapper) -> bool:
        cls = mapper.cls
        return (
            self.imperative(cls) is None
            and cls.open_reason is None
            and not mapper.evident_only
            and not cls.by_call
            and not cls.in_function
            and cls.facts.when is When.ALWAYS
            and not self.rewritten(cls)
        )

    def rewritten(self, cls: Class) -> bool:
        """Whether code of a base may change what a class says before it is mapped."""
        found = self._rewritten.get(cls)
        if found is None:
            found = self._rewritten[cls] = self._is_rewritten(cls)
        return found

    def _is_rewritten(self, cls: Class) -> bool:
        return any(
            _base_made_otherwise(base) if isinstance(base, Root) else self._rewrites(base)
            for base in cls.mro
            if base is not cls
        ) or _has_own_metaclass(cls)

    def _rewrites(self, base: Class) -> bool:
        """Whether code of a base may change the classes below it."""
        found = self._rewriting.get(base)
        if found is None:
            overrides = any(base.own(name) is not None for name in _REWRITING)
            found = self._rewriting[base] = overrides or _has_own_metaclass(base)
        return found

    def imperative(self, cls: Class) -> Made | None:
        """The call that maps a class imperatively."""
        return self.declarative.imperative.get(cls)

    def mapper_arguments(self, cls: Class) -> Value | None:
        """Its `__mapper_args__`, None if it has none."""
        if cls not in self._mapper_arguments:
            self._mapper_arguments[cls] = self.declarative.mapper_arguments(cls)
        return self._mapper_arguments[cls]

    def table_arguments(self, cls: Class) -> TableArguments:
        """Its `__table_args__`."""
        found = self._table_arguments.get(cls)
        if found is None:
            found = self._table_arguments[cls] = self.declarative.table_arguments(cls)
        return found

    def call_of(self, table: Table) -> Made | None:
        """The `Table(...)` that makes a table, None for the table of a class."""
        made = self._tables.by_call
        if self._made != len(made):
            self._made = len(made)
            self._calls = {each: call for call, each in reversed(made.items())}
        return self._calls.get(table)

    def calls(self) -> list[tuple[Made, Table]]:
        """All `Table(...)` with their tables; copies are left out."""
        return [
            (made, table)
            for made, table in self._tables.by_call.items()
            if makes_table(made) and construct(made.maker) == "Table"
        ]

    def table_items(self, mapper: Mapper) -> tuple[Value, ...]:
        """The columns and constraints that stand in its `Table(...)` or its `__table_args__`."""
        table = mapper.table
        if table is None:
            return ()
        if table.owner is mapper.cls:
            return self.table_arguments(mapper.cls).items
        made = self.call_of(table)
        return () if made is None else made.arguments[1:]

    def is_reflected(self, mapper: Mapper) -> bool:
        """Whether the columns of a table are taken from the database."""
        arguments = self.table_arguments(mapper.cls)
        return any(arguments.keyword(name) is not None for name in _REFLECTING)


def _base_made_otherwise(root: Root) -> bool:
    made = root.made
    if made is None:
        return False
    metaclass = made.keyword("metaclass")
    if metaclass is not None and construct(metaclass) != construct(_METACLASS):
        return True
    return made.open or made.keyword("mapper") not in {None, NONE}


def _has_own_metaclass(cls: Class) -> bool:
    """Whether a class statement names a metaclass that is not SQLAlchemy's."""
    metaclass = cls.keyword("metaclass")
    return metaclass is not None and construct(metaclass) != construct(_METACLASS)


def _makes_dataclass(decorator: Value) -> bool:
    value = decorator.maker if isinstance(decorator, Made) else decorator
    name = str(getattr(value, "name", "") or getattr(value, "path", ""))
    return "dataclass" in name or name in {"attrs", "define", "s", "frozen", "mutable"}
