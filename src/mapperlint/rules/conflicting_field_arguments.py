"""`Field` or `Relationship` of SQLModel is given arguments that exclude each other.

## What happens

    RuntimeError: Passing primary_key is not supported when also passing a sa_column

    RuntimeError: Passing sa_relationship_kwargs is not supported when also passing a
    sa_relationship

    RuntimeError: ondelete can only be used with foreign_key

    RuntimeError: ondelete="SET NULL" requires nullable=True

when the class statement runs.

## Example

```python
from sqlmodel import Column, Field, Integer, SQLModel


class Hero(SQLModel, table=True):
    id: int = Field(  # error: [conflicting-field-arguments]
        primary_key=True,
        sa_column=Column(Integer, primary_key=True),
    )
```

Use instead:

```python
from sqlmodel import Column, Field, Integer, SQLModel


class Hero(SQLModel, table=True):
    id: int = Field(
        sa_column=Column(Integer, primary_key=True),
    )
```

## When it stays silent

Where an argument is not read, and for classes without `table=True` that no table model inherits
from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.types import refused_by_sqlmodel
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for found in refused_by_sqlmodel(project.declarations, mapper):
            one = found.declared
            if one.full_name not in seen:
                seen.add(one.full_name)
                yield RULE.finding(
                    one.where,
                    f"`{one.label}` {found.wrong}",
                    subject=one.full_name,
                    help="take one of the two away, or say it in the other",
                    concerns=(mapper.cls.location.path,),
                )


RULE = Rule("MAP127", "conflicting-field-arguments", Severity.ERROR, Runtime.IMPORT, check)
