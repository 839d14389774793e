"""A joined subclass has a column of the same name as one of its parent.

## What happens

    SAWarning: Implicitly combining column documents.title with column invoices.title under
    attribute 'title'. Please configure one or more attributes for these same-named columns
    explicitly.

One attribute writes both columns. What was stored in the parent's column alone is not read.

## Example

```python
class Document(Base):
    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


class Invoice(Document):
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    title: Mapped[str] = mapped_column()  # warning: [combined-columns]
```

Use instead:

```python
class Document(Base):
    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


class Invoice(Document):
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    invoice_title: Mapped[str]
```

## When it stays silent

For the key that joins the two tables, for a column in a `column_property`, which combines on
purpose, and where the join to the parent or a version counter is given by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.combined_columns import combined_columns
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        for found in combined_columns(mapper, project.tables):
            yield RULE.finding(
                found.where,
                f"`{mapper.name}.{found.attribute}` stands for `{found.own.label}` and "
                f"for `{found.inherited.label}` of its parent at once",
                subject=f"{mapper.full_name}.{found.attribute}",
                notes=(Note(found.inherited.where, f"`{found.inherited.label}` is made here"),),
                help=f"remove `{found.attribute}` from `{mapper.name}`, or give it another name",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP505", "combined-columns", Severity.WARNING, Runtime.WARNS, check)
