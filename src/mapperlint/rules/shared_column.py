"""One column object is given to two tables.

## What happens

    ArgumentError: Column object 'created' already assigned to Table 'posts'

when the second class statement or `Table(...)` runs.

## Example

```python
created = Column("created", Integer)

posts = Table("posts", MetaData(), Column("id", Integer, primary_key=True), created)
pages = Table(
    "pages",
    MetaData(),
    Column("id", Integer, primary_key=True),
    created,  # error: [shared-column]
)


class Entry(Base):
    __tablename__ = "entries"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
def created() -> Column[int]:
    return Column("created", Integer)


posts = Table("posts", MetaData(), Column("id", Integer, primary_key=True), created())
pages = Table("pages", MetaData(), Column("id", Integer, primary_key=True), created())


class Entry(Base):
    __tablename__ = "entries"
    id: Mapped[int] = mapped_column(primary_key=True)
```

The columns of mixins are copied, and may belong to many classes.

## When it stays silent

Where it is not sure that the two are one object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.column_objects import shared_between_tables
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in shared_between_tables(project.declarations, project.checked_tables()):
        yield RULE.finding(
            found.second_where,
            f"this column belongs to the table `{found.first}` already, `{found.second}` needs one "
            "of its own",
            subject=found.subject,
            notes=(Note(found.first_where, f"`{found.first}` takes it here"),),
            help="make a column for each table, or put it into a mixin",
        )


RULE = Rule("MAP112", "shared-column", Severity.ERROR, Runtime.IMPORT, check)
