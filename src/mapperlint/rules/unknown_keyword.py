"""`relationship()` gets an argument that it does not take.

## What happens

The import of the module fails:

    TypeError: relationship() got an unexpected keyword argument 'back_populate'

and, where SQLAlchemy 2.0 gets more than the class and the secondary table by position:

    TypeError: relationship() takes from 0 to 2 positional arguments but 3 were given

In a `backref(...)` the same comes when mappers are configured.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    posts: Mapped[list["Post"]] = relationship(cascde="all")  # error: [unknown-keyword]


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
    posts: Mapped[list["Post"]] = relationship(cascade="all")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where one of the versions of SQLAlchemy that the project may run on takes the argument.

## Fix

A misspelt keyword becomes the one that is a slip away, if the call has not got that too. One that
is alike only is unsafe, and where several are as near, each is shown. Calls with `**` are left
alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.corrections import near_names, renamed_keyword
from mapperlint.model.near import meant
from mapperlint.model.relationships.unknown_keywords import unknown_keywords
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for call in project.relationship_calls():
        for found in unknown_keywords(call, project.sqlalchemy):
            yield RULE.finding(
                found.where,
                f"`{call.label}` gets {found.what}",
                subject=f"{call.subject}({found.name})",
                help=found.advice or meant(found.name, found.names),
                concerns=call.concerns,
                fixes=near_names(project, found.where, found.name, found.names)
                if found.call is None
                else renamed_keyword(project, found.call, found.name, found.names),
            )


RULE = Rule("MAP321", "unknown-keyword", Severity.ERROR, Runtime.IMPORT, check, fix=True)
