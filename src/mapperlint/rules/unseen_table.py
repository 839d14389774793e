"""Alembic does not see a table, because its `env.py` never imports the module of it.

## What happens

Nothing is said. `alembic check` reports that there is nothing to do, and
`alembic revision --autogenerate` writes an empty migration; where the table is in the database
already, a migration that drops it. Alembic compares the database with the tables that
`target_metadata` has when `env.py` has run, and a table is in there only once its module has run.

## Example

```python
# base.py
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass
```

```python
# user.py
from base import Base
from sqlalchemy.orm import Mapped, mapped_column


class User(Base):
    __tablename__ = "users"  # warning: [unseen-table]
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# alembic/env.py
from alembic import context
from base import Base

target_metadata = Base.metadata
context.configure(target_metadata=target_metadata)
context.run_migrations()
```

Use instead:

```python
# user.py
from base import Base
from sqlalchemy.orm import Mapped, mapped_column


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

```python
# alembic/env.py
import user  # noqa: F401 - its table has to be known
from alembic import context
from base import Base

target_metadata = Base.metadata
context.configure(target_metadata=target_metadata)
context.run_migrations()
```

## When it stays silent

Where `target_metadata` is not understood, where another `env.py` sees the table, where `env.py`
chooses by `include_name`, and where what it imports loads modules by names that are made up at run
time. With Flask-Migrate, which runs the application first, where none is found that imports
`flask_migrate`. Of the tables of one module only the first is reported.

## Fix

The file that the finding names gets the import of the module, written as it imports the other
models. It is unsafe: an import may close a cycle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.aggregators import imported
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in project.never_imported.unseen_tables:
        table, missing = found.table, found.missing
        yield RULE.finding(
            found.where,
            f"Alembic does not see the table `{table.label}`: `{missing.start.path}` never imports "
            f"its module `{table.module.name}`",
            subject=f"{table.module.name}.{table.label}",
            help=missing.advice,
            concerns=missing.paths,
            fixes=imported(project, missing, table.owner),
        )


RULE = Rule("MAP608", "unseen-table", Severity.WARNING, Runtime.SILENT, check, fix=True)
