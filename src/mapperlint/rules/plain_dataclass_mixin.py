"""A mapped dataclass takes fields from a mixin that is no dataclass.

## What happens

    InvalidRequestError: When transforming <class 'models.Guest'> to a dataclass, attribute(s)
    'made' originates from superclass <class 'models.Dated'>, which is not a dataclass.  When
    declaring SQLAlchemy Declarative Dataclasses, ensure that all mixin classes and other
    superclasses which include attributes are also a subclass of MappedAsDataclass.

when the class statement runs, since SQLAlchemy 2.1; 2.0 warns of it as deprecated:
https://sqlalche.me/e/21/dcmx

## Example

```python
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "2.1"
```

```python
from sqlalchemy.orm import MappedAsDataclass


class Dated:
    made: Mapped[int] = mapped_column(default=0)  # error: [plain-dataclass-mixin]


class Guest(MappedAsDataclass, Dated, Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)


class Room(Base):
    __tablename__ = "rooms"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
from sqlalchemy.orm import MappedAsDataclass


class Dated(MappedAsDataclass):
    made: Mapped[int] = mapped_column(default=0)


class Guest(Dated, Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)


class Room(Base):
    __tablename__ = "rooms"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where a decorator stands on the mixin, and where the project may run on SQLAlchemy 2.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.fields import fields_of_plain_mixins
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for one in fields_of_plain_mixins(project.declarations, mapper):
            if one.owner.full_name in seen or not project.declarations.surely_since("2.1"):
                continue
            seen.add(one.owner.full_name)
            yield RULE.finding(
                one.where,
                f"the mapped dataclass `{mapper.name}` takes `{one.label}`, but "
                f"`{one.owner.name}` is no dataclass",
                subject=one.owner.full_name,
                notes=(Note(mapper.cls.location, f"`{mapper.name}` inherits it"),),
                help=f"let `{one.owner.name}` inherit from `MappedAsDataclass`",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP134", "plain-dataclass-mixin", Severity.ERROR, Runtime.IMPORT, check)
