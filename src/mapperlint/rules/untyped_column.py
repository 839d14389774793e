"""A `mapped_column()` has neither a type nor a foreign key nor an annotation.

## What happens

    ArgumentError: Python typing annotation is required for attribute "Guest.name" when primary
    argument(s) for "MappedColumn" construct are None or not present

when the class statement runs.

## Example

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name = mapped_column(nullable=False)  # error: [untyped-column]
```

Use instead:

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column()
```

## When it stays silent

Where an argument is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.types import untyped
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for one in untyped(project.declarations, mapper):
            if one.full_name not in seen:
                seen.add(one.full_name)
                yield RULE.finding(
                    one.where,
                    f"`{one.label}` has no type: neither an argument nor an annotation gives one",
                    subject=one.full_name,
                    help="annotate it with `Mapped[...]`, or give the column a type",
                    concerns=(mapper.cls.location.path,),
                )


RULE = Rule("MAP126", "untyped-column", Severity.ERROR, Runtime.IMPORT, check)
