"""A relationship does not say which class it leads to.

## What happens

The import of the module fails:

    ArgumentError: Python typing annotation is required for attribute "User.posts" when primary
    argument(s) for "Relationship" construct are None or not present

Before SQLAlchemy 2.0, which does not read annotations:

    TypeError: relationship() missing 1 required positional argument: 'argument'

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts = relationship(lazy="selectin")  # error: [missing-target]


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
    posts = relationship("Post", lazy="selectin")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where the arguments of the call are not all read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.targets import has_no_target
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        if has_no_target(call, project.sqlalchemy):
            yield RULE.finding(
                call.made.where,
                f"`{call.label}` does not say which class it leads to",
                subject=call.subject,
                help='give the class: `relationship("...")`, or annotate it: `Mapped["..."]`',
                concerns=call.concerns,
            )


RULE = Rule("MAP306", "missing-target", Severity.ERROR, Runtime.IMPORT, check)
