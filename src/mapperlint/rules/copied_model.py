"""A model is written twice in one registry, under two table names.

## What happens

SQLAlchemy accepts it as long as no string has to choose between the two. Code that imports the one
does not see the rows of the other, and the first relationship that names the class by a string will
fail with "Multiple classes found for path".

## Example

```python
# old/booking.py
class Booking(Base):  # warning: [copied-model]
    __tablename__ = "bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
    guests: Mapped[int]
    note: Mapped[str]
```

```python
# recent/booking.py
class Booking(Base):
    __tablename__ = "bookings_v2"
    id: Mapped[int] = mapped_column(primary_key=True)
    guests: Mapped[int]
    note: Mapped[str]
```

```python
# main.py
import old.booking
import recent.booking
```

```python
# report.py
import recent.booking
```

Use instead one of the two:

```python
# recent/booking.py
class Booking(Base):
    __tablename__ = "bookings_v2"
    id: Mapped[int] = mapped_column(primary_key=True)
    guests: Mapped[int]
    note: Mapped[str]
```

```python
# main.py
import recent.booking
```

## When it stays silent

Where they share little but their name, where they live in different registries and none of them is
archived, and where no module of the application imports both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for group in project.copies.groups:
        if group.raises:
            continue
        first, *others = group.copies
        also = f", and {len(others)} more models of its package are" if others else ""
        yield RULE.finding(
            first.stale.cls.location,
            f"`{first.stale.name}` is written in `{first.live.module.name}` as well{also}",
            subject=f"{first.stale.module.name}.{first.stale.name}",
            notes=(
                Note(first.live.cls.location, f"the other `{first.live.name}` is defined here"),
            ),
            help=first.advice,
            concerns=tuple(
                mapper.cls.location.path
                for copy in group.copies
                for mapper in (copy.stale, copy.live)
            ),
        )


RULE = Rule("MAP103", "copied-model", Severity.WARNING, Runtime.SILENT, check)
