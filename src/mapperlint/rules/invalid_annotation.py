"""The annotation of a mapped attribute is no type that Python can make.

## What happens

    TypeError: unsupported operand type(s) for |: 'str' and 'NoneType'

    TypeError: Too many arguments for <class 'sqlalchemy.orm.base.Mapped'>; actual 2, expected 1

    TypeError: Cannot instantiate typing.Union

when the class statement runs. The first is Python's: a string has no operator `|`, so the quotes
must be around the whole. The last comes of a relationship to a collection of what may be None.

## Example

```python
class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User" | None] = relationship()  # error: [invalid-annotation]


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User | None"] = relationship()


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where one side of `|` is a type of `typing`, which can be combined with a string, and where an
argument of the relationship says which class it leads to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.annotated_types import no_types
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for found in no_types(project.declarations, mapper):
            one = found.declared
            if one.full_name in seen:
                continue
            seen.add(one.full_name)
            yield RULE.finding(
                one.where,
                f"the annotation of `{one.label}` is no type: {found.wrong}",
                subject=one.full_name,
                help=found.remedy,
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP160", "invalid-annotation", Severity.ERROR, Runtime.IMPORT, check)
