"""A mapped class has a `__del__`.

## What happens

    SAWarning: __del__() method on class <class 'File'> will cause unreachable cycles and memory
    leaks, as SQLAlchemy instrumentation often creates reference cycles.  Please remove this method.

when the class statement runs. Besides, `__del__` is called for objects that were never stored, and
at a time when their session may be closed.

## Example

```python
class File(Base):
    __tablename__ = "files"
    id: Mapped[int] = mapped_column(primary_key=True)

    def __del__(self):  # warning: [finalizer]
        print("gone")
```

Use instead:

```python
class File(Base):
    __tablename__ = "files"
    id: Mapped[int] = mapped_column(primary_key=True)

    def close(self):
        print("gone")
```

## When it stays silent

For a `__del__` that a mixin brings: SQLAlchemy looks at the mapped class alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.ineffective import finalizer
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:

    for mapper in project.mapped_classes():
        found = finalizer(project.declarations, mapper)
        if found is not None:
            yield RULE.finding(
                found.location,
                f"`{mapper.name}` has a `__del__`, which keeps its objects in memory",
                subject=f"{mapper.full_name}.__del__",
                help="give what it does to a function that is called",
            )


RULE = Rule("MAP150", "finalizer", Severity.WARNING, Runtime.WARNS, check)
