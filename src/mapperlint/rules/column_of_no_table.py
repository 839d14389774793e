"""A subclass without a table declares a column, but its parent is mapped to a join.

## What happens

    ArgumentError: Can't declare columns on single-table-inherited subclass <class 'Admin'>;
    superclass <class 'User'> is not mapped to a Table

when the class statement runs; before 2.0 it is an AttributeError of the join.

## Example

```python
users = Table("users", Base.metadata, Column("id", Integer, primary_key=True))
emails = Table("emails", Base.metadata, Column("user_id", ForeignKey("users.id"), primary_key=True))


class User(Base):
    __table__ = users.join(emails)


class Admin(User):
    level: Mapped[int] = mapped_column()  # error: [column-of-no-table]
```

Use instead:

```python
users = Table("users", Base.metadata, Column("id", Integer, primary_key=True))
emails = Table("emails", Base.metadata, Column("user_id", ForeignKey("users.id"), primary_key=True))


class User(Base):
    __table__ = users.join(emails)


class Admin(User):
    pass
```

## When it stays silent

Where what the parent is mapped to is not read, and where the subclass has a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.joined_tables import columns_of_no_table
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        for one in columns_of_no_table(project.declarations, mapper):
            parent = mapper.parent
            assert parent is not None
            yield RULE.finding(
                one.where,
                f"`{one.label}` is a column of no table: `{parent.name}` is mapped to a join",
                subject=one.full_name,
                notes=(Note(parent.cls.location, f"`{parent.name}` is mapped here"),),
                help=f"put the column into a table of `{parent.name}`",
                concerns=(parent.cls.location.path,),
            )


RULE = Rule("MAP541", "column-of-no-table", Severity.ERROR, Runtime.IMPORT, check)
