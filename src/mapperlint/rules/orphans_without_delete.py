"""A cascade deletes orphans, but not what is deleted with its parent.

## What happens

SQLAlchemy warns when the module is imported:

    SAWarning: The 'delete-orphan' cascade option requires 'delete'.

When the parent is deleted, its children are not: their foreign keys are set to NULL, or the
database refuses.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        cascade="save-update, delete-orphan"  # warning: [orphans-without-delete]
    )


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
    posts: Mapped[list["Post"]] = relationship(cascade="all, delete-orphan")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where an argument is not read: a variable, `**` options, a condition.

## Fix

`delete` is written before `delete-orphan`. Unsafe: with it, what is deleted takes its children
along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.cascades import with_delete
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        cascade = call.cascade
        if cascade is None or "delete-orphan" not in cascade.options or cascade.invalid:
            continue
        if "delete" not in cascade.options:
            yield RULE.finding(
                cascade.where,
                f"the cascade of `{call.label}` has `delete-orphan` without `delete`",
                subject=call.subject,
                help='say `cascade="all, delete-orphan"`',
                concerns=call.concerns,
                fixes=with_delete(project, call, cascade),
            )


RULE = Rule("MAP330", "orphans-without-delete", Severity.WARNING, Runtime.WARNS, check, fix=True)
