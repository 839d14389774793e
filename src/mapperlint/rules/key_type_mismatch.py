"""A foreign key column has another kind of type than the column it refers to.

## What happens

SQLAlchemy does not compare them. PostgreSQL and MySQL refuse to create such a foreign key; SQLite
takes it, and comparisons find nothing:

    ProgrammingError: foreign key constraint "posts_user_id_fkey" cannot be implemented. DETAIL: Key
    columns "user_id" and "id" are of incompatible types: character varying and integer.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id = mapped_column(Integer, primary_key=True)
    user_id = mapped_column(String, ForeignKey("users.id"))  # warning: [key-type-mismatch]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id = mapped_column(Integer, primary_key=True)
    user_id = mapped_column(ForeignKey("users.id"))
```

A column with a foreign key and no type of its own takes the type of the column it refers to.

## When it stays silent

Where one of the types is not SQLAlchemy's own, and between types of one kind, such as `Integer` and
`BigInteger`.

## Fix

The type of the referring column is taken away, where no annotation gives it another one. It is
unsafe: the type of the other column may be the wrong one, and the table in the database is as it
is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.references import mismatches
from mapperlint.model.mending.declarations import type_of_target
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in mismatches(project.tables, project.foreign_keys()):
        column, target = found.key.column, found.target
        yield RULE.finding(
            found.key.where,
            f"`{column.label}` is {found.kind}, but refers to `{target.label}`, which is "
            f"{found.target_kind}",
            subject=column.label,
            notes=(Note(target.where, f"`{target.label}` is defined here"),),
            help="leave the type out: it is taken from the column referred to",
            concerns=(column.table.where.path,),
            fixes=type_of_target(project, column),
        )


RULE = Rule("MAP205", "key-type-mismatch", Severity.WARNING, Runtime.SILENT, check, fix=True)
