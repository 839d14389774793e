"""SQLAlchemy's words: by which import paths a project reaches which construct.

SQLAlchemy, Flask-SQLAlchemy and SQLModel offer their constructs from many modules; what counts is
the package and the last part of the path.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from mapperlint.model.values.values import External

if TYPE_CHECKING:
    from mapperlint.model.values.values import Value


class Direction(Enum):
    """The direction of a relationship."""

    MANYTOONE = "MANYTOONE"
    ONETOMANY = "ONETOMANY"
    MANYTOMANY = "MANYTOMANY"


PACKAGES = frozenset(
    {
        "sqlalchemy",
        "sqlmodel",
        "flask_sqlalchemy",
        "flask_sqlalchemy_lite",
        "typing",
        "typing_extensions",
        "builtins",
        "functools",
        "dataclasses",
        "enum",
        "abc",
        "datetime",
        "pydantic",
    }
)
"""Packages that are known by name and never read, even where they are installed."""

ORM_PACKAGES = frozenset({"sqlalchemy", "sqlmodel", "flask_sqlalchemy"})
"""SQLAlchemy, and what offers its constructs under its own name."""

_SYNONYMS = {
    "RelationshipProperty": "relationship",
    "Relationship": "relationship",
    "dynamic_loader": "relationship",
    "relation": "relationship",
    "ColumnProperty": "column_property",
    "MappedColumn": "mapped_column",
    "SynonymProperty": "synonym",
    "Synonym": "synonym",
    "CompositeProperty": "composite",
    "Composite": "composite",
    "AbstractConcreteBase": "DeferredBase",
    "DeferredReflection": "DeferredBase",
}


def package(path: str) -> str:
    """The top-level package of a dotted path."""
    return path.partition(".")[0]


def construct(value: Value | None) -> str | None:
    """The SQLAlchemy word a value stands for ("relationship", "Column", ...), else None."""
    return word_at(value.path) if isinstance(value, External) else None


@lru_cache(maxsize=4096)
def word_at(path: str) -> str | None:
    """The SQLAlchemy word under a dotted path, else None."""
    root = package(path)
    if root not in ORM_PACKAGES:
        return None
    name = path.rpartition(".")[2]
    if root == "sqlmodel" and name in {"Relationship", "Field"}:
        return f"sqlmodel.{name}"
    return _SYNONYMS.get(name, name)


COLUMN_WORDS = frozenset({"Column", "mapped_column", "sqlmodel.Field"})
RELATIONSHIP_WORDS = frozenset({"relationship", "sqlmodel.Relationship"})
MAPPED_WORDS = frozenset({"Mapped", "DynamicMapped", "WriteOnlyMapped", "SQLORMOperations"})
DESCRIPTOR_WORDS = frozenset(
    {"hybrid_property", "hybrid_method", "association_proxy", "AssociationProxy"}
)
PROPERTY_WORDS = frozenset(
    {
        "column_property",
        "synonym",
        "composite",
        "query_expression",
        "deferred",
        "comparable_property",
    }
)

TYPE_WORDS = frozenset(
    {
        *("BigInteger", "Boolean", "Date", "DateTime", "Double", "Enum", "Float", "Integer"),
        *("Interval", "JSON", "LargeBinary", "Numeric", "PickleType", "SmallInteger", "String"),
        *("Text", "Time", "TypeDecorator", "Unicode", "UnicodeText", "Uuid", "ARRAY", "BIGINT"),
        *("BINARY", "BLOB", "BOOLEAN", "CHAR", "CLOB", "DATE", "DATETIME", "DECIMAL", "FLOAT"),
        *("INT", "INTEGER", "NUMERIC", "NVARCHAR", "REAL", "SMALLINT", "TEXT", "TIME"),
        *("TIMESTAMP", "UUID", "VARBINARY", "VARCHAR"),
    }
)
"""Types that SQLAlchemy gives with a star import."""

FLASK_NAMES = frozenset(
    {
        *COLUMN_WORDS,
        *RELATIONSHIP_WORDS,
        *MAPPED_WORDS,
        *PROPERTY_WORDS,
        *("Boolean", "CheckConstraint", "Date", "DateTime", "Enum", "Float", "ForeignKey"),
        *("ForeignKeyConstraint", "Index", "Integer", "JSON", "BigInteger", "SmallInteger"),
        *("LargeBinary", "Interval", "MetaData", "Numeric", "PickleType", "PrimaryKeyConstraint"),
        *("Sequence", "String", "Text", "Time", "TypeDecorator", "Unicode", "UnicodeText", "Uuid"),
        *("UniqueConstraint", "and_", "or_", "not_", "backref", "func", "select", "text", "Table"),
        *("desc", "asc", "case", "cast", "foreign", "remote", "declared_attr", "literal", "null"),
    }
)
"""What Flask-SQLAlchemy's extension object surely offers, though it makes up other names."""
