"""Arguments of a column that exclude each other, or that have a value of the wrong kind.

## What happens

One of these, when the call or the class statement runs:

    ArgumentError: May not pass name positionally and as a keyword.

    ArgumentError: May not pass type_ positionally and as a keyword.

    ArgumentError: Explicit 'name' is required when sending 'quote' argument

    ArgumentError: The 'index' keyword argument on Column is boolean only. To create indexes with a
    specific name, create an explicit Index object external to the Table.

    ArgumentError: A column with an Identity object cannot specify a server_default or a
    server_onupdate argument

    ArgumentError: A column with an Identity object cannot specify autoincrement=False

    ArgumentError: An column cannot specify both Identity and Sequence.

    ArgumentError: A generated column cannot specify a server_default or a server_onupdate argument

    ArgumentError: The 'default' and 'insert_default' parameters of Column are mutually exclusive

The last since SQLAlchemy 2.1.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(
        String(80),
        index="users_by_email",  # error: [conflicting-column-arguments]
    )
```

Use instead:

```python
from sqlalchemy import Index


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(80))
    __table_args__ = (Index("users_by_email", "email"),)
```

## When it stays silent

Where an argument is not read: a variable, `**` options, a condition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.column_calls import clashes
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:

    seen: set[Location] = set()
    for found in clashes(project.declarations, project.checked_tables()):
        if found.where not in seen:
            seen.add(found.where)
            yield RULE.finding(
                found.where,
                f"the column `{found.label}` {found.wrong}",
                subject=found.label,
                help=found.remedy,
            )


RULE = Rule("MAP210", "conflicting-column-arguments", Severity.ERROR, Runtime.IMPORT, check)
