"""The name of a table is a tuple.

## What happens

Nothing is said: a comma at the end of the line makes a tuple of the name, which the MetaData takes
for the key of the table. The table in the database is called `('users',)`, and no foreign key will
ever find it under the name that was meant.

## Example

```python
class User(Base):
    __tablename__ = ("users",)  # warning: [tuple-name]
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where the class is not mapped, and where a foreign key refers to the name: there `unknown-table`
speaks, since that raises.

## Fix

The comma is taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.slips import without_comma
from mapperlint.model.relationships.slips import key_to
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in project.tuple_names():
        if key_to(found, project.foreign_keys()) is not None:
            continue
        named = len(found.names) == 1
        yield RULE.finding(
            found.where,
            f"the name of the table of `{found.owner.name}` is a tuple",
            subject=found.owner.full_name,
            help=f'is there a comma too many? say `"{found.names[0]}"`' if named else None,
            fixes=without_comma(project, found),
        )


RULE = Rule("MAP139", "tuple-name", Severity.WARNING, Runtime.SILENT, check, fix=True)
