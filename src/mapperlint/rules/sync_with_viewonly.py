"""One side of a pair is to be kept in step with the other, which is `viewonly`.

## What happens

    InvalidRequestError: Relationship Post.author cannot specify sync_backref=True since User.posts
    includes viewonly=True.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="author", viewonly=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(
        back_populates="posts",
        sync_backref=True,  # error: [sync-with-viewonly]
    )
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="author", viewonly=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(back_populates="posts")
```

## When it stays silent

Where one of the two arguments cannot be read. One relationship with both is another finding.

## Fix

`sync_backref` is removed. Unsafe, since it may be `viewonly` that is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.other_sides import unsynced
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship, viewed, where in project.pairs.synced_with_viewonly():
        yield RULE.finding(
            where,
            f"`{relationship.label}` cannot be kept in step with `{viewed.label}`, which is "
            "`viewonly`",
            subject=relationship.full_name,
            notes=(Note(viewed.where, f"`{viewed.label}` is `viewonly`"),),
            help="remove `sync_backref`",
            concerns=(relationship.owner.cls.location.path, viewed.owner.cls.location.path),
            fixes=unsynced(project, relationship),
        )


RULE = Rule("MAP410", "sync-with-viewonly", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
