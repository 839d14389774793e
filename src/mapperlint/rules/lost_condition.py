"""Python decides a part of a join condition, so that it is lost.

## What happens

Nothing is said. `and`, `or`, `not` and `in` cannot be part of SQL: Python evaluates them at once.
Of `A.id == B.a_id and B.kind == 1` the first part alone is left, since `==` is false for Python
where it compares two different columns.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        primaryjoin="User.id == Post.user_id and Post.id > 1"  # warning: [lost-condition]
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
    posts: Mapped[list["Post"]] = relationship(
        primaryjoin="and_(User.id == Post.user_id, Post.id > 1)"
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where the parts of the condition are not read, or are no comparison of columns.

## Fix

`A and B` becomes `and_(A, B)`, and `A in B` becomes `A.in_(B)`. Unsafe: the condition then holds
for fewer rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.conditions import of_columns
from mapperlint.model.relationships.argument_values import LostCondition
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


_INSTEAD = {
    "and": "use `and_(...)`",
    "or": "use `or_(...)`",
    "not": "use `not_(...)`",
    "in": "use `.in_(...)`",
    "not in": "use `.not_in(...)`",
}


def check(project: Project) -> Iterator[Diagnostic]:
    for fault in project.argument_faults:
        if not isinstance(fault, LostCondition):
            continue
        call = fault.call
        yield RULE.finding(
            fault.where,
            f"`{fault.argument}` of `{call.label}` has Python's `{fault.operator}`, which loses a "
            "part of the condition",
            subject=f"{call.subject}({fault.argument})",
            help=_INSTEAD[fault.operator],
            concerns=call.concerns,
            fixes=of_columns(project, fault),
        )


RULE = Rule("MAP329", "lost-condition", Severity.WARNING, Runtime.SILENT, check, fix=True)
