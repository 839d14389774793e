"""`declared_attr.cascading` stands where it does nothing, or takes the place of an attribute.

## What happens

One of these, when the class statement runs:

    SAWarning: @declared_attr.cascading is not supported on the __tablename__ attribute on class
    <class 'User'>.  This attribute invokes for subclasses in any case.

    SAWarning: Use of @declared_attr.cascading only applies to Declarative 'mixin' and 'abstract'
    classes.  Currently, this flag is ignored on mapped class <class 'User'>

    SAWarning: Attribute 'id' on class <class 'Admin'> cannot be processed due to
    @declared_attr.cascading; skipping

With the last, what the class says of the attribute is lost: the function is called in its place.

## Example

```python
from base import Base
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column


class HasId:
    @declared_attr.cascading
    def id(cls) -> Mapped[int]:
        if cls.__name__ == "User":
            return mapped_column(primary_key=True)
        return mapped_column(ForeignKey("users.id"), primary_key=True)


class User(HasId, Base):
    __tablename__ = "users"


class Admin(User):
    __tablename__ = "admins"
    # warning: [ineffective-cascading]
    id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
```

Use instead:

```python
from base import Base
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column


class HasId:
    @declared_attr.cascading
    def id(cls) -> Mapped[int]:
        if cls.__name__ == "User":
            return mapped_column(primary_key=True)
        return mapped_column(ForeignKey("users.id"), primary_key=True)


class User(HasId, Base):
    __tablename__ = "users"


class Admin(User):
    __tablename__ = "admins"
```

## When it stays silent

For mixins that no mapped class uses, and where a base is out of sight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.ineffective import uncascaded
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.places import Location


def check(project: Project) -> Iterator[Diagnostic]:

    seen: set[Location] = set()
    for found in uncascaded(project.declarations, project.mapped_classes()):
        if found.where in seen:
            continue
        seen.add(found.where)
        other = found.other
        yield RULE.finding(
            found.where,
            f"`{found.owner.name}.{found.name}` {found.wrong}",
            subject=f"{found.owner.full_name}.{found.name}",
            notes=() if other is None else (Note(other, "it is declared to cascade here"),),
            help=found.remedy,
        )


RULE = Rule("MAP143", "ineffective-cascading", Severity.WARNING, Runtime.WARNS, check)
