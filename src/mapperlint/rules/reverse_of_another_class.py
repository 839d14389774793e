"""`back_populates` names a relationship that leads to some other class.

## What happens

    ArgumentError: reverse_property 'owner' on relationship User.posts references relationship
    Post.owner, which does not reference mapper Mapper[User(users)]

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    # error: [reverse-of-another-class]
    posts: Mapped[list["Post"]] = relationship(back_populates="owner")


class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    user: Mapped["User"] = relationship()
    owner: Mapped["Team"] = relationship()
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="user")


class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    user: Mapped["User"] = relationship(back_populates="posts")
    owner: Mapped["Team"] = relationship()
```

## When it stays silent

Where both classes belong to one inheritance hierarchy, where a target is not known, and where the
other side has no join, or no such other side itself: that is reported instead.

## Fix

The name becomes that of the relationship of the target that follows the same columns back. Safe
where that names this one, or has a name like the one given; else unsafe. Unsafe too: the other side
leads to this class, which has the relationship that it names; or, where no relationship of the
target leads back at all, `back_populates` is removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Fix, Note, Severity
from mapperlint.model.mending.lost_joins import another_class
from mapperlint.model.mending.other_sides import parted, redirected
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.model.relationships.pairs import TwoSided


def check(project: Project) -> Iterator[Diagnostic]:
    for pair in project.pairs.parted:
        forward, back = pair.forward, pair.back
        leads_to = back.target_mapper
        assert leads_to is not None
        yield RULE.finding(
            pair.name.where,
            f"`{forward.label}` names `{back.label}` as its other side, but that leads to "
            f"`{leads_to.name}`, not to `{forward.owner.name}`",
            subject=forward.full_name,
            notes=(
                Note(back.target_where, f"`{back.label}` leads to `{leads_to.name}`"),
                *project.contradictions.explanation(back),
            ),
            concerns=(forward.owner.cls.location.path,),
            fixes=_fixes(project, pair),
        )


def _fixes(project: Project, pair: TwoSided) -> tuple[Fix, ...]:
    """Either side may be wrong: what this one names, or where that one leads."""
    forward, back = pair.forward, pair.back
    return (
        redirected(project, pair)
        or another_class(project, back)
        or parted(project, forward, back.owner, pair.name.value)
    )


RULE = Rule(
    "MAP403", "reverse-of-another-class", Severity.ERROR, Runtime.CONFIGURE, check, fix=True
)
