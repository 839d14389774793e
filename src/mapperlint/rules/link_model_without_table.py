"""The `link_model` of a SQLModel relationship is no class with a table.

## What happens

    NoInspectionAvailable: No inspection system is available for object of type <class
    'sqlmodel.main.SQLModelMetaclass'>

when the class statement runs. `link_model` takes the class itself, which says `table=True`.

## Example

```python
from sqlmodel import Field, Relationship, SQLModel


class Membership(SQLModel):
    hero_id: int = Field(foreign_key="hero.id", primary_key=True)
    team_id: int = Field(foreign_key="team.id", primary_key=True)


class Team(SQLModel, table=True):
    id: int = Field(primary_key=True)


class Hero(SQLModel, table=True):
    id: int = Field(primary_key=True)
    teams: list[Team] = Relationship(link_model=Membership)  # error: [link-model-without-table]
```

Use instead:

```python
from sqlmodel import Field, Relationship, SQLModel


class Membership(SQLModel, table=True):
    hero_id: int = Field(foreign_key="hero.id", primary_key=True)
    team_id: int = Field(foreign_key="team.id", primary_key=True)


class Team(SQLModel, table=True):
    id: int = Field(primary_key=True)


class Hero(SQLModel, table=True):
    id: int = Field(primary_key=True)
    teams: list[Team] = Relationship(link_model=Membership)
```

## When it stays silent

Where the class that is given is not known.

## Fix

`table=True` is added to the link model, which is unsafe: the class may be there for another use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.mapper_arguments import link_models_without_table
from mapperlint.model.mending.declarations import link_table
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for found in link_models_without_table(project.declarations, mapper):
            one = found.declared
            if one.full_name not in seen:
                seen.add(one.full_name)
                yield RULE.finding(
                    found.where,
                    f"the `link_model` of `{one.label}` {found.wrong}",
                    subject=one.full_name,
                    help=found.remedy,
                    concerns=(mapper.cls.location.path,),
                    fixes=() if found.link is None else link_table(project, found.link),
                )


RULE = Rule("MAP124", "link-model-without-table", Severity.ERROR, Runtime.IMPORT, check, fix=True)
