"""Two relationships of a pair each name an other side, but the names do not meet.

## What happens

SQLAlchemy accepts it. Changes of one attribute go to the wrong attribute of the other class, or
fail much later with `ValueError: Bidirectional attribute conflict detected`.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        foreign_keys="Post.author_id", back_populates="author"
    )
    reviews: Mapped[list["Post"]] = relationship(
        foreign_keys="Post.editor_id",
        back_populates="author",  # warning: [crossed-pair]
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(foreign_keys=author_id, back_populates="posts")
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        foreign_keys="Post.author_id", back_populates="author"
    )
    reviews: Mapped[list["Post"]] = relationship(
        foreign_keys="Post.editor_id", back_populates="editor"
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(foreign_keys=author_id, back_populates="posts")
    editor: Mapped["User"] = relationship(foreign_keys=editor_id, back_populates="reviews")
```

## When it stays silent

Where one of the two is `viewonly`, or where a keyword cannot be read. Where SQLAlchemy refuses the
other side for the name it gives, that is reported alone.

## Fix

Where the two follow the same columns, the other side is made to name this one. Else the name
becomes that of the relationship that follows the same columns back and is free. Safe where that
names this one, or has a name like the one given; else unsafe. Unsafe too: of two relationships that
lead to one class over the same columns, the second, which names the other side of the first, is
only read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.other_sides import uncrossed
from mapperlint.model.mending.second_ways import beside_a_pair
from mapperlint.model.relationships.arguments import Given
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for pair in project.pairs.claims.crossed():
        forward, back = pair.forward, pair.back
        answer = back.back_populates
        assert isinstance(answer, Given)
        yield RULE.finding(
            pair.name.where,
            f"`{forward.label}` names `{back.label}` as its other side, but that names "
            f"`{forward.owner.name}.{answer.value}`",
            subject=forward.full_name,
            notes=(Note(answer.where, f"`{back.label}` names `{answer.value}`"),),
            concerns=(forward.owner.cls.location.path,),
            fixes=uncrossed(project, pair) or beside_a_pair(project, pair),
        )


RULE = Rule("MAP404", "crossed-pair", Severity.WARNING, Runtime.SILENT, check, fix=True)
