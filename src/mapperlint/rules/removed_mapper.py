"""A class is mapped with `mapper()`, which SQLAlchemy 2.0 has no more.

## What happens

    InvalidRequestError: The 'sqlalchemy.orm.mapper()' function is removed as of SQLAlchemy 2.0. Use
    the 'sqlalchemy.orm.registry.map_imperatively()` method of the ``sqlalchemy.orm.registry`` class
    to perform classical mapping.

when the call runs.

## Example

```python
from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, mapper

guests = Table("guests", MetaData(), Column("id", Integer, primary_key=True))


class Guest:
    pass


mapper(Guest, guests)  # error: [removed-mapper]
```

Use instead:

```python
from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, registry

guests = Table("guests", MetaData(), Column("id", Integer, primary_key=True))


class Guest:
    pass


registry().map_imperatively(Guest, guests)
```

## When it stays silent

Where the project may run on SQLAlchemy 1.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.mapper_arguments import removed_call
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        made = removed_call(project.declarations, mapper)
        if made is not None:
            yield RULE.finding(
                made.where,
                f"`{mapper.name}` is mapped with `mapper()`, which SQLAlchemy 2.0 has no more",
                subject=mapper.full_name,
                notes=(Note(mapper.cls.location, f"`{mapper.name}` is defined here"),),
                help="use `map_imperatively()` of a registry",
            )


RULE = Rule("MAP129", "removed-mapper", Severity.ERROR, Runtime.IMPORT, check)
