"""A relationship to one object is annotated as a collection.

## What happens

Nothing is said. The foreign key lies on this side, so that there is one object at most: the
attribute is that object or None, whatever the annotation says.

    AttributeError: 'NoneType' object has no attribute 'append'

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped[list["User"]] = relationship()  # warning: [collection-of-one]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship()
```

## When it stays silent

Where the direction of the relationship is not known, and where its other side has the same
direction: that is reported.

## Fix

The annotation becomes what the join yields: one object, or `Optional` of it where the key may be
NULL. Unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.annotations import one_object
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        found = project.contradictions.collection_of_one(relationship)
        target = relationship.target_mapper
        if found is not None and target is not None:
            yield RULE.finding(
                found.where,
                f"`{relationship.label}` is annotated as a collection, but its foreign key leads "
                f"to one `{target.name}`",
                subject=relationship.full_name,
                help=f'annotate it as one object: `Mapped["{target.name}"]`',
                concerns=(target.cls.location.path,),
                fixes=one_object(project, relationship),
            )


RULE = Rule("MAP332", "collection-of-one", Severity.WARNING, Runtime.SILENT, check, fix=True)
