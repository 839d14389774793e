"""`back_populates` is something that cannot name the other side.

## What happens

Before SQLAlchemy 2.1 it has to be a string; anything else is looked up as if it were a name:

    InvalidRequestError: Mapper 'Mapper[Post(posts)]' has no property 'Post.user'.

From 2.1 on it may be a string, a relationship, or a function that returns one:

    ArgumentError: Invalid back_populates value: 5

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(back_populates=5)  # error: [unusable-reverse]


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship()
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="user")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(back_populates="posts")
```

## When it stays silent

Where the version is not known and one of them takes it.

## Fix

An attribute of the other class becomes its name, where it follows the same columns back. Safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.other_sides import by_name
from mapperlint.model.relationships.reverses import unusable_reverse
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        found = unusable_reverse(call.relationship, project.sqlalchemy)
        if found is not None and call.inside is None:
            yield RULE.finding(
                found.where,
                f"`{call.label}` names its other side by {found.value}, not by a string",
                subject=call.subject,
                help="give the name of the attribute as a string",
                concerns=call.concerns,
                fixes=by_name(project, call.relationship),
            )


RULE = Rule("MAP308", "unusable-reverse", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
