"""The annotation of a column stands for no type of a column.

## What happens

    MappedAnnotationError: Could not locate SQLAlchemy Core type when resolving for Python type
    indicated by 'list[str]' inside the Mapped[] annotation for the 'tags' attribute; the type
    object is not resolvable by the registry

    MappedAnnotationError: The type provided inside the 'name' attribute Mapped annotation is the
    SQLAlchemy type <class 'sqlalchemy.sql.sqltypes.String'>. Expected a Python type instead

    ValueError: <class 'list'> has no matching SQLAlchemy type

when the class statement runs; the last with SQLModel.

## Example

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    tags: Mapped[list[str]]  # error: [unmappable-annotation]
```

Use instead:

```python
from sqlalchemy import JSON


class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    tags: Mapped[list[str]] = mapped_column(JSON)
```

## When it stays silent

Where the base has a `type_annotation_map`, where the column has a type or a foreign key, and for
types other than containers and those of SQLAlchemy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.types import unmappable
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for found in unmappable(project.declarations, mapper):
            one = found.declared
            if one.full_name in seen:
                continue
            seen.add(one.full_name)
            yield RULE.finding(
                one.where,
                f"`{one.label}` is annotated with `{found.type}`, "
                + (
                    "which is a type of SQLAlchemy, not of Python"
                    if found.is_sql_type
                    else "for which there is no type of column"
                ),
                subject=one.full_name,
                help=f"write `mapped_column({found.type})` and annotate with the type of Python"
                if found.is_sql_type
                else "give the column a type, such as `JSON`",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP125", "unmappable-annotation", Severity.ERROR, Runtime.IMPORT, check)
