"""`Unmapped` and `unmapped_column` stand with what belongs to mapped attributes.

## What happens

Since SQLAlchemy 2.1, where both are new, one of these, when the class statement runs:

    ArgumentError: Attribute "User.secret" uses the Unmapped[] annotation, which must be used with
    unmapped_column() or with no value on the right side

    ArgumentError: Attribute "User.secret" uses unmapped_column() with the Mapped[] annotation;
    unmapped_column() must be used with the Unmapped[] annotation

    ArgumentError: Attribute "User.secret" is not mapped, and does not accept the argument(s)
    'deferred'

## Example

```python
from sqlalchemy.orm import Unmapped


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    secret: Unmapped[str] = mapped_column(String(80))  # error: [misused-unmapped]
```

Use instead:

```python
from sqlalchemy.orm import Unmapped, unmapped_column


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    secret: Unmapped[str] = unmapped_column(String(80))
```

## When it stays silent

Where the annotation or the value is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.ineffective import misused_unmapped
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:

    seen: set[Location] = set()
    for mapper in project.mapped_classes():
        for found in misused_unmapped(project.declarations, mapper):
            if found.where in seen:
                continue
            seen.add(found.where)
            yield RULE.finding(
                found.where,
                f"`{found.declared.label}` {found.wrong}",
                subject=found.declared.full_name,
                help=found.remedy,
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP147", "misused-unmapped", Severity.ERROR, Runtime.IMPORT, check)
