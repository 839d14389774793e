"""A comment silences a rule that has nothing to say there.

## What happens

Nothing, today. A comment that has outlived its reason silences the next mistake in the same place,
which nobody has looked at. So does one that was meant for another statement, or that misspells the
name of a rule.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    # warning: [unused-suppression]
    posts: Mapped[list["Post"]] = relationship(  # mapperlint: ignore[one-sided-pair] read by nobody
        back_populates="user"
    )


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(back_populates="posts")
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

A comment silences the statement it stands in, from the first line to the last, or the one below it:

    # mapperlint: ignore[one-sided-pair] why    by name, by code (MAP405) or by family (MAP4)
    # mapperlint: one-sided why                 the same as ignore[one-sided-pair]
    # mapperlint: file-ignore[MAP405] why       above the first statement: for the whole file
    # noqa: MAP405                              as other linters write it; a bare `# noqa` is theirs

## When it stays silent

Where a rule that is named was not asked, where something else is found in the same statement, which
may hide what the comment is for, and in files that are not read as models.

## Fix

The comment is removed, or the name of the rule is taken out of it where others are needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(_: Project) -> Iterator[Diagnostic]:
    """No model knows which comments have served: the engine asks that after all other rules."""
    yield from ()


RULE = Rule("MAP903", "unused-suppression", Severity.WARNING, Runtime.SILENT, check, fix=True)
