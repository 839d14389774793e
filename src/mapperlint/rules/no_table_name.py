"""A mapped class has neither a table nor a table name.

## What happens

    InvalidRequestError: Class <class 'models.Guest'> does not have a __table__ or __tablename__
    specified and does not inherit from an existing table-mapped class.

when the class statement runs.

## Example

```python
class Guest(Base):  # error: [no-table-name]
    table_name = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
```

A base for other classes, which is no table itself, says `__abstract__ = True`.

## When it stays silent

Where a base that is not seen, a metaclass or an `__init_subclass__` may give the name, and with
Flask-SQLAlchemy and SQLModel, which make one up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.names import without_table
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        found = without_table(project.declarations, mapper)
        if found is not None:
            yield RULE.finding(
                mapper.cls.location,
                f"`{mapper.name}` has no table: it says no `__tablename__` and inherits from no "
                "class with a table",
                subject=mapper.full_name,
                help=f"did you mean `{found.meant}` where it says `{found.written}`?"
                if found.meant
                else "say `__tablename__`, or `__abstract__ = True` if it is only a base",
            )


RULE = Rule("MAP105", "no-table-name", Severity.ERROR, Runtime.IMPORT, check)
