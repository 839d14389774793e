"""Two classes or `Table` objects define the same table of one MetaData.

## What happens

    InvalidRequestError: Table 'users' is already defined for this MetaData instance. Specify
    'extend_existing=True' to redefine options and columns on an existing Table object.

when the second of the two modules is imported.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Account(Base):
    __tablename__ = "users"  # error: [duplicate-table]
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where one says `extend_existing` or `keep_existing`, where one stands under a condition, where no
module of the application imports both, and where the two are copies of one class
(`duplicate-class`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for first, second in project.duplicate_tables.pairs:
        yield RULE.finding(
            second.name_where or second.where,
            f"the table `{second.label}` is already defined",
            subject=second.owner.full_name if second.owner else second.label,
            notes=(Note(first.name_where or first.where, f"`{first.label}` is defined here"),),
            concerns=(first.where.path, second.where.path),
        )
    for table, other in project.duplicate_tables.of_two_names():
        yield RULE.finding(
            table.name_where or table.where,
            f"the table `{table.label}` is defined twice: `{other.importer.name}` imports this "
            f"file as `{other.module.name}` and as `{other.name}`",
            subject=table.owner.full_name if table.owner else table.label,
            notes=(Note(other.where, f"`{other.name}` is imported here"),),
            help=f"import it as `{other.module.name}` everywhere",
            concerns=(other.importer.path,),
        )


RULE = Rule("MAP102", "duplicate-table", Severity.ERROR, Runtime.IMPORT, check)
