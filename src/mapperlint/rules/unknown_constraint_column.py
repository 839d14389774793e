"""A constraint or an index names a column that its table does not have.

## What happens

    ConstraintColumnNotFoundError: Can't create UniqueConstraint on table 'guests': no column named
    'mail' is present.

    KeyError: 'mail'

when the class statement or the `Table(...)` runs; the second in SQLAlchemy 1.4. The name is that of
the column in the table (or its `key`), not that of the attribute.

## Example

```python
from sqlalchemy import UniqueConstraint


class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column("mail_address", String(80))
    __table_args__ = (
        UniqueConstraint("email"),  # error: [unknown-constraint-column]
    )
```

Use instead:

```python
from sqlalchemy import UniqueConstraint


class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column("mail_address", String(80))
    __table_args__ = (
        UniqueConstraint("mail_address"),
    )
```

## When it stays silent

Where the table may have columns that are not seen.

## Fix

The name of the attribute is replaced by that of its column, and a misspelt one by the one column
that is a slip away. A name that is alike only is unsafe, and where several columns are as near,
each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.table_arguments import columns_absent
from mapperlint.model.mending.keys import constraint_column
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    absent = columns_absent(
        project.declarations,
        project.checked_tables(),
        project.mapped_classes(),
        project.tables.is_alone,
    )
    seen: set[str] = set()
    for found in absent:
        subject = f"{found.table.label}.{found.constraint}.{found.name}"
        if subject in seen:
            continue
        seen.add(subject)
        column = found.attribute_of
        yield RULE.finding(
            found.where,
            f"the `{found.constraint}` names `{found.name}`, but the table `{found.table.label}` "
            "has no such column",
            subject=subject,
            notes=(Note(found.table.where, f"`{found.table.label}` is defined here"),),
            help=f"the attribute `{found.name}` maps the column `{column}`"
            if column is not None
            else meant(found.name, found.table.columns),
            concerns=(found.table.module.path,),
            fixes=constraint_column(project, found),
        )


RULE = Rule("MAP203", "unknown-constraint-column", Severity.ERROR, Runtime.IMPORT, check, fix=True)
