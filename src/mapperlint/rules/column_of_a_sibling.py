"""A joined subclass has a column that a sibling without a table has given to their parent's table.

## What happens

    InvalidRequestError: Implicitly combining column animals.color with column dogs.color under
    attribute 'color'. Please configure one or more attributes for these same-named columns
    explicitly.

when the class statement of the joined subclass runs, where that of the sibling has run before. The
column of the sibling lies in the table of the parent, so the joined subclass has it as well, and no
attribute of its own for it.

## Example

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}


class Cat(Animal):
    color: Mapped[str] = mapped_column(nullable=True)
    __mapper_args__ = {"polymorphic_identity": "cat"}


class Dog(Animal):
    __tablename__ = "dogs"
    id: Mapped[int] = mapped_column(ForeignKey("animals.id"), primary_key=True)
    color: Mapped[str]  # error: [column-of-a-sibling]
    __mapper_args__ = {"polymorphic_identity": "dog"}
```

Use instead:

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}


class Cat(Animal):
    color: Mapped[str] = mapped_column(nullable=True)
    __mapper_args__ = {"polymorphic_identity": "cat"}


class Dog(Animal):
    __tablename__ = "dogs"
    id: Mapped[int] = mapped_column(ForeignKey("animals.id"), primary_key=True)
    dog_color: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "dog"}
```

## When it stays silent

Where the sibling comes later, or which of the two comes first is not known; where the parent maps
the column too (`combined-columns`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.combined_columns import columns_of_siblings
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        for found in columns_of_siblings(mapper, project.tables):
            yield RULE.finding(
                found.where,
                f"`{mapper.name}.{found.attribute}` is the column `{found.own.label}`, but a "
                f"sibling has put a `{found.inherited.label}` into the table of their parent",
                subject=f"{mapper.full_name}.{found.attribute}",
                notes=(Note(found.inherited.where, f"`{found.inherited.label}` is made here"),),
                help=f"give `{found.attribute}` another name",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP515", "column-of-a-sibling", Severity.ERROR, Runtime.IMPORT, check)
