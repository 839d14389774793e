"""A foreign key is given something that is no column, or two lists that do not fit each other.

## What happens

    ArgumentError: String column name or Column object for DDL foreign key constraint expected, got
    <class 'models.User'>.

    ArgumentError: ForeignKeyConstraint number of constrained columns must match the number of
    referenced columns.

    ArgumentError: ForeignKeyConstraint on posts(user_id, group_id) refers to multiple remote
    tables: users and groups

    ArgumentError: ForeignKey target given as a tuple must have two tokens (table_name, column_name)
    or three tokens (schema, table_name, column_name); got 1

    ArgumentError: ForeignKeyConstraint with duplicate source column references are not supported.

when the class statement or the `Table(...)` runs.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User))  # error: [malformed-foreign-key]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
```

## When it stays silent

Where what is given is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.references import malformed
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[tuple[str, int, int]] = set()
    for found in malformed(project.declarations, project.checked_tables()):
        place = (found.where.path, found.where.span.line, found.where.span.column)
        if place not in seen:
            seen.add(place)
            yield RULE.finding(
                found.where,
                f"the foreign key {found.wrong}",
                subject=found.subject,
                help=found.remedy,
            )


RULE = Rule("MAP204", "malformed-foreign-key", Severity.ERROR, Runtime.IMPORT, check)
