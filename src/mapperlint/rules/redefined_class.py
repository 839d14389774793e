"""A module defines two mapped classes of one name.

## What happens

SQLAlchemy warns at the second class statement:

    SAWarning: This declarative base already contains a class with the same class name and module
    name as models.Post, and will be replaced in the string-lookup table.

It is not replaced: a string that names the class finds both, and fails.

## Example

```python
class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):  # warning: [redefined-class]
    __tablename__ = "comments"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)


class Comment(Base):
    __tablename__ = "comments"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where one of the two stands under a condition or in a function, and where they belong to different
registries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for first, second in project.redefined_classes():
        yield RULE.finding(
            second.cls.location,
            f"`{second.name}` is defined in this module already",
            subject=second.full_name,
            notes=(Note(first.cls.location, f"the first `{first.name}` is defined here"),),
            help="rename one of them, or remove it",
        )


RULE = Rule("MAP138", "redefined-class", Severity.WARNING, Runtime.WARNS, check)
