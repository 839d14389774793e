"""A mapped dataclass takes fields from a mixin that is no dataclass, which 2.1 refuses.

## What happens

    SADeprecationWarning: When transforming <class 'Guest'> to a dataclass, attribute(s) 'made'
    originates from superclass <class 'Dated'>, which is not a dataclass.  This usage is deprecated
    and will raise an error in SQLAlchemy 2.1.

In 2.0 the attribute becomes no field of the dataclass that Python or a type checker would know.
From 2.1 on it raises, which is `plain-dataclass-mixin`.

## Example

```python
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "2.0"
```

```python
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Dated:
    made: Mapped[int] = mapped_column(default=0)  # warning: [dataclass-from-plain-mixin]


class Model(MappedAsDataclass, DeclarativeBase):
    pass


class Guest(Dated, Model):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
```

Use instead:

```python
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Dated(MappedAsDataclass):
    made: Mapped[int] = mapped_column(default=0)


class Model(MappedAsDataclass, DeclarativeBase):
    pass


class Guest(Dated, Model):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
```

## When it stays silent

Where a decorator stands on the mixin, and where the project surely runs on SQLAlchemy 2.1, which
raises.
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
            if one.owner.full_name in seen or project.declarations.surely_since("2.1"):
                continue
            seen.add(one.owner.full_name)
            yield RULE.finding(
                one.where,
                f"the mapped dataclass `{mapper.name}` takes `{one.label}`, but "
                f"`{one.owner.name}` is no dataclass, which 2.1 refuses",
                subject=one.owner.full_name,
                notes=(Note(mapper.cls.location, f"`{mapper.name}` inherits it"),),
                help=f"let `{one.owner.name}` inherit from `MappedAsDataclass`",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP163", "dataclass-from-plain-mixin", Severity.WARNING, Runtime.WARNS, check)
