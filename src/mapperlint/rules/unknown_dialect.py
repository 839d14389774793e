"""A misspelt argument of a column, a constraint or a foreign key passes for one of a database.

## What happens

    SAWarning: Can't validate argument 'on_delete'; can't locate any SQLAlchemy dialect named 'on'

when the call runs. What stands before the first underscore is taken for the name of a database. The
argument is kept for that database, and has no effect on any other.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", on_delete="CASCADE")  # warning: [unknown-dialect]
    )
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE")
    )
```

## When it stays silent

Where the keyword is not like one that SQLAlchemy knows, since a package may bring the database it
speaks of.

## Fix

A misspelt keyword becomes the one that is a slip away, if the call has not got that too. One that
is alike only is unsafe, and where several are as near, each is shown. Calls with `**` are left
alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.corrections import renamed_keyword
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[Location] = set()
    for found in project.unknown_keywords:
        if found.dialect is None or found.where in seen:
            continue
        seen.add(found.where)
        yield RULE.finding(
            found.where,
            f"`{found.construct}` knows no argument `{found.keyword}`, and no database is called "
            f"`{found.dialect}`",
            subject=found.subject,
            help=meant(found.keyword, found.known),
            fixes=renamed_keyword(project, found.call, found.keyword, found.known),
        )


RULE = Rule("MAP145", "unknown-dialect", Severity.WARNING, Runtime.WARNS, check, fix=True)
