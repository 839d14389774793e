"""The `secondary` of a relationship is a mapped class, not a table.

## What happens

    ArgumentError: secondary argument <class 'models.Membership'> passed to to relationship()
    User.groups must be a Table object or other FROM clause; can't send a mapped class directly as
    rows in 'secondary' are persisted independently of a class that is mapped to that same table.

A string is taken for a table first, and for a class if there is no table of that name.

## Example

```python
class Membership(Base):
    __tablename__ = "memberships"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    # error: [mapped-secondary]
    groups: Mapped[list["Group"]] = relationship(secondary="Membership")


class Group(Base):
    __tablename__ = "groups"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
class Membership(Base):
    __tablename__ = "memberships"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    groups: Mapped[list["Group"]] = relationship(secondary="memberships")


class Group(Base):
    __tablename__ = "groups"
    id: Mapped[int] = mapped_column(primary_key=True)
```

## Fix

In a string the name of the class becomes the name of its table, elsewhere `Membership` becomes
`Membership.__table__`.

## When it stays silent

Where the MetaData may hold a table of that name which is not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.keys import secondary_table
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship, mapper in project.mapped_secondaries():
        table = mapper.table.key if mapper.table is not None else None
        yield RULE.finding(
            relationship.secondary_where or relationship.where,
            f"`{relationship.label}` goes through `{mapper.name}`, which is a class, not a table",
            subject=relationship.full_name,
            notes=(Note(mapper.cls.location, f"`{mapper.name}` is defined here"),),
            help=f'name its table: `secondary="{table}"`' if table else "name its table",
            concerns=(relationship.owner.cls.location.path,),
            fixes=secondary_table(project, relationship, mapper),
        )


RULE = Rule("MAP317", "mapped-secondary", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
