"""A module of the project has the name of a library that the project imports as well.

## What happens

Python imports the one that comes first on `sys.path`, and never the other. A program finds the
modules beside it first, so it is the library that is lost:

    ImportError: cannot import name 'Column' from partially initialized module 'sqlalchemy' (most
    likely due to a circular import)

What the interpreter has loaded before, `types` or `enum`, stays; then the module is lost.

## Example

```python
# calendar.py
def holidays():  # warning: [hidden-library]
    return []
```

```python
# booking.py
from base import Base
from calendar import holidays
from sqlalchemy.orm import Mapped, mapped_column


class Booking(Base):
    __tablename__ = "bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
    free: Mapped[bool] = mapped_column(default=bool(holidays()))
```

```python
# event.py
from base import Base
from calendar import monthrange
from sqlalchemy.orm import Mapped, mapped_column


class Event(Base):
    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(default=monthrange(2024, 1)[1])
```

Use instead another name:

```python
# holidays.py
def holidays():
    return []
```

```python
# booking.py
from base import Base
from holidays import holidays
from sqlalchemy.orm import Mapped, mapped_column


class Booking(Base):
    __tablename__ = "bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
    free: Mapped[bool] = mapped_column(default=bool(holidays()))
```

```python
# event.py
from base import Base
from calendar import monthrange
from sqlalchemy.orm import Mapped, mapped_column


class Event(Base):
    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(default=monthrange(2024, 1)[1])
```

## When it stays silent

Inside packages, where the full name is another one; where nothing asks for what only the library
has; and where it is not sure that both are looked for on one path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.places import START_OF_FILE, Location
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for namesake in project.namesakes():
        name = namesake.module.name
        notes = [Note(namesake.wanted, "this asks for the library")]
        if namesake.used is not None:
            notes.append(Note(namesake.used, "this asks for the file"))
        yield RULE.finding(
            Location(namesake.module.path, START_OF_FILE),
            f"this file has the name of the library `{name}`, and only one of them can be imported",
            subject=namesake.module.path,
            notes=tuple(notes),
            help="rename the file",
        )


RULE = Rule("MAP609", "hidden-library", Severity.WARNING, Runtime.SILENT, check)
