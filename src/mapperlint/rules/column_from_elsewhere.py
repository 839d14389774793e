"""An attribute is given a column of a table that its class is not mapped to.

## What happens

In a class with a `__tablename__`, in one with a `__table__`, and among `properties`:

    ArgumentError: Column object 'name' already assigned to Table 'users'

    ArgumentError: Can't add additional column 'name' when specifying __table__

    ArgumentError: When configuring property 'author' on Mapper[Post(posts)], column 'users.name' is
    not represented in the mapper's table. Use the `column_property()` function to force this column
    to be mapped as a read-only attribute.

when the class statement runs.

## Example

```python
users = Table(
    "users",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80)),
)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author = users.c.name  # error: [column-from-elsewhere]
```

Use instead:

```python
from sqlalchemy import select
from sqlalchemy.orm import column_property

users = Table(
    "users",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80)),
)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped[str] = column_property(
        select(users.c.name).where(users.c.id == user_id).scalar_subquery()
    )
```

## When it stays silent

Where a class is mapped to a join or another selection, where one of the tables is not read, and
where a call maps the class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.borrowed_columns import borrowed
from mapperlint.model.declarations.constraint_columns import TableItems
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    items = TableItems(project.declarations, project.mappers)
    for found in borrowed(project.declarations, items, project.mapped_classes()):
        mapper, column = found.mapper, found.column
        yield RULE.finding(
            found.where,
            f"`{mapper.name}.{found.name}` is given `{column.label}`, a column of a table that "
            f"`{mapper.name}` is not mapped to",
            subject=f"{mapper.full_name}.{found.name}",
            notes=(Note(column.where, f"`{column.label}` is declared here"),),
            help="load it by `column_property(...)` with a subquery, or by a relationship",
            concerns=(mapper.cls.location.path,),
        )


RULE = Rule("MAP176", "column-from-elsewhere", Severity.ERROR, Runtime.IMPORT, check)
