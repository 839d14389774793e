"""A composite names an attribute that is not mapped.

## What happens

    InvalidRequestError: Mapper 'Mapper[Edge(edges)]' has no property 'y1'. If this property was
    indicated from other mappers or configure events, ensure registry.configure() has been called.

## Example

```python
from sqlalchemy.orm import composite


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __composite_values__(self):
        return self.x, self.y


class Edge(Base):
    __tablename__ = "edges"
    id: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[int]
    y: Mapped[int]
    start = composite(Point, "x", "y1")  # error: [composite-of-nothing]
```

Use instead:

```python
from sqlalchemy.orm import composite


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __composite_values__(self):
        return self.x, self.y


class Edge(Base):
    __tablename__ = "edges"
    id: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[int]
    y: Mapped[int]
    start = composite(Point, "x", "y")
```

## When it stays silent

Where the class may have attributes that are not seen.

## Fix

A misspelt name becomes the one attribute that is a slip away. A name that is alike only is
unsafe, and where several are as near, each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.descriptors import mapped_name
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for dead in project.descriptors.dead_composites():
        mapper = dead.mapper
        yield RULE.finding(
            dead.where,
            f"`{mapper.name}.{dead.attribute}` is made of `{dead.name}`, which is no mapped "
            f"attribute of `{mapper.name}`",
            subject=f"{mapper.full_name}.{dead.attribute}.{dead.name}",
            help=meant(dead.name, mapper.all_attributes) or "name a column of the class",
            concerns=(mapper.cls.location.path,),
            fixes=mapped_name(project, dead),
        )


RULE = Rule("MAP523", "composite-of-nothing", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
