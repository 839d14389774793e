"""A foreign key refers to a table that does not exist.

## What happens

    NoReferencedTableError: Foreign key associated with column 'posts.user_id' could not find table
    'user' with which to generate a foreign key to target column 'id'

when tables are created, sorted or flushed. A relationship over such a key says "there are no
foreign keys linking these tables" instead, which sends one looking in the wrong place.

The name is that of the table, with its schema; not that of the class.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))  # error: [unknown-table]
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

Where the MetaData may hold tables that are not seen: a name that is computed in a way that is not
followed, reflection, a library that is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.names.resolution import Missing
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for key in project.foreign_keys():
        match project.tables.referred(key):
            case Missing(name, within=None):
                meant, reason, notes = project.table_meant(key, name)
                yield RULE.finding(
                    key.where,
                    f"the foreign key of `{key.column.label}` refers to the table `{name}`, "
                    f"which does not exist{reason}",
                    subject=key.column.label,
                    notes=notes,
                    help=None if meant is None else f"did you mean `{meant}`?",
                    concerns=(key.column.table.where.path,),
                )


RULE = Rule("MAP201", "unknown-table", Severity.ERROR, Runtime.USE, check)
