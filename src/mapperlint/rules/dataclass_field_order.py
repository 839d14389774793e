"""A field of a mapped dataclass has no default, but stands behind one that has.

## What happens

    InvalidRequestError: Python dataclasses error encountered when creating dataclass for 'Guest':
    TypeError("non-default argument 'name' follows default argument"). Please refer to Python
    dataclasses documentation for additional information.

when the class statement runs: https://sqlalche.me/e/20/dcte

The fields of bases and mixins stand before those of the class. A `relationship()` without `default`
or `default_factory` is a field without a default.

## Example

```python
from sqlalchemy.orm import MappedAsDataclass


class Guest(MappedAsDataclass, Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    age: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(80))  # error: [dataclass-field-order]


class Room(Base):
    __tablename__ = "rooms"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
from sqlalchemy.orm import MappedAsDataclass


class Guest(MappedAsDataclass, Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(80))
    age: Mapped[int] = mapped_column(default=0)


class Room(Base):
    __tablename__ = "rooms"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Or give the field a default, or `kw_only=True` to the field or the class.

## When it stays silent

Where a base is not seen or is no dataclass itself, and where the value of a field is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.fields import disordered
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        found = disordered(project.declarations, mapper)
        if found is None or found.field.full_name in seen:
            continue
        seen.add(found.field.full_name)
        field, before = found.field, found.before
        inherited = field.owner is not mapper.cls
        yield RULE.finding(
            mapper.cls.location if inherited else field.where,
            f"the field `{field.label}` has no default, but follows `{before.label}`, which has "
            "one",
            subject=field.full_name,
            notes=(Note(before.where, f"`{before.label}` is declared here"),),
            help="move it up, give it a default, or say `kw_only=True`",
            concerns=(field.where.path,),
        )


RULE = Rule("MAP120", "dataclass-field-order", Severity.ERROR, Runtime.IMPORT, check)
