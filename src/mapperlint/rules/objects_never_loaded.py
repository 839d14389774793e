"""A relationship is said never to be loaded, which SQLAlchemy 2.1 deprecates.

## What happens

    SADeprecationWarning: The ``noload`` loader strategy is deprecated and will be removed in a
    future release. This option produces incorrect results by returning ``None`` for related items.

when mappers are configured, since SQLAlchemy 2.1. `lazy=None` means the same. In every version the
attribute is empty, whatever the database holds.

## Example

```python
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "2.1"
```

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        lazy="noload"  # warning: [objects-never-loaded]
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
    posts: Mapped[list["Post"]] = relationship(lazy="raise")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

`lazy="write_only"` is there for collections that are too large to be loaded.

## When it stays silent

Where the project may run on a version before 2.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.loading import never_loaded
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        where = never_loaded(call)
        if where is not None and project.declarations.surely_since("2.1"):
            yield RULE.finding(
                where,
                f"`{call.label}` is always empty, since it is never loaded",
                subject=call.subject,
                help='use `lazy="raise"`, or `lazy="write_only"` for a large collection',
                concerns=call.concerns,
            )


RULE = Rule("MAP340", "objects-never-loaded", Severity.WARNING, Runtime.WARNS, check)
