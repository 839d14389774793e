"""`__table_args__` is neither a tuple nor a dict, or holds what does not belong there.

## What happens

    ArgumentError: __table_args__ value must be a tuple, dict, or None

    ArgumentError: 'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got {...}

when the class statement runs.

## Example

```python
from sqlalchemy import UniqueConstraint


class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    __table_args__ = (UniqueConstraint("name"))  # error: [malformed-table-arguments]
```

Use instead:

```python
from sqlalchemy import UniqueConstraint


class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    __table_args__ = (UniqueConstraint("name"),)
```

## When it stays silent

Where the value is computed in a way that is not read.

## Fix

A constraint that stands alone gets the missing comma, and a method `@declared_attr`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.table_arguments import misshapen
from mapperlint.model.mending.declarations import declared_attr, tuple_of_one
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        found = misshapen(project.declarations, mapper)
        if found is not None and found.owner.full_name not in seen:
            seen.add(found.owner.full_name)
            yield RULE.finding(
                found.where,
                f"`{found.owner.name}.__table_args__` {found.wrong}",
                subject=found.owner.full_name,
                help=found.remedy,
                concerns=(mapper.cls.location.path,),
                fixes=tuple_of_one(project, found.member)
                if found.single
                else declared_attr(project, found.member),
            )


RULE = Rule("MAP117", "malformed-table-arguments", Severity.ERROR, Runtime.IMPORT, check, fix=True)
