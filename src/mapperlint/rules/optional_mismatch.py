"""The annotation of a column and its `nullable` say different things.

## What happens

Nothing is said: `nullable` counts for the table, the annotation for type checkers. One of the two
is wrong about the `None` that a query may bring.

## Example

```python
# pyproject.toml
[tool.mapperlint]
extend-select = ["optional-mismatch"]
```

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    age: Mapped[int] = mapped_column(nullable=True)  # warning: [optional-mismatch]
```

Use instead:

```python
from typing import Optional


class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    age: Mapped[Optional[int]] = mapped_column(nullable=True)
```

## When it stays silent

Unless the settings ask for it: both can be meant, as for a column that is filled only later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.types import nullability
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for found in nullability(project.declarations, mapper):
            one = found.declared
            if one.full_name in seen:
                continue
            seen.add(one.full_name)
            yield RULE.finding(
                one.where,
                f"the annotation of `{one.label}` allows `None`, but its column is not nullable"
                if found.optional
                else f"the column of `{one.label}` is nullable, but its annotation allows no "
                "`None`",
                subject=one.full_name,
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP131", "optional-mismatch", Severity.WARNING, Runtime.SILENT, check, on=False)
