"""A class that is mapped later says `use_existing_column`.

## What happens

    ArgumentError: Can't use use_existing_column with deferred mappers

when the class is prepared. The subclasses of `DeferredReflection` and of `AbstractConcreteBase`
have no mapper yet when their columns are read.

## Example

```python
from sqlalchemy.ext.declarative import DeferredReflection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Model(DeclarativeBase):
    pass


class Animal(DeferredReflection, Model):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}


class Cat(Animal):
    lives: Mapped[int] = mapped_column(  # error: [existing-column-deferred]
        use_existing_column=True
    )
    __mapper_args__ = {"polymorphic_identity": "cat"}
```

Use instead:

```python
from sqlalchemy.ext.declarative import DeferredReflection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Model(DeclarativeBase):
    pass


class Animal(DeferredReflection, Model):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    lives: Mapped[int]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}


class Cat(Animal):
    __mapper_args__ = {"polymorphic_identity": "cat"}
```

## When it stays silent

Where the class has a table of its own, and before SQLAlchemy 2.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.inheritance.deferred_columns import existing_columns
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for cls in project.deferred:
        if not project.is_judged(cls.module):
            continue
        for one in existing_columns(project.declarations, cls):
            yield RULE.finding(
                one.where,
                f"`{one.label}` says `use_existing_column`, but `{cls.name}` is mapped later",
                subject=one.full_name,
                help="declare the column in the parent alone",
            )


RULE = Rule("MAP545", "existing-column-deferred", Severity.ERROR, Runtime.USE, check)
