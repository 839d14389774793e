"""The `lazy` of a relationship is no way of loading.

## What happens

    LoaderStrategyException: Can't find strategy (('lazy', 'eager'),) for User.posts

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(lazy="eager")  # error: [invalid-lazy]


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
    posts: Mapped[list["Post"]] = relationship(lazy="joined")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where one of the versions of SQLAlchemy that the project may run on knows the word: `write_only` is
new in 2.0.

## Fix

A misspelt word becomes the one that is a slip away. A word that is alike only is unsafe, and where
several are as near, each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.corrections import near_names
from mapperlint.model.near import meant
from mapperlint.model.relationships.loading import WORDS, invalid_lazy
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        lazy = invalid_lazy(call, project.sqlalchemy)
        if lazy is not None:
            word = lazy.value
            yield RULE.finding(
                lazy.where,
                f"`{call.label}` is to be loaded by `{word}`, which is no way of loading",
                subject=call.subject,
                help=meant(str(word), WORDS) or f"the ways are {', '.join(WORDS)}",
                concerns=call.concerns,
                fixes=near_names(project, lazy.where, str(word), WORDS),
            )


RULE = Rule("MAP326", "invalid-lazy", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
