"""`__tablename__` is a method without `@declared_attr`, and what Python shows of it is the name.

## What happens

Nothing: SQLAlchemy takes the method for the name, and calls the table
`<function Named.__tablename__ at 0x7f220ddd3560>`. Foreign keys by the name that was meant lead
nowhere, and the table that is created is called otherwise in each process.

## Example

```python
class Named(Base):
    __abstract__ = True

    def __tablename__(cls) -> str:  # warning: [method-as-table-name]
        return cls.__name__.lower()


class Guest(Named):
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
from sqlalchemy.orm import declared_attr


class Named(Base):
    __abstract__ = True

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.__name__.lower()


class Guest(Named):
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where the method has a decorator that is not known.

## Fix

`@declared_attr.directive` is put above the method, or `@declared_attr` where the project may run on
SQLAlchemy 1.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.names import table_name_methods
from mapperlint.model.mending.declarations import declared_attr
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper, member in table_name_methods(project.declarations, project.mapped_classes()):
        yield RULE.finding(
            member.location,
            f"`{member.owner.name}.__tablename__` is a method, which is not called: the table of "
            f"`{mapper.name}` gets the name `<function ...>`",
            subject=f"{member.owner.full_name}.__tablename__",
            help="put `@declared_attr` above it",
            concerns=(mapper.cls.location.path,),
            fixes=declared_attr(project, member),
        )


RULE = Rule("MAP155", "method-as-table-name", Severity.WARNING, Runtime.SILENT, check, fix=True)
