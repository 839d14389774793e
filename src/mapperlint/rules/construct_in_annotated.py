"""A relationship or another construct stands in an `Annotated`, from which only columns are taken.

## What happens

    NotImplementedError: Use of the 'Relationship' construct inside of an Annotated object is not
    yet supported.

when the class statement runs.

## Example

```python
from typing import Annotated


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


author = Annotated[User, relationship()]


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped[author]  # error: [construct-in-annotated]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped[User] = relationship()
```

## When it stays silent

Where the attribute has a value of its own, before SQLAlchemy 2.0, and for `synonym`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.annotated_types import unsupported
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for found in unsupported(project.declarations, mapper):
            one = found.declared
            if one.full_name in seen:
                continue
            seen.add(one.full_name)
            yield RULE.finding(
                one.where,
                f"`{one.label}` takes a `{found.word}` out of an `Annotated`, which SQLAlchemy "
                "does only with columns",
                subject=one.full_name,
                help=f"say `= {found.word}(...)` in the class",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP161", "construct-in-annotated", Severity.ERROR, Runtime.IMPORT, check)
