"""A subclass that shares the table of its parent has `__table_args__`.

## What happens

    ArgumentError: Can't place __table_args__ on an inherited class with no table.

## Example

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)


class Cat(Animal):
    __table_args__ = {"comment": "cats"}  # error: [arguments-without-table]
```

Use instead:

```python
class Animal(Base):
    __tablename__ = "animals"
    __table_args__ = {"comment": "animals and cats"}
    id: Mapped[int] = mapped_column(primary_key=True)


class Cat(Animal):
    pass
```

## When it stays silent

For arguments that the class inherits: SQLAlchemy leaves them alone. And where it is not certain
that the class has no table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.shared_tables import shares_table
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        parent = mapper.parent
        if mapper.table_arguments_where is None or parent is None or not shares_table(mapper):
            continue
        yield RULE.finding(
            mapper.table_arguments_where,
            f"`{mapper.name}` has `__table_args__`, but no table: it shares that of "
            f"`{parent.name}`",
            subject=mapper.full_name,
            notes=(Note(parent.cls.location, f"`{parent.name}` is defined here"),),
            help=f"move them to `{parent.name}`, or give `{mapper.name}` a `__tablename__`",
        )


RULE = Rule("MAP506", "arguments-without-table", Severity.ERROR, Runtime.IMPORT, check)
