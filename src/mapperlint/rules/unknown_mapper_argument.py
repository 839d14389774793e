"""`__mapper_args__` has a key that a mapper does not take.

## What happens

    TypeError: Mapper.__init__() got an unexpected keyword argument 'order_by'

when the class statement runs.

## Example

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    __mapper_args__ = {"order_by": id}  # error: [unknown-mapper-argument]
```

Use instead:

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    __mapper_args__ = {"eager_defaults": True}
```

## When it stays silent

Where the dict is not read.

## Fix

A misspelt key of a dict becomes the one that is a slip away. A key that is alike only is unsafe,
and where several are as near, each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.mapper_arguments import KEYWORDS, unknown_keys
from mapperlint.model.mending.corrections import near_names
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for found in unknown_keys(project.declarations, mapper):
            subject = f"{found.owner.full_name}.{found.key}"
            if subject not in seen:
                seen.add(subject)
                yield RULE.finding(
                    found.where,
                    f"`{found.owner.name}.__mapper_args__` has the key `{found.key}`, which no "
                    "mapper takes",
                    subject=subject,
                    help=meant(found.key, KEYWORDS),
                    concerns=(mapper.cls.location.path,),
                    fixes=()
                    if found.value is None
                    else near_names(project, found.value, found.key, sorted(KEYWORDS)),
                )


RULE = Rule("MAP128", "unknown-mapper-argument", Severity.ERROR, Runtime.IMPORT, check, fix=True)
