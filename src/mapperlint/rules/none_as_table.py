"""A class says that its table is None.

## What happens

    AttributeError: 'NoneType' object has no attribute 'c'

when the class statement runs, where the class declares columns: with a `__table__` SQLAlchemy looks
for them there, whatever `__tablename__` says. Without columns:

    InvalidRequestError: Class <class 'User'> does not have a __table__ or __tablename__ specified
    and does not inherit from an existing table-mapped class.

## Example

```python
class User(Base):
    __tablename__ = "users"
    __table__ = None  # error: [none-as-table]
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

In a subclass without columns, which is mapped to the table of its parent, in mixins and abstract
classes, and where the value is computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.given_tables import none_as_table
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in none_as_table(project.declarations, project.mapped_classes()):
        name, column = found.mapper.name, found.column
        yield RULE.finding(
            found.member.location,
            f"`{name}` says that its table is None"
            + ("" if column is None else f", and declares the column `{column.name}`"),
            subject=found.mapper.full_name,
            help="leave out `__table__`"
            + ("" if column is not None else ", and say `__tablename__` or `__abstract__ = True`"),
        )


RULE = Rule("MAP171", "none-as-table", Severity.ERROR, Runtime.IMPORT, check)
