"""A relationship names its other side, but the other side does not name it back.

## What happens

SQLAlchemy accepts it. Assigning to the side that has `back_populates` updates the other, but not
the other way round: objects hold stale collections until they are loaded again.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="user")  # warning: [one-sided-pair]


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

A pair that is one-sided on purpose says so: `# mapperlint: ignore[one-sided-pair] and why`.

## When it stays silent

Where one of the two is `viewonly`, or where the other side may be named by keywords that cannot
be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.relationships.arguments import Absent
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for pair in project.linked_pairs():
        forward, back = pair.forward, pair.back
        if not pair.meets or not pair.writes:
            continue
        if isinstance(back.back_populates, Absent) and isinstance(back.backref, Absent):
            yield RULE.finding(
                pair.name.where,
                f"`{forward.label}` names `{back.label}` as its other side, but that does not "
                "name it back",
                subject=forward.full_name,
                notes=(Note(back.where, f"`{back.label}` has no `back_populates`"),),
                help=f'add `back_populates="{forward.name}"` to `{back.label}`',
                concerns=(forward.owner.cls.location.path,),
            )


RULE = Rule("MAP405", "one-sided-pair", Severity.WARNING, Runtime.SILENT, check)
