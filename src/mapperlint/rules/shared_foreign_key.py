"""One `ForeignKey` object is given to two columns.

## What happens

    InvalidRequestError: This ForeignKey already has a parent !

when the second column is made.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


to_user = ForeignKey("users.id")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(to_user)
    editor_id: Mapped[int] = mapped_column(to_user)  # error: [shared-foreign-key]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


def to_user() -> ForeignKey:
    return ForeignKey("users.id")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(to_user())
    editor_id: Mapped[int] = mapped_column(to_user())
```

## When it stays silent

Where it is not sure that the two are one object: a call in a function or a loop makes one each
time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.column_calls import shared_keys
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:

    seen: set[Location] = set()
    for found in shared_keys(project.checked_tables()):
        if found.where not in seen:
            seen.add(found.where)
            first, second = found.first, found.second
            yield RULE.finding(
                found.where,
                f"this foreign key belongs to `{first.label}` already, `{second.label}` needs one "
                "of its own",
                subject=second.label,
                notes=(Note(first.where, f"`{first.label}` takes it here"),),
                help="write `ForeignKey(...)` for each column",
            )


RULE = Rule("MAP211", "shared-foreign-key", Severity.ERROR, Runtime.IMPORT, check)
