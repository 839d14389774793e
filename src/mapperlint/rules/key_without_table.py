"""A subclass that shares the table of its parent declares a primary key.

## What happens

    ArgumentError: Can't place primary key columns on an inherited class with no table.

## Example

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)


class Cat(Animal):
    cat_id: Mapped[int] = mapped_column(primary_key=True)  # error: [key-without-table]
```

Use instead:

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)


class Cat(Animal):
    __tablename__ = "cats"
    cat_id: Mapped[int] = mapped_column(ForeignKey("animals.id"), primary_key=True)
```

## When it stays silent

Where it is not certain that the class has no table. Where the class has `__table_args__` too: that
is reported instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.shared_tables import primary_keys
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        if mapper.table_arguments_where is not None:
            continue
        for found in primary_keys(mapper):
            parent = mapper.parent
            assert parent is not None
            yield RULE.finding(
                found.where,
                f"`{mapper.name}.{found.attribute}` is a primary key, but `{mapper.name}` has no "
                f"table: it shares that of `{parent.name}`",
                subject=f"{mapper.full_name}.{found.attribute}",
                notes=(Note(parent.cls.location, f"`{parent.name}` is defined here"),),
                help=f"give `{mapper.name}` a `__tablename__`, or remove `{found.attribute}`",
            )
            break


RULE = Rule("MAP507", "key-without-table", Severity.ERROR, Runtime.IMPORT, check)
