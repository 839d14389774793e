"""The `cascade` of a relationship has a word that SQLAlchemy does not know.

## What happens

The import of the module fails:

    ArgumentError: Invalid cascade option(s): 'delete_orphan'

In a `backref(...)` the same comes when mappers are configured. Words are separated by commas.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        cascade="all, delete_orphan"  # error: [invalid-cascade]
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
    posts: Mapped[list["Post"]] = relationship(cascade="all, delete-orphan")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where an argument is not read: a variable, `**` options, a condition.

## Fix

A misspelt word becomes the one that was meant, `delete_orphan` becomes `delete-orphan`, and commas
are put where they lack. Safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.cascades import spelt_right
from mapperlint.model.relationships.cascades import WORDS
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        cascade = call.cascade
        if cascade is None or not cascade.invalid:
            continue
        words = ", ".join(f"`{word}`" for word in cascade.invalid)
        yield RULE.finding(
            cascade.where,
            f"the cascade of `{call.label}` has {words}, which SQLAlchemy does not know",
            subject=call.subject,
            help=f"the words are {', '.join(WORDS)}, separated by commas",
            concerns=call.concerns,
            fixes=spelt_right(project, call, cascade),
        )


RULE = Rule("MAP322", "invalid-cascade", Severity.ERROR, Runtime.IMPORT, check, fix=True)
