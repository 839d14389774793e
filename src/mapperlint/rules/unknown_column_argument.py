"""A column, a constraint or a foreign key is given a keyword that it does not know.

## What happens

    TypeError: Additional arguments should be named <dialectname>_<argument>, got 'nulable'

when the call runs.

## Example

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(
        String(80),
        nulable=True,  # error: [unknown-column-argument]
    )
```

Use instead:

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(
        String(80),
        nullable=True,
    )
```

## When it stays silent

For keywords with an underscore inside: they may be arguments of a database (`mysql_engine`). Where
they cannot, `unknown-dialect` speaks.

## Fix

A misspelt keyword becomes the one that is a slip away, if the call has not got that too. One that
is alike only is unsafe, and where several are as near, each is shown. Calls with `**` are left
alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.corrections import renamed_keyword
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[tuple[str, int, int]] = set()
    for found in project.unknown_keywords:
        place = (found.where.path, found.where.span.line, found.where.span.column)
        if place in seen or found.dialect is not None:
            continue
        seen.add(place)
        yield RULE.finding(
            found.where,
            f"`{found.construct}` knows no argument `{found.keyword}`",
            subject=found.subject,
            help=meant(found.keyword, found.known),
            fixes=renamed_keyword(project, found.call, found.keyword, found.known),
        )


RULE = Rule("MAP123", "unknown-column-argument", Severity.ERROR, Runtime.IMPORT, check, fix=True)
