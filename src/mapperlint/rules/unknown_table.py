"""A foreign key refers to a table that does not exist.

## What happens

    NoReferencedTableError: Foreign key associated with column 'posts.user_id' could not find table
    'user' with which to generate a foreign key to target column 'id'

when tables are created, sorted or flushed. A relationship over such a key says "there are no
foreign keys linking these tables" instead, which sends one looking in the wrong place.

The name is that of the table, with its schema; not that of the class.

A subclass with a table of its own is joined to its parent when its class statement runs, and the
foreign keys of both primary keys are followed then. The same error comes at once where the table of
one of them is defined further down.

## Example

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))  # error: [unknown-table]
```

Use instead:

```python
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
```

## When it stays silent

Where the MetaData may hold tables that are not seen: a name that is computed in a way that is not
followed, reflection, a library that is not read. Where the table is that of a class which is
reported for having none, or one that another class has already, that is said there.

## Fix

The name of a class becomes that of its table, a name without its schema gets it, and a misspelt one
becomes the one table that is a slip away, of those that have the column. A name that is alike only
is unsafe, and where several tables are as near, each is shown. From the name that is a tuple, the
comma is taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.parent_joins import keys_to_later_tables
from mapperlint.model.mending.keys import table_meant
from mapperlint.model.mending.slips import without_comma
from mapperlint.model.names.resolution import Missing, Resolved
from mapperlint.model.relationships.slips import key_to
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for key in project.foreign_keys():
        match project.tables.referred(key):
            case Missing(name, within=None) if not project.lost_its_table(name):
                meant, reason, notes = project.table_meant(key, name)
                yield RULE.finding(
                    key.where,
                    f"the foreign key of `{key.column.label}` refers to the table `{name}`, "
                    f"which does not exist{reason}",
                    subject=key.column.label,
                    notes=notes,
                    help=None if meant is None else f"did you mean `{meant}`?",
                    concerns=(key.column.table.where.path,),
                    fixes=table_meant(project, key, name),
                )
    for found in project.tuple_names():
        sought = key_to(found, project.foreign_keys())
        if sought is not None and not isinstance(project.tables.referred(sought), Resolved):
            yield RULE.finding(
                sought.where,
                f"the foreign key of `{sought.column.label}` refers to the table "
                f"`{found.names[0]}`, but the name of that table is a tuple",
                subject=sought.column.label,
                notes=(Note(found.where, f"is there a comma too many? say `{found.names[0]!r}`"),),
                concerns=(found.owner.cls.location.path,),
                fixes=without_comma(project, found),
            )
    for mapper in project.statements():
        for key, table in keys_to_later_tables(mapper, project.tables):
            yield RULE.finding(
                key.where,
                f"the foreign key of `{key.column.label}` refers to the table `{table.label}`, "
                f"which does not exist yet when `{mapper.name}` is joined to its parent",
                subject=key.column.label,
                notes=(Note(table.where, f"`{table.label}` is defined here"),),
                help="define that table first",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP201", "unknown-table", Severity.ERROR, Runtime.USE, check, fix=True)
