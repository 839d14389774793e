"""A relationship is annotated with several classes, of which it leads to one.

## What happens

Nothing is said: SQLAlchemy takes the first of them.

## Example

```python
from typing import Union


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[Union["Post", "Tag"]] = relationship("Post")  # warning: [union-target]


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship()


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where all but one of them is None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        found = project.contradictions.union(relationship)
        if found is None:
            continue
        target = relationship.target_mapper
        name = found.said if target is None else target.name
        yield RULE.finding(
            found.where,
            f"`{relationship.label}` is annotated with several classes, but leads to `{name}` "
            "alone",
            subject=relationship.full_name,
            help="a relationship leads to one class: annotate that, or a common parent",
            concerns=(relationship.owner.cls.location.path,),
        )


RULE = Rule("MAP335", "union-target", Severity.WARNING, Runtime.SILENT, check)
