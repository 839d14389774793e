"""A class is made a dataclass in two ways at once, or in one that its table does not allow.

## What happens

    InvalidRequestError: Class <class 'User'> is already a dataclass; ensure that base classes /
    decorator styles of establishing dataclasses are not being mixed.

    InvalidRequestError: Class <class 'User'> already defines a '__table__'. ORM Annotated
    Dataclasses do not support a pre-existing '__table__' element

    InvalidRequestError: SQLAlchemy mapped dataclasses can't consume mapping information from
    dataclass.Field() objects if the immediate class is not already a dataclass.

when the class statement or its decorator runs.

## Example

```python
from dataclasses import dataclass

from sqlalchemy.orm import Mapped, mapped_column, registry

reg = registry()


@reg.mapped_as_dataclass
@dataclass
class User:  # error: [mixed-dataclasses]
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
from sqlalchemy.orm import Mapped, mapped_column, registry

reg = registry()


@reg.mapped_as_dataclass
class User:
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where a decorator is not known, and before SQLAlchemy 2.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.dataclass_styles import mixed
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        found = mixed(project.declarations, mapper)
        if found is not None:
            yield RULE.finding(
                found.where,
                f"`{mapper.name}` {found.wrong}",
                subject=mapper.full_name,
                help=found.remedy,
            )


RULE = Rule("MAP164", "mixed-dataclasses", Severity.ERROR, Runtime.IMPORT, check)
