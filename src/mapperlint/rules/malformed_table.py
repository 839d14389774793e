"""A `Table(...)` or a `MetaData(...)` is called in a way that cannot work.

## What happens

One of these, when the call or the class statement runs:

    TypeError: Table() takes at least two positional-only arguments 'name' and 'metadata'

    AttributeError: Neither 'Column' object nor 'Comparator' object has an attribute 'schema'

    ArgumentError: Column must be constructed with a non-blank name or assign a non-blank .name
    before adding to a Table.

    ArgumentError: keep_existing and extend_existing are mutually exclusive.

    ArgumentError: Can't redefine 'quote' or 'quote_schema' arguments

    ArgumentError: expected schema argument to be a string, got <class 'int'>.

The last since SQLAlchemy 2.0, where the first argument of `MetaData` is no longer an engine.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


members = Table(
    "members",
    Base,  # error: [malformed-table]
    Column("user_id", ForeignKey("users.id")),
)
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


members = Table(
    "members",
    Base.metadata,
    Column("user_id", ForeignKey("users.id")),
)
```

## When it stays silent

Where an argument is not read, and for `db.Table` of Flask-SQLAlchemy, which knows its MetaData.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.table_calls import refused_metadata, refused_tables
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:

    declarations = project.declarations
    classes = (mapper.cls for mapper in project.mapped_classes())
    for found in (
        *refused_tables(declarations, project.checked_tables()),
        *refused_metadata(declarations, classes, project.checked_tables()),
    ):
        module = project.modules.by_path.get(found.where.path)
        if module is not None and project.is_judged(module):
            subject = f"{module.name}.{found.subject}"
            yield RULE.finding(found.where, found.what, subject=subject, help=found.remedy)


RULE = Rule("MAP212", "malformed-table", Severity.ERROR, Runtime.IMPORT, check)
