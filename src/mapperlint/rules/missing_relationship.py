"""An attribute is annotated with a mapped class, but no `relationship()` stands behind it.

## What happens

    MappedAnnotationError: Could not locate SQLAlchemy Core type when resolving for Python type
    indicated by '<class 'models.Author'>' inside the Mapped[] annotation for the 'author'
    attribute; the type object is not resolvable by the registry

    MappedAnnotationError: Could not resolve all types within mapped annotation:
    "Mapped['Author']".  Ensure all types are written correctly and are imported within the module
    in use.

    NameError: Could not de-stringify annotation 'Author'

when the class statement runs, since SQLAlchemy 2.0: an annotation alone declares a column.

## Example

```python
class Author(Base):
    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)


class Book(Base):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    author: Mapped[Author]  # error: [missing-relationship]
```

Use instead:

```python
class Author(Base):
    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)


class Book(Base):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))
    author: Mapped[Author] = relationship()
```

## When it stays silent

Where the class is not known to be mapped, and where the project may run on SQLAlchemy 1.4.

## Fix

`= relationship()` is added. Safe; where `None` stands there instead, unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.annotated import without_relationship
from mapperlint.model.mending.annotations import related
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for found in without_relationship(project.declarations, mapper):
            one = found.declared
            if one.full_name not in seen:
                seen.add(one.full_name)
                yield RULE.finding(
                    one.where,
                    f"`{one.label}` is annotated with the mapped class `{found.target.name}`, but "
                    "has no `relationship()`",
                    subject=one.full_name,
                    notes=(Note(found.target.location, f"`{found.target.name}` is defined here"),),
                    help="add `= relationship()`",
                    concerns=(mapper.cls.location.path,),
                    fixes=related(project, found),
                )


RULE = Rule("MAP110", "missing-relationship", Severity.ERROR, Runtime.IMPORT, check, fix=True)
