"""A constraint has no name, where the naming convention makes its name out of the one it is given.

## What happens

    InvalidRequestError: Naming convention including %(constraint_name)s token requires that
    constraint is explicitly named.

when the class statement or the `Table(...)` runs.

## Example

```python
from sqlalchemy import CheckConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Model(DeclarativeBase):
    metadata = MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"})


class Post(Model):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    likes: Mapped[int] = mapped_column()
    __table_args__ = (
        CheckConstraint("likes >= 0"),  # error: [unnamed-constraint]
    )
```

Use instead:

```python
from sqlalchemy import CheckConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Model(DeclarativeBase):
    metadata = MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"})


class Post(Model):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    likes: Mapped[int] = mapped_column()
    __table_args__ = (CheckConstraint("likes >= 0", name="likes_not_negative"),)
```

## When it stays silent

Where the convention is not a dict of strings, and for the constraints that a `Boolean` or an `Enum`
brings with it, which only fail when the table is created.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.constraint_columns import TableItems
from mapperlint.model.declarations.naming_conventions import unnamed
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    items = TableItems(project.declarations, project.mappers)
    for found in unnamed(project.declarations, items, project.checked_tables()):
        yield RULE.finding(
            found.where,
            f"the `{found.construct}` of `{found.table.label}` has no name, but the naming "
            f"convention of its MetaData, `{found.convention}`, needs one",
            subject=f"{found.table.label}",
            help="write `name=`",
        )


RULE = Rule("MAP174", "unnamed-constraint", Severity.ERROR, Runtime.IMPORT, check)
