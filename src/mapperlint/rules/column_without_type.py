"""A column has neither a type nor a foreign key that would bring one.

## What happens

    CompileError: (in table 'users', column 'name'): Can't generate DDL for NullType(); did you
    forget to specify a type on this Column?

when the table is created. For reading rows no type is needed, so the rule is off: tables that other
programs create may do without.

## Example

```python
# pyproject.toml
[tool.mapperlint]
extend-select = ["column-without-type"]
```

```python
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column()  # error: [column-without-type]
```

Use instead:

```python
# pyproject.toml
[tool.mapperlint]
extend-select = ["column-without-type"]
```

```python
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)
```

## When it stays silent

For `mapped_column()`, whose type comes from its annotation, and where an argument is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.column_calls import untyped_columns
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:

    seen: set[Location] = set()
    for column in untyped_columns(project.checked_tables()):
        if column.where not in seen:
            seen.add(column.where)
            yield RULE.finding(
                column.where,
                f"the column `{column.label}` has no type",
                subject=column.label,
                help="give it one, as the argument before all keywords",
            )


RULE = Rule("MAP217", "column-without-type", Severity.ERROR, Runtime.USE, check, on=False)
