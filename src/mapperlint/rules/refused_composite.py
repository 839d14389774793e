"""A composite is given what its class cannot be made of.

## What happens

    ArgumentError: number of composite attributes 3 exceeds that of the number of attributes in
    class Point 2

    ArgumentError: Composite class column arguments must be named unless a dataclass is used

    ArgumentError: Composite expects Column objects or mapped attributes/attribute names as
    arguments, got: 5

    ArgumentError: column_template 'start' is not a valid template; expected a string containing
    exactly one '%s' placeholder

when the class statement runs; the first, before 2.0, as a TypeError when an object is loaded.

## Example

```python
from dataclasses import dataclass

from sqlalchemy.orm import composite


@dataclass
class Point:
    x: int
    y: int


class Stop(Base):
    __tablename__ = "stops"
    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[Point] = composite(  # error: [refused-composite]
        mapped_column("x"), mapped_column("y"), mapped_column("z")
    )
```

Use instead:

```python
from dataclasses import dataclass

from sqlalchemy.orm import composite


@dataclass
class Point:
    x: int
    y: int


class Stop(Base):
    __tablename__ = "stops"
    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[Point] = composite(mapped_column("x"), mapped_column("y"))
```

## When it stays silent

Where the class of the composite is out of sight, inherits, or has an `__init__` of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.descriptors.refused import refused_composites
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        for found in refused_composites(project.declarations, mapper):
            yield RULE.finding(
                found.where,
                f"the composite `{mapper.name}.{found.name}` {found.wrong}",
                subject=f"{mapper.full_name}.{found.name}",
                help=found.remedy,
            )


RULE = Rule("MAP551", "refused-composite", Severity.ERROR, Runtime.IMPORT, check)
