"""A synonym stands for an attribute that does not exist.

## What happens

Mappers are configured without a word. The first use of the synonym fails:

    AttributeError: 'User' object has no attribute 'email'

## Example

```python
from sqlalchemy.orm import synonym


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email_address: Mapped[str]
    mail = synonym("email")  # error: [synonym-of-nothing]
```

Use instead:

```python
from sqlalchemy.orm import synonym


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email_address: Mapped[str]
    mail = synonym("email_address")
```

## When it stays silent

Where the class, or one below it, may have attributes that are not seen, and for a synonym with
`map_column`, which speaks of the table.

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
    for dead in project.descriptors.dead_synonyms():
        mapper = dead.mapper
        yield RULE.finding(
            dead.where,
            f"`{mapper.name}.{dead.attribute}` is a synonym of `{dead.name}`, which "
            f"`{mapper.name}` does not have",
            subject=f"{mapper.full_name}.{dead.attribute}",
            help=meant(dead.name, mapper.all_attributes) or f"remove `{dead.attribute}`",
            concerns=(mapper.cls.location.path,),
            fixes=mapped_name(project, dead),
        )


RULE = Rule("MAP522", "synonym-of-nothing", Severity.ERROR, Runtime.USE, check, fix=True)
