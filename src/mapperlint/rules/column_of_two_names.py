"""Two attributes of a class are given the same column or relationship.

## What happens

    SAWarning: On class 'Guest', Column object 'name' named directly multiple times, only one will
    be used: name, title. Consider using orm.synonym instead

    SAWarning: ORM mapped property Guest.host being assigned to attribute 'inviter' is already
    associated with attribute 'host'. The attribute will be de-associated from 'host'.

when the class statement runs; the second since SQLAlchemy 2.0. One of the two names is not mapped.

## Example

```python
class Guest(Base):
    __tablename__ = "guests"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(80))
    title = name  # warning: [column-of-two-names]
```

Use instead:

```python
from sqlalchemy.orm import synonym


class Guest(Base):
    __tablename__ = "guests"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(80))
    title = synonym("name")
```

## When it stays silent

Where it is not sure that the two are one object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.column_objects import of_two_names
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        for found in of_two_names(project.declarations, mapper):
            yield RULE.finding(
                found.second_where,
                f"`{mapper.name}.{found.second}` is the same object as "
                f"`{mapper.name}.{found.first}`, and only one of the names is mapped",
                subject=found.subject,
                notes=(Note(found.first_where, f"`{found.first}` is declared here"),),
                help=f'use `synonym("{found.first}")`',
            )


RULE = Rule("MAP113", "column-of-two-names", Severity.WARNING, Runtime.WARNS, check)
