"""A comma behind a column or a relationship makes a tuple of it, which is not mapped.

## What happens

    SAWarning: Ignoring declarative-like tuple value of attribute 'name': possibly a copy-and-paste
    error with a comma accidentally placed at the end of the line?

when the class statement runs. The table has no such column.

## Example

```python
class Guest(Base):
    __tablename__ = "guests"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(80)),  # warning: [trailing-comma]
```

Use instead:

```python
class Guest(Base):
    __tablename__ = "guests"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(80))
```

## When it stays silent

Where the tuple has more than one element.

## Fix

The comma is taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.column_objects import in_tuples
from mapperlint.model.mending.declarations import no_tuple
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        for one in in_tuples(project.declarations, mapper):
            yield RULE.finding(
                one.where,
                f"`{one.label}` is a tuple, because of the comma behind its value, and not mapped",
                subject=one.full_name,
                help="take the comma away",
                fixes=no_tuple(project, one.member),
            )


RULE = Rule("MAP114", "trailing-comma", Severity.WARNING, Runtime.WARNS, check, fix=True)
