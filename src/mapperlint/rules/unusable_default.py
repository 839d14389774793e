"""The default of a column is something that SQLAlchemy cannot get a value from.

## What happens

    ArgumentError: ColumnDefault may not be a server-side default type.

    ArgumentError: ColumnDefault Python function takes zero or one positional arguments

when the column is made. `default` and `onupdate` are values of the program: a constant, an
expression of SQL, or a function, which is called with nothing or with the context of the statement.

## Example

```python
from sqlalchemy import FetchedValue


def numbered(prefix: str, number: int) -> str:
    return f"{prefix}-{number}"


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=FetchedValue())  # error: [unusable-default]
    number: Mapped[str] = mapped_column(default=numbered)  # error: [unusable-default]
```

Use instead:

```python
from functools import partial

from sqlalchemy import FetchedValue


def numbered(prefix: str, number: int) -> str:
    return f"{prefix}-{number}"


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(server_default=FetchedValue())
    number: Mapped[str] = mapped_column(default=partial(numbered, "post", 1))
```

## When it stays silent

Where the function is decorated, a method, a lambda or one of another package, and where its
arguments have defaults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.defaults import unusable_defaults
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in unusable_defaults(project.checked_tables()):
        yield RULE.finding(
            found.where,
            f"the `{found.word}` of `{found.label}` is {found.wrong}",
            subject=found.label,
            help=found.remedy,
        )


RULE = Rule("MAP173", "unusable-default", Severity.ERROR, Runtime.IMPORT, check)
