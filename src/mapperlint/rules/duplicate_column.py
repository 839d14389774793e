"""Two columns of one table have the same name.

## What happens

    DuplicateColumnError: A column with name 'name' is already present in table 'guests'.

when the class statement or the `Table(...)` runs, since SQLAlchemy 2.0. In 1.4 the second column
replaces the first, with a warning (`replaced-column`); but where the first is a primary key, or an
attribute of another name, 1.4 fails as well:

    ArgumentError: Trying to redefine primary-key column 'id' as a non-primary-key column on table
    'guests'

    ArgumentError: When configuring property 'title' on mapped class Guest->guests, column
    'guests.name' is not represented in the mapper's table.

## Example

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column("name", String(80))  # error: [duplicate-column]
```

Use instead:

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(80))
```

`synonym("name")` gives one column a second name.

## When it stays silent

Where the table says `extend_existing`, where the name of a column is not read, and where the
project may run on SQLAlchemy 1.4, which would replace the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in project.columns_of_one_name:
        if not found.irreplaceable and not project.declarations.surely_since("2.0"):
            continue  # There it is no error: `replaced-column` says so.
        yield RULE.finding(
            found.second.where,
            f"the table `{found.label}` has a column `{found.name}` already",
            subject=f"{found.label}.{found.name}",
            notes=(Note(found.first.where, f"`{found.name}` is declared here"),),
        )


RULE = Rule("MAP111", "duplicate-column", Severity.ERROR, Runtime.IMPORT, check)
