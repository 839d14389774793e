"""A subclass has a table of its own, but no foreign key links it to the table of its parent.

## What happens

    NoForeignKeysError: Can't determine the inherit condition between inherited table 'documents'
    and inheriting table 'invoices'; tables have no foreign key relationships established. Please
    ensure the inheriting table has a foreign key relationship to the inherited table, or provide an
    'on clause' using the 'inherit_condition' mapper argument.

A `__tablename__` that a `declared_attr` of a base computes gives each subclass a table as well.

## Example

```python
class Document(Base):
    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)


class Invoice(Document):  # error: [unjoined-subclass]
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
class Document(Base):
    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)


class Invoice(Document):
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
```

## When it stays silent

Where one of the tables may have columns or keys that are not seen, where the mapper is concrete or
has an `inherit_condition`, and where a foreign key of theirs leads to a table that does not exist:
that key is reported, and is probably the cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.parent_joins import parent_join
from mapperlint.model.relationships.join_search import NoJoin
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        match parent_join(mapper, project.tables):
            case NoJoin((referred, *_), (own, *_), dangling) if not dangling:
                parent = mapper.parent
                assert parent is not None
                yield RULE.finding(
                    mapper.cls.location,
                    f"`{mapper.name}` cannot be joined to its parent `{parent.name}`: "
                    f"no foreign key links `{own.label}` and `{referred.label}`",
                    subject=mapper.full_name,
                    notes=(Note(parent.cls.location, f"`{parent.name}` is defined here"),),
                    help=f"give its primary key a foreign key to `{referred.label}`, or, to share "
                    f"that table, set `__tablename__ = None`",
                )


RULE = Rule("MAP501", "unjoined-subclass", Severity.ERROR, Runtime.IMPORT, check)
