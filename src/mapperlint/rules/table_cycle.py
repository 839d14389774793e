"""Tables refer to each other, so that none of them can be created or dropped first.

## What happens

Nothing, until tables are sorted: for fixtures, for a migration, for `drop_all`.

    SAWarning: Cannot correctly sort tables; there are unresolvable cycles between tables
    "departments, people", which is usually caused by mutually dependent foreign key constraints.

    CircularDependencyError: Can't sort tables for DROP; an unresolvable foreign key dependency
    exists between tables: departments, people.

The second on databases that can drop a constraint, where none of the constraints has a name. Such
tables are legal, and many projects need them, so the rule is off.

## Example

```python
# pyproject.toml
[tool.mapperlint]
extend-select = ["table-cycle"]
```

```python
class Department(Base):
    __tablename__ = "departments"
    id: Mapped[int] = mapped_column(primary_key=True)
    head_id: Mapped[int] = mapped_column(ForeignKey("people.id"))  # warning: [table-cycle]


class Person(Base):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
```

Use instead:

```python
# pyproject.toml
[tool.mapperlint]
extend-select = ["table-cycle"]
```

```python
class Department(Base):
    __tablename__ = "departments"
    id: Mapped[int] = mapped_column(primary_key=True)
    head_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", use_alter=True, name="departments_head")
    )


class Person(Base):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
```

## When it stays silent

Where a key of the circle says `use_alter`, and for a table that refers to itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.table_cycles import table_cycles
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:

    for found in table_cycles(project.tables, project.foreign_keys()):
        names = " and ".join(f"`{table.label}`" for table in found.tables)
        yield RULE.finding(
            found.key.where,
            f"the tables {names} refer to each other in a circle",
            subject=found.tables[0].label,
            notes=tuple(
                Note(each.where, f"`{each.column.table.label}` refers to the next one here")
                for each in found.others
            ),
            help="give one of the keys `use_alter=True` and a name",
        )


RULE = Rule("MAP218", "table-cycle", Severity.WARNING, Runtime.SILENT, check, on=False)
