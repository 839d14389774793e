"""Two relationships write the same column, and neither knows of the other.

## What happens

    SAWarning: relationship 'Post.author' will copy column users.id to column posts.author_id,
    which conflicts with relationship(s): 'User.posts' (copies users.id to posts.author_id). If this
    is not the intention, consider if these relationships should be linked with back_populates, or
    if viewonly=True should be applied to one or more if they are read-only. For the less common
    case that foreign key constraints are partially overlapping, the orm.foreign() annotation can be
    used to isolate the columns that should be written towards. To silence this warning, add the
    parameter 'overlaps="posts"' to the 'Post.author' relationship.
    (Background on this error at: https://sqlalche.me/e/20/qzyx)

A flush takes the value from the one that comes last. Whoever sets one of the two does not see it in
the other, and a change made through one can be undone by the other.

There are three remedies. Two relationships that are the two ends of one link should name each
other in `back_populates`. One that is only read, such as a shortcut through the table of an
association class, or a filtered copy of another, should be `viewonly=True`. Where both are meant to
write, `overlaps="..."` says so; that is the case of composite keys that share a column.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship()


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship()  # warning: [overlapping-relationships]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="author")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(back_populates="posts")
```

## Fix

`back_populates` on both sides where they are the two ends of one link; `overlaps` where one writes
a column besides; else `viewonly=True` on the one reported, which is only right if nothing is
assigned to it. Unsafe.

## When it stays silent

Where the columns of one of the two are not known, or `overlaps` or `viewonly` cannot be read; and
where SQLAlchemy is silent too: the sides of one pair, classes in different branches of a hierarchy,
projects that run on a SQLAlchemy before 1.4.
Relationships that fail for another reason are reported for that alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.overlaps import apart
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.project import Project
    from mapperlint.model.relationships.overlaps import Overlapping
    from mapperlint.model.tables.tables import Column


def check(project: Project) -> Iterator[Diagnostic]:
    for found in project.overlapping():
        if project.sqlalchemy.before("1.4"):
            return  # The warning came with 1.4, and so did `overlaps`.
        relationship = found.relationship
        others = found.others
        writes = "writes" if len(others) == 1 else "write"
        yield RULE.finding(
            relationship.where,
            f"`{relationship.label}` writes {_columns(found.columns)}, which "
            f"{_listed(f'`{other.label}`' for other in others)} {writes} too",
            subject=relationship.full_name,
            notes=tuple(
                dict.fromkeys(
                    Note(each.other.where, f"`{each.other.label}` writes {_columns(each.columns)}")
                    for each in found.overlaps
                )
            ),
            help=_remedy(found),
            concerns=tuple(each.owner.cls.location.path for each in (relationship, *others)),
            fixes=apart(project, found),
        )


def _remedy(found: Overlapping) -> str:
    """What settles all overlaps of the one relationship."""
    relationship = found.relationship
    first = found.overlaps[0]
    if len(found.overlaps) == 1 and first.opposite:
        other = first.other
        return (
            f'pair them: `back_populates="{other.name}"` on `{relationship.label}` and '
            f'`back_populates="{relationship.name}"` on `{other.label}`'
        )
    names = ",".join(sorted({other.name for other in found.others}))
    return (
        f"make `{relationship.label}` `viewonly=True` if it is only read; "
        f'if both shall write, add `overlaps="{names}"` to it'
    )


def _columns(columns: Iterable[Column]) -> str:
    return _listed(f"`{column.label}`" for column in columns)


def _listed(names: Iterable[str]) -> str:
    *first, last = dict.fromkeys(names)
    return f"{', '.join(first)} and {last}" if first else last


RULE = Rule("MAP409", "overlapping-relationships", Severity.WARNING, Runtime.WARNS, check, fix=True)
