"""A declarative base is defined in a way that SQLAlchemy refuses.

## What happens

One of these, when the class statement runs:

    InvalidRequestError: Cannot use 'DeclarativeBase' directly as a declarative base class. Create a
    Base by creating a subclass of it.

    InvalidRequestError: Declarative base class has a 'registry' attribute that is not an instance
    of sqlalchemy.orm.registry()

    InvalidRequestError: Declarative base class has both a 'registry' attribute and a
    type_annotation_map entry.  Per-base type_annotation_maps are not supported.

    InvalidRequestError: Declarative base class has no 'registry' attribute, or registry is not a
    sqlalchemy.orm.registry() object

## Example

```python
from sqlalchemy.orm import DeclarativeBase


class User(DeclarativeBase):  # error: [unusable-base]
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
from sqlalchemy.orm import DeclarativeBase


class Model(DeclarativeBase):
    pass


class User(Model):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where what the base is given is not read, and for table names that come from a mixin or a function:
SQLAlchemy takes such a class for a base.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.base_classes import unusable_bases
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:

    judged = (cls for cls in project.declarations.classes if project.is_judged(cls.module))
    for found in unusable_bases(project.declarations, judged):
        yield RULE.finding(
            found.where,
            f"`{found.cls.name}` {found.wrong}",
            subject=found.cls.full_name,
            help=found.remedy,
        )


RULE = Rule("MAP152", "unusable-base", Severity.ERROR, Runtime.IMPORT, check)
