"""A class that is given its `__table__` declares a column beside it.

## What happens

    ArgumentError: Can't add additional column 'name' when specifying __table__

when the class statement runs. Columns of mixins count, unless the table has one of their name.

## Example

```python
class User(Base):
    __table__ = Table("users", Base.metadata, Column("id", Integer, primary_key=True))
    name = Column(String)  # error: [column-beside-table]
```

Use instead:

```python
class User(Base):
    __table__ = Table(
        "users",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("name", String),
    )
```

A column of the table has another name as an attribute by `title = __table__.c.name`.

## When it stays silent

Where the table, or its columns, are not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.ineffective import beside_table
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:

    for mapper in project.mapped_classes():
        for one, name in beside_table(project.declarations, mapper):
            table = mapper.table
            if table is None:
                continue
            yield RULE.finding(
                mapper.cls.location if one.on_mixin else one.where,
                f"`{one.label}` is a column, but the table of `{mapper.name}` is given as a whole",
                subject=f"{mapper.full_name}.{one.name}",
                notes=(Note(table.where, f"`{table.label}` is defined here"),),
                help=f"move the column `{name}` into the table",
                concerns=(one.where.path,),
            )


RULE = Rule("MAP144", "column-beside-table", Severity.ERROR, Runtime.IMPORT, check)
