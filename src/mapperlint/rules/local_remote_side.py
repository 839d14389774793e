"""`remote_side` names columns of the relationship's own side.

## What happens

SQLAlchemy warns when mappers are configured:

    SAWarning: Expression posts.user_id is marked as 'remote', but these column(s) are local to the
    local side.  The remote() annotation is needed only for a self-referential relationship where
    both sides of the relationship refer to the same tables.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(
        remote_side="Post.user_id"  # warning: [local-remote-side]
    )
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship()
```

## When it stays silent

Where the class leads to itself, which is what `remote_side` is for, and where the join is not
known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.remote_sides import local_remote_sides
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        for column, where in local_remote_sides(call):
            yield RULE.finding(
                where,
                f"`{call.label}` calls `{column.table.label}.{column.name}` its remote side, but "
                f"it belongs to `{call.owner.name}`",
                subject=call.subject,
                help="remove `remote_side`, which is for relationships of a class to itself",
                concerns=call.concerns,
            )
            break


RULE = Rule("MAP309", "local-remote-side", Severity.WARNING, Runtime.WARNS, check)
