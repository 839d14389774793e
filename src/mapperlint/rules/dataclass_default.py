"""A field of a mapped dataclass has a default that `dataclass` does not take.

## What happens

    InvalidRequestError: Python dataclasses error encountered when creating dataclass for 'Guest':
    ValueError("mutable default <class 'list'> for field tags is not allowed: use
    default_factory"). Please refer to Python dataclasses documentation for additional information.

    ValueError: cannot specify both default and default_factory

    ArgumentError: Only 'None' is accepted as dataclass default for a relationship()

    ArgumentError: For relationship Guest.guests using dataclass options, default_factory must be
    exactly <class 'list'>

    ArgumentError: On relationship Guest.guests, the dataclass default for relationship may only be
    set for a relationship that references a scalar value, i.e. many-to-one or explicitly
    uselist=False

when the class statement runs: https://sqlalche.me/e/20/dcte. The last three since SQLAlchemy 2.1,
the very last when mappers are configured.

## Example

```python
from sqlalchemy.orm import MappedAsDataclass


class Guest(MappedAsDataclass, Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    host_id: Mapped[int] = mapped_column(ForeignKey("guests.id"), init=False)
    guests: Mapped[list["Guest"]] = relationship(default=[])  # error: [dataclass-default]


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
    host_id: Mapped[int] = mapped_column(ForeignKey("guests.id"), init=False)
    guests: Mapped[list["Guest"]] = relationship(default_factory=list)


class Room(Base):
    __tablename__ = "rooms"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where the default is computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.fields import unusable_defaults
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        for found in unusable_defaults(project.declarations, mapper):
            one = found.declared
            yield RULE.finding(
                one.where,
                f"the field `{one.label}` has {found.wrong}",
                subject=one.full_name,
                help=found.remedy,
            )


RULE = Rule("MAP122", "dataclass-default", Severity.ERROR, Runtime.IMPORT, check)
