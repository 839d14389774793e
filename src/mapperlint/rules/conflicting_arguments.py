"""Arguments of a relationship that SQLAlchemy refuses together.

## What happens

One of these, at the import of the module or when mappers are configured:

    ArgumentError: backref and back_populates keyword arguments are mutually exclusive

    ArgumentError: sync_backref and viewonly cannot both be True

    ArgumentError: On User.posts, can't set passive_deletes='all' in conjunction with 'delete' or
    'delete-orphan' cascade

    ArgumentError: Property User.posts specified with secondary join condition but no secondary
    argument

    InvalidRequestError: Can't assign 'secondaryjoin' on a backref against a non-secondary
    relationship.

    ArgumentError: remote_side argument is redundant against more detailed _local_remote_side
    argument.

From SQLAlchemy 2.0 on:

    ArgumentError: The 'cascade_backrefs' parameter passed to relationship() may only be set to
    False.

and before it:

    ArgumentError: Cascade settings "delete" apply to persistence operations and should not be
    combined with a viewonly=True relationship.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        backref="user",
        back_populates="user",  # error: [conflicting-arguments]
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
    posts: Mapped[list["Post"]] = relationship(backref="user")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where an argument is not read: a variable, `**` options, a condition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.conflicts import conflicts
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        for conflict in conflicts(call, project.sqlalchemy):
            yield RULE.finding(
                conflict.where,
                f"`{call.label}` {conflict.what}",
                subject=call.subject,
                help=conflict.advice,
                concerns=call.concerns,
            )


RULE = Rule("MAP324", "conflicting-arguments", Severity.ERROR, Runtime.IMPORT, check)
