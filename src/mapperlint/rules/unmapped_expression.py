"""An attribute of a mapped class is an expression of SQL, and not mapped.

## What happens

    SAWarning: Attribute 'full_name' on class <class 'User'> appears to be a non-schema SQLAlchemy
    expression object; this won't be part of the declarative mapping. To map arbitrary expressions,
    use ``column_property()`` or a similar function such as ``deferred()``, ``query_expression()``
    etc.

when the class statement runs, since SQLAlchemy 2.0. The attribute of a loaded object is the
expression, not its value. SQLAlchemy 1.4 only warns of `column(...)` and `literal_column(...)`,
which are taken for `Column(...)` easily.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[str] = mapped_column(String(80))
    last: Mapped[str] = mapped_column(String(80))
    full_name = first + " " + last  # warning: [unmapped-expression]
```

Use instead:

```python
from sqlalchemy.orm import column_property


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[str] = mapped_column(String(80))
    last: Mapped[str] = mapped_column(String(80))
    full_name: Mapped[str] = column_property(first + " " + last)
```

## When it stays silent

Where it is not sure that the value is an expression, for `text(...)` and `select(...)`, of which
SQLAlchemy says nothing, and before SQLAlchemy 2.0 but for `column(...)` and `literal_column(...)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.sql_expressions import expressions
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for one in expressions(project.declarations, project.mapped_classes()):
        yield RULE.finding(
            one.where,
            f"`{one.label}` is an expression of SQL, which is not mapped",
            subject=one.full_name,
            help="write `column_property(...)` around it to load its value with each object, or "
            "`mapped_column(...)` if it is to be a column",
            concerns=(one.cls.location.path,),
        )


RULE = Rule("MAP172", "unmapped-expression", Severity.WARNING, Runtime.WARNS, check)
