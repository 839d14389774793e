"""An attribute is the function `relationship` itself, not a relationship.

## What happens

Nothing is said: the class has an attribute that is a function, and no relationship of that name.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship  # warning: [uncalled-relationship]


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship()


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where the class is not mapped.

## Fix

`relationship` becomes `relationship()`, where an annotation says what it leads to. Safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.slips import called
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in project.uncalled_relationships():
        yield RULE.finding(
            found.where,
            f"`{found.owner.name}.{found.name}` is the function `{found.word}` itself, which is "
            "not called",
            subject=f"{found.owner.full_name}.{found.name}",
            help=f"call it: `{found.word}()`",
            fixes=called(project, found),
        )


RULE = Rule("MAP307", "uncalled-relationship", Severity.WARNING, Runtime.SILENT, check, fix=True)
