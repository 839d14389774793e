"""The class statement of a model gives a keyword that none of its bases takes.

## What happens

    TypeError: User.__init_subclass__() takes no keyword arguments

when the class statement runs. Only `MappedAsDataclass` takes keywords: `init`, `repr`, `eq`,
`order`, `unsafe_hash`, `match_args`, `kw_only`; not `frozen` and not `slots`.

## Example

```python
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Model(DeclarativeBase):
    pass


class User(Model, kw_only=True):  # error: [unknown-class-keyword]
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Model(MappedAsDataclass, DeclarativeBase):
    pass


class User(Model, kw_only=True):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where a base is out of sight, has an `__init_subclass__`, or a metaclass of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.dataclass_styles import unknown_keywords
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        for found in unknown_keywords(project.declarations, mapper):
            yield RULE.finding(
                found.where,
                f"no base of `{mapper.name}` takes the keyword `{found.name}`",
                subject=f"{mapper.full_name}({found.name})",
                help=None
                if found.is_dataclass
                else "only subclasses of `MappedAsDataclass` take keywords",
            )


RULE = Rule("MAP165", "unknown-class-keyword", Severity.ERROR, Runtime.IMPORT, check)
