"""A relationship to many objects is annotated as one object.

## What happens

Nothing is said until there are two:

    SAWarning: Multiple rows returned with uselist=False for lazily-loaded attribute 'User.posts'

and one of them is taken.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped["Post"] = relationship()  # warning: [one-of-many]


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

Where `uselist=False` or `Optional[...]` says that one is meant, and where one-to-one can be meant:
the relationship has no secondary table, and its name is not the plural of the class, or its key is
unique.

## Fix

The annotation becomes what the join yields: a list of objects. Unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.annotations import collection
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        found = project.contradictions.one_of_many(relationship)
        target = relationship.target_mapper
        if found is not None and target is not None:
            yield RULE.finding(
                found.where,
                f"`{relationship.label}` is annotated as one object, but leads to many "
                f"`{target.name}`",
                subject=relationship.full_name,
                help=f'annotate it as a collection: `Mapped[list["{target.name}"]]`',
                concerns=(target.cls.location.path,),
                fixes=collection(project, relationship),
            )


RULE = Rule("MAP333", "one-of-many", Severity.WARNING, Runtime.SILENT, check, fix=True)
