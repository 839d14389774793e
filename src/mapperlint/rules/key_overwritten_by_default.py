"""A mapped dataclass sets a foreign key, and its relationship's default sets it back to NULL.

## What happens

SQLAlchemy 2.0 says nothing. `Ticket(seat_id=1)` sets `seat` to its default None as well, which
counts as an assignment: at the flush the relationship writes NULL over the key. Since 2.1 a
default is no assignment, and the key stays.

## Example

```toml
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "2.0"
```

```python
from typing import Optional
from sqlalchemy.orm import MappedAsDataclass


class Seat(Base):
    __tablename__ = "seats"
    id: Mapped[int] = mapped_column(primary_key=True)


class Ticket(MappedAsDataclass, Base):
    __tablename__ = "tickets"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    seat_id: Mapped[Optional[int]] = mapped_column(ForeignKey("seats.id"), default=None)
    seat: Mapped[Optional[Seat]] = relationship(  # warning: [key-overwritten-by-default]
        default=None
    )
```

Use instead:

```python
from typing import Optional
from sqlalchemy.orm import MappedAsDataclass


class Seat(Base):
    __tablename__ = "seats"
    id: Mapped[int] = mapped_column(primary_key=True)


class Ticket(MappedAsDataclass, Base):
    __tablename__ = "tickets"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    seat_id: Mapped[Optional[int]] = mapped_column(ForeignKey("seats.id"), default=None)
    seat: Mapped[Optional[Seat]] = relationship(init=False)
```

## When it stays silent

Where the project may run on SQLAlchemy 2.1, and where the key is not an argument of `__init__`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.fields import is_mapped_dataclass
from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.values.values import FALSE, NONE
from mapperlint.model.values.vocabulary import Direction
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.model.relationships.relationships import Relationship


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        if not _defaults_to_none(relationship):
            continue
        for name, attribute in _given_keys(relationship):
            if project.sqlalchemy.before("2.1"):
                yield RULE.finding(
                    relationship.where,
                    f"the default of `{relationship.label}` writes NULL over "
                    f"`{relationship.owner.name}({name}=...)`",
                    subject=relationship.full_name,
                    notes=(Note(attribute.where, f"`{name}` is an argument of `__init__`"),),
                    help="give the relationship `init=False`, or the key",
                )
                break


def _defaults_to_none(relationship: Relationship) -> bool:
    """Whether `__init__` assigns None to a many-to-one that is not given."""
    read = relationship.read
    return (
        read is not None
        and relationship.direction is Direction.MANYTOONE
        and relationship.viewonly is False
        and is_mapped_dataclass(relationship.owner.cls)
        and read.made.keyword("default") == NONE
        and read.made.keyword("init") != FALSE
        and not read.made.open
    )


def _given_keys(relationship: Relationship) -> Iterator[tuple[str, ColumnAttribute]]:
    """The foreign keys of a relationship that are arguments of `__init__`."""
    local = [column for column, _ in relationship.pairs]
    for name, attribute in relationship.owner.attributes.items():
        if isinstance(attribute, ColumnAttribute) and attribute.columns[0] in local:
            made = attribute.columns[0].made
            if made is not None and not made.open and made.keyword("init") != FALSE:
                yield name, attribute


RULE = Rule("MAP140", "key-overwritten-by-default", Severity.WARNING, Runtime.SILENT, check)
