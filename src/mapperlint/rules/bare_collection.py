"""A collection is annotated in a way that SQLAlchemy takes for one object.

## What happens

Nothing is said: only a collection with the class it holds makes the attribute a collection. Of
`Mapped[list]` and `Mapped[Iterable["Post"]]` one object is left.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list] = relationship("Post")  # warning: [bare-collection]


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

Where `uselist` or `collection_class` is given.

## Fix

`list` becomes `list["Post"]`, and `Iterable["Post"]` as well. Unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.annotations import filled_collection
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        found = project.contradictions.bare_collection(relationship)
        target = relationship.target_mapper
        if found is not None and target is not None:
            yield RULE.finding(
                found.where,
                f"`{relationship.label}` is annotated with `{found.said}`, which SQLAlchemy takes "
                f"for one `{target.name}`",
                subject=relationship.full_name,
                help=f'annotate it with `Mapped[list["{target.name}"]]`',
                concerns=(target.cls.location.path,),
                fixes=filled_collection(project, relationship),
            )


RULE = Rule("MAP334", "bare-collection", Severity.WARNING, Runtime.SILENT, check, fix=True)
