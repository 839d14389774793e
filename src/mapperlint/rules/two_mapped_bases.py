"""A class has two bases that are mapped, of which a mapper can only extend one.

## What happens

    InvalidRequestError: Class <class 'Amphibian'> has multiple mapped bases: [<class 'Car'>,
    <class 'Boat'>]

when the class statement runs, whatever table or mapper arguments the class has. It is the same
where one of the two inherits from the other, and where the way to one of them leads over an
abstract class.

## Example

```python
class Car(Base):
    __tablename__ = "cars"
    id: Mapped[int] = mapped_column(primary_key=True)


class Boat(Base):
    __tablename__ = "boats"
    id: Mapped[int] = mapped_column(primary_key=True)


class Amphibian(Car, Boat):  # error: [two-mapped-bases]
    __tablename__ = "amphibians"
    id: Mapped[int] = mapped_column(ForeignKey("cars.id"), primary_key=True)
```

Use instead:

```python
class Floating:
    draught: Mapped[int] = mapped_column()


class Car(Base):
    __tablename__ = "cars"
    id: Mapped[int] = mapped_column(primary_key=True)


class Boat(Floating, Base):
    __tablename__ = "boats"
    id: Mapped[int] = mapped_column(primary_key=True)


class Amphibian(Floating, Car):
    __tablename__ = "amphibians"
    id: Mapped[int] = mapped_column(ForeignKey("cars.id"), primary_key=True)
```

## When it stays silent

Where a base is out of sight, where a class is mapped by a call, and for an abstract class, which
has no mapper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.mapped_bases import two_parents
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for found in two_parents(project.declarations, project.mapped_classes()):
        name, first, second = found.mapper.name, found.first.name, found.second.name
        yield RULE.finding(
            found.mapper.cls.location,
            f"`{name}` inherits from two mapped classes, `{first}` and `{second}`",
            subject=found.mapper.full_name,
            notes=tuple(
                Note(each.location, f"`{each.name}` is mapped here")
                for each in (found.first, found.second)
            ),
            help="keep one of them, and move what it needs of the other into a mixin",
        )


RULE = Rule("MAP170", "two-mapped-bases", Severity.ERROR, Runtime.IMPORT, check)
