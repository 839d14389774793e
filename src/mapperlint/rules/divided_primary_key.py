"""A `PrimaryKeyConstraint` names other columns than those that say `primary_key=True`.

## What happens

    SAWarning: Table 'seats' specifies columns 'id' as primary_key=True, not matching locally
    specified columns 'row', 'number'; setting the current primary key columns to 'row', 'number'.
    This warning may become an exception in a future release

when the class statement or the `Table(...)` runs. The constraint wins: the column that says
`primary_key=True` is no part of the key.

## Example

```python
from sqlalchemy import PrimaryKeyConstraint


class Seat(Base):
    __tablename__ = "seats"
    id: Mapped[int] = mapped_column(primary_key=True)
    row: Mapped[int]
    number: Mapped[int]
    __table_args__ = (
        PrimaryKeyConstraint("row", "number"),  # warning: [divided-primary-key]
    )
```

Use instead:

```python
from sqlalchemy import UniqueConstraint


class Seat(Base):
    __tablename__ = "seats"
    id: Mapped[int] = mapped_column(primary_key=True)
    row: Mapped[int]
    number: Mapped[int]
    __table_args__ = (UniqueConstraint("row", "number"),)
```

## When it stays silent

Where both name the same columns, and where a column of either is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.constraint_columns import TableItems
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:

    items = TableItems(project.declarations, project.mappers)
    seen: set[Location] = set()
    for found in items.divided_keys(project.checked_tables()):
        if found.where in seen:
            continue
        seen.add(found.where)
        flagged, missing = found.flagged, found.unflagged
        wrong = (
            f"leaves out `{flagged.name}`, which says `primary_key=True`"
            if missing is None
            else f"names `{missing.name}`, which does not say `primary_key=True` as "
            f"`{flagged.name}` does"
        )
        yield RULE.finding(
            found.where,
            f"the primary key of `{found.table.label}` {wrong}",
            subject=found.table.label,
            notes=(Note(flagged.where, f"`{flagged.name}` is declared here"),),
            help="say in one way which columns are the primary key",
        )


RULE = Rule("MAP213", "divided-primary-key", Severity.WARNING, Runtime.WARNS, check)
