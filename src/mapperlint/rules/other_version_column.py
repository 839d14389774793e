"""A subclass has a version counter of its own, beside that of its parent.

## What happens

    SAWarning: Inheriting version_id_col 'edition' does not match inherited version_id_col 'version'
    and will not automatically populate the inherited versioning column. version_id_col should only
    be specified on the base-most mapper that includes versioning.

## Example

```python
class Document(Base):
    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class Invoice(Document):
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    edition: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": edition}  # warning: [other-version-column]
```

Use instead:

```python
class Document(Base):
    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class Invoice(Document):
    __tablename__ = "invoices"
    id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    edition: Mapped[int] = mapped_column()
```

## When it stays silent

Where it is not certain that the two are different columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.versions import second_counter
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        first = second_counter(mapper)
        if first is None or mapper.arguments is None or first.arguments is None:
            continue
        yield RULE.finding(
            mapper.arguments.place("version_id_col"),
            f"`{mapper.name}` has a version counter of its own, beside that of `{first.name}`, "
            "which is then no longer counted",
            subject=mapper.full_name,
            notes=(Note(first.arguments.place("version_id_col"), f"that of `{first.name}`"),),
            help="leave it to the topmost class that counts versions",
            concerns=(mapper.cls.location.path,),
        )


RULE = Rule("MAP512", "other-version-column", Severity.WARNING, Runtime.WARNS, check)
