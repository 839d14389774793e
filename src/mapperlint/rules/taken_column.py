"""Two classes that share a table both declare a column of one name.

## What happens

    ArgumentError: Column 'weight' on class Dog conflicts with existing column 'animals.weight'. If
    using Declarative, consider using the use_existing_column parameter of mapped_column() to
    resolve conflicts.

## Example

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)


class Cat(Animal):
    weight: Mapped[int] = mapped_column(nullable=True)


class Dog(Animal):
    weight: Mapped[int] = mapped_column(nullable=True)  # error: [taken-column]
```

Use instead:

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)


class Cat(Animal):
    weight: Mapped[int] = mapped_column(nullable=True, use_existing_column=True)


class Dog(Animal):
    weight: Mapped[int] = mapped_column(nullable=True, use_existing_column=True)
```

## When it stays silent

Where it is not certain that the class has no table of its own, where the two classes never come
into one process, and where one of them is a copy of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.shared_tables import taken_columns
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        for found in taken_columns(mapper):
            other = found.present.mapper
            if other is not mapper and (
                other.name == mapper.name or not project.meet(mapper, other)
            ):
                continue
            name, column = found.given.attribute, found.present.column
            yield RULE.finding(
                found.given.where,
                f"`{mapper.name}.{name}` is a second column `{column.name}` of "
                f"`{column.table.label}`, which has that of `{other.name}` already",
                subject=f"{mapper.full_name}.{name}",
                notes=(Note(found.present.where, f"the column of `{other.name}`"),),
                help="say `mapped_column(..., use_existing_column=True)` in both"
                if other not in mapper.lineage
                else f"remove it from `{mapper.name}`",
            )
            break


RULE = Rule("MAP508", "taken-column", Severity.ERROR, Runtime.IMPORT, check)
