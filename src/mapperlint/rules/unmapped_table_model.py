"""A SQLModel class with `table=True` inherits from another one, and gets no table.

## What happens

Nothing is said. SQLModel maps no class that inherits from a mapped one: it has no table and no
mapper, and a query for it finds nothing that is known.

## Example

```python
from sqlmodel import Field, SQLModel


class Hero(SQLModel, table=True):
    id: int = Field(primary_key=True)


class Villain(Hero, table=True):  # warning: [unmapped-table-model]
    weakness: str
```

Use instead:

```python
from sqlmodel import Field, SQLModel


class Person(SQLModel):
    id: int = Field(primary_key=True)


class Hero(Person, table=True):
    pass


class Villain(Person, table=True):
    weakness: str
```

## When it stays silent

Where a base is not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.mapper_arguments import table_models_unmapped
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for cls, base in table_models_unmapped(project.declarations):
        if project.is_judged(cls.module):
            yield RULE.finding(
                cls.location,
                f"`{cls.name}` gets no table, because it inherits from `{base.name}`, which has "
                "one",
                subject=cls.full_name,
                notes=(Note(base.location, f"`{base.name}` is defined here"),),
                help="let both inherit from a class without `table=True`",
            )


RULE = Rule("MAP130", "unmapped-table-model", Severity.WARNING, Runtime.SILENT, check)
