"""The same model is defined in two modules of one registry.

## What happens

    InvalidRequestError: Multiple classes found for path "Booking" in the registry of this
    declarative base. Please use a fully module-qualified path.

at every relationship that names the class by a string, or, where both copies have the same table,
already on import:

    InvalidRequestError: Table 'bookings' is already defined for this MetaData instance.

Copies between one pair of packages are one finding: they are one decision, which of the two to
keep.

## Example

```python
# models/booking.py
class Booking(Base):  # error: [duplicate-class]
    __tablename__ = "bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
    chef_id: Mapped[int] = mapped_column(ForeignKey("chefs.id"))
    guests: Mapped[int]
```

```python
# db/models/core.py
class Chef(Base):
    __tablename__ = "chefs"
    id: Mapped[int] = mapped_column(primary_key=True)
    bookings: Mapped[list["Booking"]] = relationship("Booking")


class Booking(Base):
    __tablename__ = "bookings"
    __table_args__ = {"schema": "core"}
    id: Mapped[int] = mapped_column(primary_key=True)
    chef_id: Mapped[int] = mapped_column(ForeignKey("chefs.id"))
    guests: Mapped[int]
```

```python
# main.py
import db.models.core
import models.booking
```

Use instead one of the two, imported from everywhere:

```python
# db/models/core.py
class Chef(Base):
    __tablename__ = "chefs"
    id: Mapped[int] = mapped_column(primary_key=True)
    bookings: Mapped[list["Booking"]] = relationship("Booking")


class Booking(Base):
    __tablename__ = "bookings"
    __table_args__ = {"schema": "core"}
    id: Mapped[int] = mapped_column(primary_key=True)
    chef_id: Mapped[int] = mapped_column(ForeignKey("chefs.id"))
    guests: Mapped[int]
```

```python
# main.py
import db.models.core
```

## When it stays silent

Where the two live in different registries, where no module of the application imports both, and
where they share a name only: then the relationship that has to choose is reported
(`ambiguous-target`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project

MOST_NAMED = 4


def check(project: Project) -> Iterator[Diagnostic]:
    for group in project.copies.groups:
        if not group.raises:
            continue
        first, *others = group.copies
        names = [f"`{copy.stale.name}`" for copy in others[:MOST_NAMED]]
        if len(others) > MOST_NAMED:
            names.append(f"{len(others) - MOST_NAMED} more")
        also = f", and so are {', '.join(names)}" if names else ""
        yield RULE.finding(
            first.stale.cls.location,
            f"`{first.stale.name}` is defined in `{first.live.module.name}` as well{also}",
            subject=f"{first.stale.module.name}.{first.stale.name}",
            notes=(
                Note(first.live.cls.location, f"the other `{first.live.name}` is defined here"),
                *(
                    Note(each.where, f"`{each.label}` has to choose between them")
                    for each in group.choices[:1]
                ),
            ),
            help=first.advice or "keep one of them, and import it where the other was used",
            concerns=tuple(
                mapper.cls.location.path
                for copy in group.copies
                for mapper in (copy.stale, copy.live)
            ),
        )


RULE = Rule("MAP101", "duplicate-class", Severity.ERROR, Runtime.CONFIGURE, check)
