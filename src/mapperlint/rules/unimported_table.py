"""A program never imports the module of a table that a foreign key of it names.

## What happens

    NoReferencedTableError: Foreign key associated with column 'posts.user_id' could not find table
    'users' with which to generate a foreign key to target column 'id'

when tables are created or sorted, when an object of the class is stored, and when Alembic compares
the models with the database. The table is there, but a MetaData knows it only once its module has
run.

Programs start at the `entry-points` of the settings, or where they are found, as for
`unimported-target`. The `env.py` of Alembic is a program too.

## Example

```toml
# pyproject.toml
[tool.mapperlint]
entry-points = ["main"]
```

```python
# user.py
from base import Base
from sqlalchemy.orm import Mapped, mapped_column


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# post.py
from base import Base
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))  # error: [unimported-table]
```

```python
# main.py
import post
```

Use instead:

```toml
# pyproject.toml
[tool.mapperlint]
entry-points = ["main"]
```

```python
# user.py
from base import Base
from sqlalchemy.orm import Mapped, mapped_column


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# post.py
from base import Base
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

```python
# main.py
import post
import user
```

## When it stays silent

Where `unimported-target` does, and where that rule speaks of the same module. Where the MetaData is
reflected, or gets tables whose names are not known.

## Fix

The file that the finding names gets the import of the module, written as it imports the other
models. It is unsafe: an import may close a cycle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.aggregators import imported
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in project.never_imported.key_tables:
        key, table, missing = found.key, found.table, found.missing
        yield RULE.finding(
            key.where,
            f"the foreign key of `{key.column.label}` refers to the table `{table.label}`, but a "
            f"program that starts with `{missing.start.name}` never imports its module "
            f"`{table.module.name}`",
            subject=key.column.label,
            notes=(Note(table.where, f"`{table.label}` is defined here"),),
            help=missing.advice,
            concerns=(key.column.table.where.path, *missing.paths),
            fixes=imported(project, missing, table.owner),
        )


RULE = Rule("MAP607", "unimported-table", Severity.ERROR, Runtime.USE, check, fix=True)
