"""An argument of a relationship that does nothing, or more harm than good.

## What happens

SQLAlchemy warns when the module is imported:

    SAWarning: Setting passive_deletes on relationship() while also setting viewonly=True does not
    make sense, as a viewonly=True relationship does not perform persistence operations. This
    configuration may raise an error in a future release.

and of `omit_join=True`:

    SAWarning: setting omit_join to True is not supported; selectin loading of this relationship
    may not work correctly if this flag is set explicitly.  omit_join optimization is automatically
    detected for conditions under which it is supported.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(
        viewonly=True,
        passive_deletes=True,  # warning: [ineffective-arguments]
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
    posts: Mapped[list["Post"]] = relationship(viewonly=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where an argument is not read: a variable, `**` options, a condition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.conflicts import ineffective
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        for found in ineffective(call):
            yield RULE.finding(
                found.where,
                f"`{call.label}` {found.what}",
                subject=f"{call.subject}({found.advice})",
                help=found.advice,
                concerns=call.concerns,
            )


RULE = Rule("MAP325", "ineffective-arguments", Severity.WARNING, Runtime.WARNS, check)
