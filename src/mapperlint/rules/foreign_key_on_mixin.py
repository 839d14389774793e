"""A mixin declares a column with a foreign key that cannot be copied.

## What happens

    InvalidRequestError: Columns with foreign keys to non-table-bound columns must be declared as
    @declared_attr callables on declarative mixin classes.  For dataclass field() objects, use a
    lambda:.

    InvalidRequestError: Columns with foreign keys to other columns must be declared as
    @declared_attr callables on declarative mixin classes.  For dataclass field() objects, use a
    lambda:.

when the statement of a class runs that inherits from it. Since SQLAlchemy 2.0 this is so only for a
key to a column object of the mixin; before, for every foreign key.

## Example

```python
class Versioned:
    id = mapped_column(Integer, primary_key=True)
    previous_id = mapped_column(ForeignKey(id))  # error: [foreign-key-on-mixin]


class Page(Versioned, Base):
    __tablename__ = "pages"


class Entry(Base):
    __tablename__ = "entries"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
from sqlalchemy.orm import declared_attr


class Versioned:
    id = mapped_column(Integer, primary_key=True)

    @declared_attr
    def previous_id(cls):
        return mapped_column(ForeignKey(cls.id))


class Page(Versioned, Base):
    __tablename__ = "pages"


class Entry(Base):
    __tablename__ = "entries"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## When it stays silent

For keys that are written as strings, where the project may run on SQLAlchemy 2.0.

## Fix

The attribute becomes a function with `@declared_attr`. Safe, but where it uses other names of the
mixin, which the function takes from the class that inherits them: unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.names import keys_on_mixins
from mapperlint.model.mending.mixins import as_function
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for one in keys_on_mixins(project.declarations, mapper):
            if one.full_name in seen:
                continue
            seen.add(one.full_name)
            yield RULE.finding(
                one.where,
                f"`{one.label}` has a foreign key, which cannot be copied from a class that is "
                "not mapped itself",
                subject=one.full_name,
                notes=(Note(mapper.cls.location, f"`{mapper.name}` inherits it"),),
                help="make it a function with `@declared_attr`",
                concerns=(mapper.cls.location.path,),
                fixes=as_function(project, one),
            )


RULE = Rule("MAP119", "foreign-key-on-mixin", Severity.ERROR, Runtime.IMPORT, check, fix=True)
