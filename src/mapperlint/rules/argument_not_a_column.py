"""An argument of a relationship holds something that is no column.

## What happens

    ArgumentError: Column expression expected for argument 'foreign_keys'; got 'Post.user_id'.

A string may stand for the whole argument, but not for an item of a list; and a name that no class
or table has may still be a function of Python, like `id`.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        foreign_keys=["Post.user_id"]  # error: [argument-not-a-column]
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
    posts: Mapped[list["Post"]] = relationship(foreign_keys="[Post.user_id]")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where an item is not read: a variable of another package, a function that is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.argument_values import NotAColumn
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for fault in project.argument_faults:
        if not isinstance(fault, NotAColumn):
            continue
        call = fault.call
        yield RULE.finding(
            fault.where,
            f"`{fault.argument}` of `{call.label}` holds {fault.what}, which is no column",
            subject=f"{call.subject}({fault.argument})",
            help=f'write the whole list as one string: `"[{fault.text}]"`'
            if fault.text
            else "name a column, as an attribute of its class",
            concerns=call.concerns,
        )


RULE = Rule("MAP328", "argument-not-a-column", Severity.ERROR, Runtime.CONFIGURE, check)
