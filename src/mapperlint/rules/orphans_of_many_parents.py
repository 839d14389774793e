"""A relationship from the many side deletes orphans.

## What happens

    ArgumentError: For many-to-one relationship Post.user, delete-orphan cascade is normally
    configured only on the "one" side of a one-to-many relationship, and not on the "many" side of a
    many-to-one or many-to-many relationship.  To force this relationship to allow a particular
    "User" object to be referenced by only a single "Post" object at a time via the Post.user
    relationship, which would allow delete-orphan cascade to take place in this direction, set the
    single_parent=True flag.

See https://sqlalche.me/e/20/bbf0. Without `single_parent=True` an object has many parents, and is
no orphan when it has lost one.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="user")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(
        back_populates="posts",
        cascade="all, delete-orphan",  # error: [orphans-of-many-parents]
    )
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(back_populates="posts")
```

## When it stays silent

Where the direction of the relationship, its cascade or `single_parent` is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.cascades import orphans_of_many_parents
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        cascade = orphans_of_many_parents(call)
        if cascade is None:
            continue
        target = call.relationship.target_mapper
        assert target is not None
        yield RULE.finding(
            cascade.where,
            f"`{call.label}` deletes orphans, but `{target.name}` may have more than one "
            f"`{call.owner.name}`",
            subject=call.subject,
            help="put `delete-orphan` on the side that is one, or set `single_parent=True`",
            concerns=(*call.concerns, target.cls.location.path),
        )


RULE = Rule("MAP323", "orphans-of-many-parents", Severity.ERROR, Runtime.CONFIGURE, check)
