"""A synonym is to map a column of its own name, which the table does not have.

## What happens

    ArgumentError: Can't compile synonym '_name': no column on table 'users' named 'name'

when the class statement runs. A `Column` of the same name in the class body does not help: the
synonym takes its place there, so that only a `Table` can have it.

## Example

```python
from sqlalchemy.orm import synonym


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    _name: Mapped[str] = mapped_column("user_name")
    name = synonym("_name", map_column=True)  # error: [synonym-without-column]
```

Use instead:

```python
from sqlalchemy.orm import synonym


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    _name: Mapped[str] = mapped_column("user_name")
    name = synonym("_name")
```

## When it stays silent

Where the columns of the table are not all read, and for classes that inherit from mapped ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.descriptors.refused import without_column
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        for found in without_column(mapper):
            yield RULE.finding(
                found.where,
                f"`{mapper.name}.{found.name}` {found.wrong}",
                subject=f"{mapper.full_name}.{found.name}",
                help=found.remedy,
            )


RULE = Rule("MAP550", "synonym-without-column", Severity.ERROR, Runtime.IMPORT, check)
