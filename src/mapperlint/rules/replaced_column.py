"""Two columns of one table have the same name, and the second takes the place of the first.

## What happens

    SAWarning: On class 'Guest', Column object 'name' named directly multiple times, only one will
    be used: name, title. Consider using orm.synonym instead

    SADeprecationWarning: A column with name 'name' is already present in table 'guests'. Please use
    method :meth:`_schema.Table.append_column` with the parameter ``replace_existing=True`` to
    replace an existing column.

when the class statement or the `Table(...)` runs, up to SQLAlchemy 1.4. Since 2.0 it is an error
(`duplicate-column`).

## Example

```python
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "1.4"
```

```python
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Guest(Base):
    __tablename__ = "guests"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    title = Column("name", String)  # warning: [replaced-column]
```

Use instead:

```python
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base, synonym

Base = declarative_base()


class Guest(Base):
    __tablename__ = "guests"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    title = synonym("name")
```

## When it stays silent

Where the table says `extend_existing`, where the name of a column is not read, where 1.4 refuses
the second column (`duplicate-column`), and where the project surely runs on SQLAlchemy 2.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in project.columns_of_one_name:
        if found.irreplaceable or project.declarations.surely_since("2.0"):
            continue
        yield RULE.finding(
            found.second.where,
            f"the table `{found.label}` has a column `{found.name}` already, which this one takes "
            "the place of",
            subject=f"{found.label}.{found.name}",
            notes=(Note(found.first.where, f"`{found.name}` is declared here"),),
        )


RULE = Rule("MAP132", "replaced-column", Severity.WARNING, Runtime.WARNS, check)
