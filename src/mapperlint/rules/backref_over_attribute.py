"""A backref takes the place of a method, a property or a constant of the other class.

## What happens

    SADeprecationWarning: User-placed attribute User.posts on Mapper[User(users)] is replacing an
    existing class-bound attribute of the same name. Behavior is not fully defined in this case.
    This use is deprecated and will raise an error in a future release

SQLAlchemy 1.4 says nothing. What was written in the class is gone, once mappers are configured.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)

    @property
    def posts(self) -> list[str]:
        return ["none"]


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(backref="posts")  # warning: [backref-over-attribute]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)

    @property
    def post_titles(self) -> list[str]:
        return ["none"]


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(backref="posts")
```

## When it stays silent

Where the name comes from a base class, which is only hidden; where it is None, or only annotated;
and where it is defined under a condition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for replaced in project.replacing_backrefs():
        backref = replaced.backref
        label = f"{backref.target.name}.{backref.name}"
        yield RULE.finding(
            backref.where,
            f"the backref of `{backref.relationship.label}` replaces `{label}`",
            subject=backref.relationship.full_name,
            notes=(Note(replaced.place, f"`{label}` is defined here"),),
            help=f"give the backref another name, or `{label}`",
            concerns=(
                backref.relationship.owner.cls.location.path,
                backref.target.cls.location.path,
            ),
        )


RULE = Rule("MAP411", "backref-over-attribute", Severity.WARNING, Runtime.WARNS, check)
