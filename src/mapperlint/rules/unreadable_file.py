"""A file cannot be read as Python.

## What happens

    SyntaxError: '(' was never closed

when the file is imported. What it defines is unknown to mapperlint, which says nothing more about
it.

## Example

```python
class User(Base:  # error: [unreadable-file]
    __tablename__ = "users"
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where the file is only written for a newer Python than the one that runs mapperlint. A file that has
nothing to do with mappings is opened and decoded, but only parsed when it is named on the command
line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.places import Location
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for path, problem in project.unreadable_files():
        yield RULE.finding(
            Location(path, problem.span),
            f"this file cannot be read: {problem.message}",
            subject=path,
        )


RULE = Rule("MAP901", "unreadable-file", Severity.ERROR, Runtime.IMPORT, check)
