"""`uselist` says something else than the annotation.

## What happens

Nothing is said. `uselist=True` does nothing beside `Mapped["Post"]`, which is one object;
`uselist=False` makes one object of what is annotated as a collection.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        uselist=False  # warning: [uselist-against-annotation]
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
    posts: Mapped[list["Post"]] = relationship()


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where a `collection_class` is given, or a way of loading that needs a collection.

## Fix

`uselist` is removed. Safe where it says True, which SQLAlchemy passes over; unsafe where it says
False, which counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.annotations import without_uselist
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        found = project.contradictions.uselist(relationship)
        if found is not None:
            said, annotated = (
                ("True", "one object")
                if found.said == "True"
                else (
                    "False",
                    "a collection",
                )
            )
            yield RULE.finding(
                found.where,
                f"`{relationship.label}` has `uselist={said}`, but is annotated as {annotated}",
                subject=relationship.full_name,
                help="remove `uselist`; the annotation says it",
                concerns=(relationship.owner.cls.location.path,),
                fixes=without_uselist(project, relationship),
            )


RULE = Rule(
    "MAP337", "uselist-against-annotation", Severity.WARNING, Runtime.SILENT, check, fix=True
)
