"""A mapped class has no column of a primary key.

## What happens

    ArgumentError: Mapper Mapper[Guest(guests)] could not assemble any primary key columns for
    mapped table 'guests'

when the class statement runs.

## Example

```python
class Guest(Base):  # error: [no-primary-key]
    __tablename__ = "guests"
    name: Mapped[str] = mapped_column(String(80))
```

Use instead:

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
```

A table that has no key of its own can be mapped with `__mapper_args__ = {"primary_key": [...]}`,
which names columns that together are different in each row.

## When it stays silent

Where a column may come from a place that is not seen: a base of another package, a function, the
database; and where an annotation may hold `Annotated[..., mapped_column(primary_key=True)]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.primary_keys import without_primary_key
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        alone = mapper.parent is None or mapper.concrete
        if alone and without_primary_key(project.declarations, mapper):
            yield RULE.finding(
                mapper.cls.location,
                f"`{mapper.name}` has no primary key: no column of its table is part of one",
                subject=mapper.full_name,
                help="give a column `primary_key=True`",
            )


RULE = Rule("MAP104", "no-primary-key", Severity.ERROR, Runtime.IMPORT, check)
