"""A relationship leads to another class than its annotation says.

## What happens

Nothing is said: the class given to `relationship()` counts, and type checkers believe the
annotation.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Tag"]] = relationship(  # warning: [annotation-of-another-class]
        "Post"
    )


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
    posts: Mapped[list["Post"]] = relationship("Post")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where one class inherits from the other, and where the annotation does not name a mapped class.
Where the class in the argument cannot be joined or has no such other side, that is reported, and
the annotation is shown beside it.

## Fix

The annotation becomes the class that the argument names. Unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.annotations import right_class
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in project.contradicted():
        relationship = found.relationship
        target = relationship.target_mapper
        assert target is not None
        assert found.other is not None
        yield RULE.finding(
            found.where,
            f"`{relationship.label}` is annotated with `{found.said}`, but leads to "
            f"`{target.name}`",
            subject=relationship.full_name,
            notes=(Note(target.cls.location, f"`{target.name}` is defined here"),),
            help=f"annotate it with `{target.name}`, or lead it to `{found.said}`",
            concerns=(found.other.cls.location.path,),
            fixes=right_class(project, relationship),
        )


RULE = Rule(
    "MAP331", "annotation-of-another-class", Severity.WARNING, Runtime.SILENT, check, fix=True
)
