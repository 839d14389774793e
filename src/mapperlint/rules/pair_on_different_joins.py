"""The two sides of a pair name each other, but follow different columns.

## What happens

SQLAlchemy accepts it. Setting one side sets the other in memory, so that a flush fills in the
columns of both: two foreign keys, two association tables, or a foreign key and a table. What is
loaded again is not what was set.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        foreign_keys="Post.editor_id",
        back_populates="author",  # warning: [pair-on-different-joins]
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(foreign_keys=[author_id], back_populates="posts")
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        foreign_keys="Post.author_id",
        back_populates="author",
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(foreign_keys=[author_id], back_populates="posts")
```

## When it stays silent

Where one of the two is `viewonly`, where their columns are only partly different, and where one of
the joins is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.project import Project
    from mapperlint.model.relationships.doubtful_joins import DividedPair
    from mapperlint.model.tables.tables import Column


def check(project: Project) -> Iterator[Diagnostic]:
    for divided in project.pairs.divided():
        pair = divided.pair
        forward, back = pair.forward, pair.back
        yield RULE.finding(
            pair.name.where,
            f"`{forward.label}` and its other side `{back.label}` {_difference(divided)}",
            subject=forward.full_name,
            notes=(Note(back.where, f"`{back.label}` {_way(divided.back)}"),),
            help=_remedy(divided),
            concerns=(forward.owner.cls.location.path, back.owner.cls.location.path),
        )


def _difference(divided: DividedPair) -> str:
    if divided.same_way:
        return f"read `{divided.forward[0].table.label}` from the same end"
    return f"are different links: {_columns(divided.forward)} and {_columns(divided.back)}"


def _way(columns: tuple[Column, ...]) -> str:
    return f"writes {_columns(columns)}"


def _remedy(divided: DividedPair) -> str:
    if divided.same_way:
        return "exchange `primaryjoin` and `secondaryjoin` on one of the two"
    return "let both use the same columns, or pair each with a relationship of its own"


def _columns(columns: Iterable[Column]) -> str:
    return ", ".join(f"`{column.label}`" for column in columns)


RULE = Rule("MAP412", "pair-on-different-joins", Severity.WARNING, Runtime.SILENT, check)
