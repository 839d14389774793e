"""A backref has a name that the other class, or one of its hierarchy, already maps.

## What happens

    ArgumentError: Error creating backref 'posts' on relationship 'Post.author': property of that
    name exists on mapper 'Mapper[User(users)]'

The name may be a column, a relationship, or another backref; two classes that take a relationship
with a backref from one mixin give the same name twice. Parents and children of the class count,
unless they are concrete.

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
    author: Mapped["User"] = relationship(backref="posts")  # error: [backref-collision]
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

## When it stays silent

Where one of the two stands under a condition, or in a module that is not loaded together with the
other.

## Fix

Where the name is that of a relationship that follows the same columns back, and names no other side
or this one, the two name each other in `back_populates`. Safe. Where it is that of another
relationship's backref, and both lead to one class over the same columns, the second is only read,
without a backref, which is unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.mending.backrefs import paired_with_written
from mapperlint.model.mending.second_ways import beside_a_backref
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.model.relationships.backrefs import TakenName


def check(project: Project) -> Iterator[Diagnostic]:
    for taken in project.taken_backrefs():
        backref = taken.backref
        relationship = backref.relationship
        label = f"{taken.holder.name}.{backref.name}"
        yield RULE.finding(
            backref.where,
            f"the backref of `{relationship.label}` would be `{backref.target.name}."
            f"{backref.name}`, but {_what(taken)}",
            subject=relationship.full_name,
            notes=(Note(taken.attribute.where, f"`{label}` comes from here"),),
            help=_remedy(taken),
            concerns=tuple(mapper.cls.location.path for mapper in taken.makers),
            fixes=paired_with_written(project, taken) or beside_a_backref(project, taken),
        )


def _what(taken: TakenName) -> str:
    """What has the name already, in words."""
    label = f"{taken.holder.name}.{taken.backref.name}"
    match taken.attribute:
        case Relationship(generated_by=Relationship() as maker):
            return f"`{label}` is already the backref of `{maker.label}`"
        case Relationship():
            return f"`{label}` is already a relationship"
        case ColumnAttribute():
            return f"`{label}` is already a column"
    return f"`{label}` is already mapped"


def _remedy(taken: TakenName) -> str:
    attribute, owner = taken.attribute, taken.backref.relationship.owner
    if isinstance(attribute, Relationship) and attribute.generated_by is None:
        target = attribute.target_mapper
        if target is not None and target.base is owner.base:
            return "name each other with `back_populates` on both sides, without a backref"
    return "give the backref another name"


RULE = Rule("MAP407", "backref-collision", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
