"""A foreign key refers to a column that neither a primary key nor a unique constraint makes unique.

## What happens

SQLAlchemy says nothing. PostgreSQL and MySQL refuse the table; SQLite takes it, and refuses the
rows where foreign keys are enforced:

    there is no unique constraint matching given keys for referenced table "users"

    OperationalError: (sqlite3.OperationalError) foreign key mismatch - "posts" referencing "users"

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(ForeignKey("users.email"))  # warning: [key-to-any-row]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(ForeignKey("users.email"))
```

## When it stays silent

For keys of several columns, and where a constraint, an index or an annotation is not read whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.unique_keys import keys_to_any_row
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    found = keys_to_any_row(project.declarations, project.tables, project.foreign_keys())
    for key, column in found:
        yield RULE.finding(
            key.where,
            f"`{key.column.label}` refers to `{column.label}`, which several rows may share",
            subject=key.column.label,
            notes=(Note(column.where, f"`{column.label}` is neither a primary key nor unique"),),
            help="add `unique=True` to the column, or refer to the primary key",
            concerns=(column.where.path,),
        )


RULE = Rule("MAP230", "key-to-any-row", Severity.WARNING, Runtime.SILENT, check)
