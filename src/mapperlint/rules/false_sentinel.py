"""A column says `insert_sentinel=True`, and cannot be what tells inserted rows apart.

## What happens

    ArgumentError: a Table may have only one explicit sentinel column

when the class statement or the `Table(...)` runs, and when several rows are first inserted:

    InvalidRequestError: Column users.mark has been marked as a sentinel column with no default
    generation function; ...

    InvalidRequestError: Column users.mark can't be a sentinel column because it uses an explicit
    server side default that's not the Identity() default.

    InvalidRequestError: Can't use IDENTITY default with negative increment as an explicit sentinel
    column

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[int] = mapped_column(
        server_default="1",
        insert_sentinel=True,  # error: [false-sentinel]
    )
```

Use instead:

```python
from sqlalchemy.orm import orm_insert_sentinel


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[int] = orm_insert_sentinel()
```

## When it stays silent

Where the project may run on SQLAlchemy 1.4, which knows no sentinels, and where an argument of the
column is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.column_calls import false_sentinels
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:

    seen: set[Location] = set()
    for found in false_sentinels(project.declarations, project.checked_tables()):
        if found.where not in seen:
            seen.add(found.where)
            yield RULE.finding(
                found.where,
                f"the column `{found.column.label}` {found.wrong}",
                subject=found.column.label,
                help=found.remedy,
            )


RULE = Rule("MAP216", "false-sentinel", Severity.ERROR, Runtime.USE, check)
