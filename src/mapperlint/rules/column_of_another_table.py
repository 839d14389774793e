"""An index or a constraint of one table is given a column of another one.

## What happens

    ArgumentError: Index 'by_author' is against table 'users', and cannot be associated with table
    'posts'.

    ArgumentError: Column(s) 'users.id' are not part of table 'posts'.

when the class statement or the `Table(...)` runs; in a subclass too, where a column belongs to the
table of the parent.

## Example

```python
from sqlalchemy import Index


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    __table_args__ = (
        Index("by_user", User.id),  # error: [column-of-another-table]
    )
```

Use instead:

```python
from sqlalchemy import Index


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    __table_args__ = (Index("by_user", "user_id"),)
```

## When it stays silent

Where it is not sure which table a column belongs to, and for a `UniqueConstraint` over columns of
another table alone: SQLAlchemy gives it to that table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.constraint_columns import TableItems
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:

    items = TableItems(project.declarations, project.mappers)
    for found in items.strays(project.checked_tables()):
        column = found.column
        yield RULE.finding(
            found.where,
            f"the `{found.construct}` is one of `{found.table.label}`, but `{column.label}` is a "
            "column of another table",
            subject=f"{found.table.label}.{column.label}",
            notes=(Note(column.where, f"`{column.label}` is declared here"),),
            help="name a column of its own table, as a string",
        )


RULE = Rule("MAP214", "column-of-another-table", Severity.ERROR, Runtime.IMPORT, check)
