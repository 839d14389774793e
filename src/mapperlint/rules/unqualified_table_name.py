"""A string names a table without its schema, though the MetaData has a default schema.

## What happens

    SADeprecationWarning: The string 'links' was resolved to the non-schema-qualified table 'links',
    however the MetaData object has a default schema of 'shop'. In a future version of SQLAlchemy,
    this unqualified name will be resolved as 'shop.links'.

since SQLAlchemy 2.1, when mappers are configured.

## Example

```python
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "2.1"
```

```python
from sqlalchemy import BLANK_SCHEMA, Column, ForeignKey, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Model(DeclarativeBase):
    metadata = MetaData(schema="shop")


links = Table(
    "links",
    Model.metadata,
    Column("item_id", ForeignKey("shop.items.id")),
    Column("tag_id", ForeignKey("shop.tags.id")),
    schema=BLANK_SCHEMA,
)


class Item(Model):
    __tablename__ = "items"
    id: Mapped[int] = mapped_column(primary_key=True)
    tags: Mapped[list["Tag"]] = relationship(
        secondary="links"  # warning: [unqualified-table-name]
    )


class Tag(Model):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "2.1"
```

```python
from sqlalchemy import BLANK_SCHEMA, Column, ForeignKey, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Model(DeclarativeBase):
    metadata = MetaData(schema="shop")


links = Table(
    "links",
    Model.metadata,
    Column("item_id", ForeignKey("shop.items.id")),
    Column("tag_id", ForeignKey("shop.tags.id")),
    schema=BLANK_SCHEMA,
)


class Item(Model):
    __tablename__ = "items"
    id: Mapped[int] = mapped_column(primary_key=True)
    tags: Mapped[list["Tag"]] = relationship(secondary=links)


class Tag(Model):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where the project may run on SQLAlchemy 2.0, and where the default schema is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.unqualified_names import unqualified
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship, text, where in unqualified(project.relationships()):
        if project.declarations.surely_since("2.1"):
            schema = relationship.owner.metadata.schema
            yield RULE.finding(
                where,
                f"`{text}` leads to the table without a schema, but the MetaData has the schema "
                f"`{schema}`",
                subject=relationship.full_name,
                help="give the `Table` itself, not its name",
                concerns=(relationship.owner.cls.location.path,),
            )


RULE = Rule("MAP231", "unqualified-table-name", Severity.WARNING, Runtime.WARNS, check)
