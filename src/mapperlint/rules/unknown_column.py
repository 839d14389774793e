"""A foreign key refers to a column that its table does not have.

## What happens

    NoReferencedColumnError: Could not initialize target column for ForeignKey 'users.uid' on table
    'posts': table 'users' has no column named 'uid'

when mappers are configured, if a relationship joins the two tables, else when tables are created.
The name is that of the column in the database (or its `key`), not that of the attribute.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.uid"))  # error: [unknown-column]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where the table may have columns that are not seen.

## Fix

The name of an attribute becomes that of its column, and a misspelt one the one column that is a
slip away. A name that is alike only is unsafe, and where several columns are as near, each is
shown. Unsafe too: the primary key, where the table alone is named, and the only table with such a
primary key that the class is related to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.keys import column_meant
from mapperlint.model.names.resolution import Missing
from mapperlint.model.near import meant
from mapperlint.model.tables.tables import Table
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for key in project.foreign_keys():
        match project.tables.referred(key):
            case Missing(name, names, Table() as table):
                yield RULE.finding(
                    key.where,
                    f"the foreign key of `{key.column.label}` refers to `{table.label}.{name}`, "
                    f"but `{table.label}` has no column `{name}`",
                    subject=key.column.label,
                    notes=(Note(table.where, f"`{table.label}` is defined here"),),
                    help=meant(name, names),
                    concerns=(key.column.table.where.path,),
                    fixes=column_meant(project, key, name, names, table),
                )


RULE = Rule("MAP202", "unknown-column", Severity.ERROR, Runtime.USE, check, fix=True)
