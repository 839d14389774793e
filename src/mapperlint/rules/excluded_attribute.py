"""A class declares a column, and leaves it out of its own mapping.

## What happens

    SADeprecationWarning: Attribute 'secret' declared on class <class 'User'> is excluded from the
    mapping by the exclude_properties / include_properties mapper arguments; ... use the Unmapped[]
    annotation with unmapped_column().

when the class statement runs, since SQLAlchemy 2.1.

## Example

```python
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "2.1"
```

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    secret: Mapped[str] = mapped_column(String(80))  # warning: [excluded-attribute]
    __mapper_args__ = {"exclude_properties": ["secret"]}
```

Use instead:

```python
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "2.1"
```

```python
from sqlalchemy.orm import Unmapped, unmapped_column


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    secret: Unmapped[str] = unmapped_column(String(80))
```

## When it stays silent

Before SQLAlchemy 2.1, for columns of a `Table`, and where the arguments are not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.ineffective import excluded
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:

    seen: set[Location] = set()
    for mapper in project.mapped_classes():
        for one, word in excluded(project.declarations, mapper):
            if not project.declarations.surely_since("2.1"):
                return
            if one.where in seen:
                continue
            seen.add(one.where)
            yield RULE.finding(
                one.where,
                f"`{one.label}` is declared, but `{word}` leaves it out of the mapping",
                subject=one.full_name,
                help="write `Unmapped[...]` and `unmapped_column(...)`",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP151", "excluded-attribute", Severity.WARNING, Runtime.WARNS, check)
