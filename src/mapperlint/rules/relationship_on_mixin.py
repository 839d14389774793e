"""A mixin or an abstract base declares a relationship without `declared_attr`.

## What happens

    InvalidRequestError: Mapper properties (i.e. deferred,column_property(), relationship(), etc.)
    must be declared as @declared_attr callables on declarative mixin classes.  For dataclass
    field() objects, use a lambda:

when the statement of a class runs that inherits from it. Columns are copied for each class;
relationships, `column_property`, `deferred`, `synonym` and `composite` cannot be.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Owned:
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    owner: Mapped["User"] = relationship()  # error: [relationship-on-mixin]


class Photo(Owned, Base):
    __tablename__ = "photos"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
from sqlalchemy.orm import declared_attr


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Owned:
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    @declared_attr
    def owner(cls) -> Mapped["User"]:
        return relationship()


class Photo(Owned, Base):
    __tablename__ = "photos"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

Where no mapped class inherits from it.

## Fix

The attribute becomes a function with `@declared_attr`. Safe, but where it uses other names of the
mixin, which the function takes from the class that inherits them: unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.names import properties_on_mixins
from mapperlint.model.mending.mixins import as_function
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for one in properties_on_mixins(project.declarations, mapper):
            if one.full_name in seen:
                continue
            seen.add(one.full_name)
            yield RULE.finding(
                one.where,
                f"`{one.label}` is a {_CALLED.get(one.word or '', 'mapped property')} on a class "
                "that is not mapped itself",
                subject=one.full_name,
                notes=(Note(mapper.cls.location, f"`{mapper.name}` inherits it"),),
                help="make it a function with `@declared_attr`",
                concerns=(mapper.cls.location.path,),
                fixes=as_function(project, one),
            )


_CALLED = {"relationship": "relationship", "synonym": "synonym", "composite": "composite"}


RULE = Rule("MAP118", "relationship-on-mixin", Severity.ERROR, Runtime.IMPORT, check, fix=True)
