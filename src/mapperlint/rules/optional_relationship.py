"""A relationship is annotated as if there were always an object, but its key may be empty.

## What happens

Nothing is said: the annotation counts for type checkers alone. They let code pass that fails with

    AttributeError: 'NoneType' object has no attribute 'name'

Many projects write so on purpose, so this rule speaks only where the settings ask for it.

## Example

```toml
# pyproject.toml
[tool.mapperlint]
extend-select = ["optional-relationship"]
```

```python
from typing import Optional


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[Optional[int]] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship()  # warning: [optional-relationship]
```

Use instead:

```python
from typing import Optional


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[Optional[int]] = mapped_column(ForeignKey("users.id"))
    author: Mapped[Optional["User"]] = relationship()
```

## When it stays silent

Where it is not certain that the key may be empty, and for annotations that are not read.

## Fix

The annotation becomes `Optional`. Unsafe, since the key may be meant never to be empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.nullable_keys import denies_none, nullable_key
from mapperlint.model.mending.annotations import may_be_none
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        key = nullable_key(project.declarations, relationship)
        target = relationship.target_mapper
        if key is None or target is None or not denies_none(relationship):
            continue
        yield RULE.finding(
            relationship.where,
            f"`{relationship.label}` is annotated as one `{target.name}`, but `{key.name}` may be "
            "empty, and then there is none",
            subject=relationship.full_name,
            notes=(Note(key.where, f"`{key.label}` may be empty"),),
            help=f'annotate it as `Mapped[Optional["{target.name}"]]`, or make `{key.name}` '
            "`nullable=False`",
            concerns=(relationship.owner.cls.location.path,),
            fixes=may_be_none(project, relationship),
        )


RULE = Rule(
    "MAP339", "optional-relationship", Severity.WARNING, Runtime.SILENT, check, on=False, fix=True
)
