"""`inherits` names another class than the one a mapped class inherits from in Python.

## What happens

    InvalidRequestError: mapper inherits argument given for non-inheriting class <class 'User'>

when the class statement runs, and for a class that is mapped by a call:

    ArgumentError: Class 'Admin' does not inherit from 'User'

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Admin(Base):
    __tablename__ = "admins"
    id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    __mapper_args__ = {"inherits": User}  # error: [inherits-another-class]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Admin(User):
    __tablename__ = "admins"
    id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
```

## When it stays silent

Where a base of the class is out of sight, and where what `inherits` is given is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.base_classes import other_parents
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:

    for found in other_parents(project.declarations, project.mapped_classes()):
        name, cls = found.named, found.mapper.cls
        meant = f"`{found.parent}`" if found.parent else "no mapped class"
        yield RULE.finding(
            found.where,
            f"`{cls.name}` is told to inherit from `{name}`, but its bases lead to {meant}",
            subject=cls.full_name,
            help=f"write `class {cls.name}({name})`, or leave out `inherits`",
        )


RULE = Rule("MAP141", "inherits-another-class", Severity.ERROR, Runtime.IMPORT, check)
