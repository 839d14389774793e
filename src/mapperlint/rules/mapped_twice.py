"""A class is mapped twice: by its base, by a decorator, by a call.

## What happens

    ArgumentError: Class '<class 'User'>' already has a primary mapper defined.

or, since SQLAlchemy 2.1:

    InvalidRequestError: Class <class 'User'> already has been instrumented declaratively

when the class statement or the call runs.

## Example

```python
@Base.registry.mapped
class User(Base):  # error: [mapped-twice]
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

To make a dataclass of each mapped class, let the base inherit from `MappedAsDataclass`.

## When it stays silent

For calls in functions, which may never be called, and where the base of a class is out of sight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.base_classes import mapped_twice
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:

    for found in mapped_twice(project.declarations, project.mapped_classes()):
        yield RULE.finding(
            found.where,
            f"`{found.cls.name}` is mapped by {found.first} already, and again by {found.second}",
            subject=found.cls.full_name,
            help="leave one of them out",
            concerns=(found.cls.location.path,),
        )


RULE = Rule("MAP146", "mapped-twice", Severity.ERROR, Runtime.IMPORT, check)
