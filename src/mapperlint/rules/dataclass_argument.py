"""An argument for dataclasses stands on an attribute of a class that is no dataclass.

## What happens

    ArgumentError: Attribute 'name' on class <class 'models.Guest'> includes dataclasses
    argument(s): 'init' but class does not specify SQLAlchemy native dataclass configuration.

when the class statement runs, since SQLAlchemy 2.0. The arguments are `init`, `repr`,
`default_factory`, `compare`, `kw_only` and `hash`; for `relationship()` `default` as well.

## Example

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)  # error: [dataclass-argument]
```

Use instead:

```python
from sqlalchemy.orm import MappedAsDataclass


class Guest(MappedAsDataclass, Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)


class Room(Base):
    __tablename__ = "rooms"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where a base or a decorator that is not read may make the class a dataclass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.fields import misplaced
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for found in misplaced(project.declarations, mapper):
            one = found.declared
            if one.full_name in seen:
                continue
            seen.add(one.full_name)
            yield RULE.finding(
                one.where,
                f"`{one.label}` has the argument `{found.argument}`, but `{mapper.name}` is no "
                "mapped dataclass",
                subject=one.full_name,
                help="inherit from `MappedAsDataclass`, or take the argument away",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP121", "dataclass-argument", Severity.ERROR, Runtime.IMPORT, check)
