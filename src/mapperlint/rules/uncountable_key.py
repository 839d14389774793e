"""A column of a primary key says `autoincrement=True`, and cannot count up.

## What happens

    ArgumentError: Column type VARCHAR on column 'users.name' is not compatible with
    autoincrement=True

    ArgumentError: Only one Column may be marked autoincrement=True, found both number and id.

when the table is created, or a row is first inserted.

## Example

```python
class User(Base):
    __tablename__ = "users"
    name: Mapped[str] = mapped_column(
        String(80),
        primary_key=True,
        autoincrement=True,  # error: [uncountable-key]
    )
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
```

## When it stays silent

For types of the project, for decimal numbers, and for columns that are no part of a primary key,
where `autoincrement` means nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.column_calls import no_counters
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:

    seen: set[Location] = set()
    for found in no_counters(project.checked_tables()):
        if found.where in seen:
            continue
        seen.add(found.where)
        label, first = found.column.label, found.first
        wrong = (
            f"the column `{label}` is a `{found.type}`, which does not count up"
            if first is None
            else f"the column `{label}` is to count up, as `{first.name}` does already"
        )
        yield RULE.finding(
            found.where,
            wrong,
            subject=label,
            notes=() if first is None else (Note(first.where, f"`{first.name}` is declared here"),),
            help="leave out `autoincrement=True`",
        )


RULE = Rule("MAP215", "uncountable-key", Severity.ERROR, Runtime.USE, check)
