"""A synonym in a mapped dataclass has another default than what it stands for.

## What happens

    ArgumentError: Synonym 'name' default argument None must match the dataclasses default value of
    proxied object 'title', currently not set

when the class statement runs, since SQLAlchemy 2.1. Before, both values were set, one after the
other, and the later won.

## Example

```python
# pyproject.toml
[tool.mapperlint]
sqlalchemy-version = "2.1"
```

```python
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, synonym


class Model(MappedAsDataclass, DeclarativeBase):
    pass


class Post(Model):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    title: Mapped[str] = mapped_column()
    name: Mapped[str] = synonym("title", default=None)  # error: [synonym-default]
```

Use instead:

```python
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, synonym


class Model(MappedAsDataclass, DeclarativeBase):
    pass


class Post(Model):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    title: Mapped[str] = mapped_column()
    name: Mapped[str] = synonym("title", init=False)
```

## When it stays silent

Where a default is no constant, and where the project may run on SQLAlchemy 2.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.dataclass_styles import other_defaults
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        for found in other_defaults(project.declarations, mapper):
            one, proxied = found.declared, found.proxied
            yield RULE.finding(
                found.where,
                f"`{one.label}` stands for `{proxied.label}`, which has "
                f"{'another default' if found.has_default else 'no default'}",
                subject=one.full_name,
                notes=(Note(proxied.where, f"`{proxied.label}` is declared here"),),
                help="give both the same default, or say `init=False`",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP166", "synonym-default", Severity.ERROR, Runtime.IMPORT, check)
