"""A class with a table of its own beside its parent's gives that table no primary key.

## What happens

    SAWarning: Could not assemble any primary keys for locally mapped table 'boats' - no rows will
    be persisted in this Table.

when the class statement runs. An object is saved as a row of the parent's table alone: what stands
in the other columns is lost without an error.

## Example

```python
class Vehicle(Base):
    __tablename__ = "vehicles"
    id: Mapped[int] = mapped_column(primary_key=True)


class Boat(Vehicle):  # warning: [child-without-primary-key]
    __tablename__ = "boats"
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicles.id"))
    length: Mapped[int]
```

Use instead:

```python
class Vehicle(Base):
    __tablename__ = "vehicles"
    id: Mapped[int] = mapped_column(primary_key=True)


class Boat(Vehicle):
    __tablename__ = "boats"
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicles.id"), primary_key=True)
    length: Mapped[int]
```

## When it stays silent

Where a column may come from a place that is not seen, and where it is not known by which key the
two tables are joined.

## Fix

The column that refers to the parent's table becomes the primary key, which is unsafe: another may
have been meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.keyless_children import keyless_children
from mapperlint.model.mending.declarations import key_of_child
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for child in keyless_children(project.declarations, project.tables, project.statements()):
        names = ", ".join(f"`{column.name}`" for column in child.links)
        yield RULE.finding(
            child.mapper.cls.location,
            f"`{child.mapper.name}` stores no rows in its table `{child.table.label}`, "
            "which has no primary key",
            subject=child.mapper.full_name,
            notes=(Note(child.parent.cls.location, f"`{child.parent.name}` is defined here"),),
            help=f"give {names} `primary_key=True`" if names else None,
            fixes=key_of_child(project, child),
        )


RULE = Rule("MAP514", "child-without-primary-key", Severity.WARNING, Runtime.WARNS, check, fix=True)
