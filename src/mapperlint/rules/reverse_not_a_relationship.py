"""`back_populates` names an attribute that is no relationship.

## What happens

    InvalidRequestError: back_populates on relationship 'User.posts' refers to attribute
    'Post.user_id' that is not a relationship. The back_populates parameter should refer to the name
    of a relationship on the target class.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    # error: [reverse-not-a-relationship]
    posts: Mapped[list["Post"]] = relationship(back_populates="user_id")


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

Where it is not known what the attribute is.

## Fix

The name becomes that of the relationship of the target that follows the same columns back. Safe
where that names this one, or has a name like the one given; else unsafe. Where no relationship of
the target leads back, and the name is that of a column without a foreign key, `back_populates` is
removed, which is unsafe too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.other_sides import alone, corrected
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for named in project.pairs.reverses_of_another_kind():
        relationship, target = named.relationship, named.target
        yield RULE.finding(
            named.where,
            f"`{relationship.label}` names `{target.name}.{named.name}` as its other side, but "
            "that is not a relationship",
            subject=relationship.full_name,
            notes=(Note(named.place, f"`{target.name}.{named.name}` is {named.lacks}"),),
            help=meant(named.name, named.candidates),
            concerns=(relationship.owner.cls.location.path,),
            fixes=corrected(project, relationship, target, named.name)
            or alone(project, relationship, target, named.name),
        )


RULE = Rule(
    "MAP402", "reverse-not-a-relationship", Severity.ERROR, Runtime.CONFIGURE, check, fix=True
)
