"""A column or relationship has a name that declarative passes over.

## What happens

Nothing is said: since SQLAlchemy 2.0, names that begin with `_sa_` are not looked at. The table has
no such column, and the attribute is a `Column` that was never mapped.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    _sa_version: Mapped[int] = mapped_column(default=1)  # warning: [passed-over-name]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column("_sa_version", default=1)
```

## When it stays silent

Where the project may run on SQLAlchemy 1.4, which maps such names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.ineffective import passed_over
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:

    seen: set[Location] = set()
    for mapper in project.mapped_classes():
        for one in passed_over(project.declarations, mapper):
            if one.where not in seen:
                seen.add(one.where)
                yield RULE.finding(
                    one.where,
                    f"`{one.label}` begins with `_sa_`, so that it is not mapped",
                    subject=one.full_name,
                    help=f"call it `{one.name.removeprefix('_sa_') or 'something else'}`",
                    concerns=(mapper.cls.location.path,),
                )


RULE = Rule("MAP149", "passed-over-name", Severity.WARNING, Runtime.SILENT, check)
