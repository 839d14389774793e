"""A mapped attribute has a name that SQLAlchemy needs on each mapped class.

## What happens

    KeyError: '_sa_instance_state': requested attribute name conflicts with instrumentation
    attribute of the same name.

when the class statement runs, for columns of a table that is given to a class. Declared attributes
called `_sa_class_manager` fail in other words.

## Example

```python
class User(Base):
    __table__ = Table(
        "users",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("_sa_instance_state", Integer),  # error: [instrumentation-name]
    )
```

Use instead:

```python
class User(Base):
    __table__ = Table(
        "users",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("_sa_instance_state", Integer, key="instance_state"),
    )
```

## When it stays silent

Where a mapper is told which columns to map, or under which names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.ineffective import instrumented
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:

    for mapper in project.mapped_classes():
        for found in instrumented(project.declarations, mapper):
            yield RULE.finding(
                found.where,
                f"`{mapper.name}.{found.name}` is what SQLAlchemy itself sets on each mapped class",
                subject=f"{mapper.full_name}.{found.name}",
                help="give the attribute another name",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP148", "instrumentation-name", Severity.ERROR, Runtime.IMPORT, check)
