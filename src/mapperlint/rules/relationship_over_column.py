"""A relationship and a column would be the same attribute.

## What happens

    ArgumentError: WARNING: when configuring property 'host' on Mapper[Guest(guests)], column 'host'
    conflicts with property '<_RelationshipDeclared at 0x7f; host>'. To resolve this, map the column
    to the class under a different name in the 'properties' dictionary.  Or, to remove all awareness
    of the column entirely (including its availability as a foreign key), use the
    'include_properties' or 'exclude_properties' mapper arguments to control specifically which
    table columns get mapped.

when the class statement runs. The columns of `__table__`, and those of a mapped parent, are mapped
under their own names.

## Example

```python
class Guest(Base):
    __table__ = Table(
        "guests",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("host", ForeignKey("guests.id")),
    )
    host = relationship("Guest", remote_side="Guest.id")  # error: [relationship-over-column]
```

Use instead:

```python
class Guest(Base):
    __table__ = Table(
        "guests",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("host", ForeignKey("guests.id")),
    )
    host_id = __table__.c.host
    host = relationship("Guest", remote_side="Guest.id")
```

## When it stays silent

Where another attribute maps the column, and where properties are left out of the mapping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.column_objects import columns_and_relationships
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        for found in columns_and_relationships(project.declarations, mapper):
            yield RULE.finding(
                found.where,
                f"`{mapper.name}.{found.name}` would be both the relationship "
                f"`{found.relationship}` and the column `{found.column}`",
                subject=found.subject,
                notes=(Note(found.other, "the other one is declared here"),),
                help="rename one of the two, or map the column under another name",
            )


RULE = Rule("MAP116", "relationship-over-column", Severity.ERROR, Runtime.IMPORT, check)
