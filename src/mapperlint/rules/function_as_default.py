"""The `default` of a mapped dataclass is a function, which is then the value itself.

## What happens

    SADeprecationWarning: Callable object passed to the ``default`` parameter for attribute 'number'
    in a ORM-mapped Dataclasses context is ambiguous, and this use will raise an error in a future
    release.

when the class statement runs. `default` is the default of the column, for which a function is
called, and that of the dataclass, for which it is not: `Post().number` is the function, and so is
what the database is handed.

## Example

```python
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Model(MappedAsDataclass, DeclarativeBase):
    pass


def first_number() -> int:
    return 1


class Post(Model):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[int] = mapped_column(
        default=first_number  # warning: [function-as-default]
    )
```

Use instead:

```python
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Model(MappedAsDataclass, DeclarativeBase):
    pass


def first_number() -> int:
    return 1


class Post(Model):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[int] = mapped_column(default_factory=first_number)
```

A value that only the `INSERT` needs is written `insert_default=first_number, init=False`.

## When it stays silent

Where the default is not surely a function or a class, for fields of mixins, and in classes that are
no mapped dataclasses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.defaults import called_defaults
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in called_defaults(project.declarations, project.mapped_classes()):
        one = found.declared
        yield RULE.finding(
            found.where,
            f"`{one.label}` has a function as its default, which a dataclass does not call",
            subject=one.full_name,
            help="write `default_factory=`, or `insert_default=` with `init=False`",
        )


RULE = Rule("MAP175", "function-as-default", Severity.WARNING, Runtime.WARNS, check)
