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

A pair that is one-sided on purpose says so: `# mapperlint: one-sided, and why`.

## When it stays silent

Where one of the two is `viewonly`, or where the other side may be named by keywords that cannot
be read. Where several name one other side, it can name only one of them back: that is one finding,
and none if `overlaps` says that they share what they write.

## Fix

The other side gets the `back_populates` that it lacks, where both follow the same columns. Safe.
Where several relationships name one, the ways to choose are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.other_sides import completed, settled
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.model.relationships.claims import Claimed


def check(project: Project) -> Iterator[Diagnostic]:
    for claimed in project.pairs.claims.unanswered():
        if not claimed.is_shared_knowingly:
            one = len(claimed.claims) == 1
            yield _of_one(project, claimed) if one else _of_several(project, claimed)


def _of_one(project: Project, claimed: Claimed) -> Diagnostic:
    (pair,) = claimed.claims
    forward, back = pair.forward, pair.back
    return RULE.finding(
        pair.name.where,
        f"`{forward.label}` names `{back.label}` as its other side, but that does not name it back",
        subject=forward.full_name,
        notes=(Note(back.where, f"`{back.label}` has no `back_populates`"),),
        help=f'add `back_populates="{forward.name}"` to `{back.label}`',
        concerns=(forward.owner.cls.location.path,),
        fixes=completed(project, pair),
    )


def _of_several(project: Project, claimed: Claimed) -> Diagnostic:
    *others, last = claimed.claims
    back = claimed.back
    names = ", ".join(f"`{each.forward.label}`" for each in others)
    return RULE.finding(
        last.name.where,
        f"`{last.forward.label}` names `{back.label}` as its other side, and so does {names}, but "
        "that can name only one of them back",
        subject=last.forward.full_name,
        notes=(
            *(Note(each.name.where, f"`{each.forward.label}` names it too") for each in others),
            Note(back.where, f"`{back.label}` has no `back_populates`"),
        ),
        help=f"let `{back.label}` name one of them in `back_populates`, and make the others "
        "`viewonly=True` or give them a side of their own",
        concerns=tuple(each.forward.owner.cls.location.path for each in claimed.claims),
        fixes=settled(project, claimed),
    )


RULE = Rule("MAP405", "one-sided-pair", Severity.WARNING, Runtime.SILENT, check, fix=True)
