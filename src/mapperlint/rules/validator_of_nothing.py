"""A function validates an attribute that does not exist.

## What happens

SQLAlchemy accepts it. The function is never called, and nothing is validated.

## Example

```python
from sqlalchemy.orm import validates


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]

    @validates("mail")  # warning: [validator-of-nothing]
    def check_mail(self, key, value):
        assert "@" in value
        return value
```

Use instead:

```python
from sqlalchemy.orm import validates


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]

    @validates("email")
    def check_mail(self, key, value):
        assert "@" in value
        return value
```

## When it stays silent

Where the class, or one below it, may have attributes that are not seen, and for a mixin, as long as
one of its classes has the attribute.

## Fix

A misspelt name becomes the one attribute that is a slip away. A name that is alike only is unsafe,
and where several are as near, each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.descriptors import mapped_name
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for dead in project.descriptors.dead_validators():
        mapper = dead.mapper
        yield RULE.finding(
            dead.where,
            f"`{dead.attribute}` validates `{dead.name}`, which `{mapper.name}` does not have, so "
            "it is never called",
            subject=f"{mapper.full_name}.{dead.attribute}.{dead.name}",
            help=meant(dead.name, mapper.all_attributes) or "name an attribute of the class",
            concerns=(mapper.cls.location.path,),
            fixes=mapped_name(project, dead),
        )


RULE = Rule("MAP525", "validator-of-nothing", Severity.WARNING, Runtime.SILENT, check, fix=True)
