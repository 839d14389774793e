"""The join of a table with itself compares more than columns, and does not say what is remote.

## What happens

    SAWarning: Non-simple column elements in primary join condition for property Node.children -
    consider using remote() annotations to mark the remote side.

SQLAlchemy knows for the foreign key which of its two columns stands in the other row. For the rest
of the condition it does not: a filter is then applied to this row, not to the related ones.

## Example

```python
class Node(Base):
    __tablename__ = "nodes"
    id: Mapped[int] = mapped_column(primary_key=True)
    hidden: Mapped[bool] = mapped_column()
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    children: Mapped[list["Node"]] = relationship(
        # warning: [unmarked-remote-side]
        primaryjoin="and_(Node.id == Node.parent_id, Node.hidden == False)"
    )
```

Use instead:

```python
class Node(Base):
    __tablename__ = "nodes"
    id: Mapped[int] = mapped_column(primary_key=True)
    hidden: Mapped[bool] = mapped_column()
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    children: Mapped[list["Node"]] = relationship(
        primaryjoin="and_(Node.id == remote(Node.parent_id), remote(Node.hidden) == False)"
    )
```

## When it stays silent

Where `remote_side` is given, or a part of the condition is not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.arguments import Given, relationship_argument
from mapperlint.model.relationships.doubtful_joins import compares_more_than_columns
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        if relationship.read is None or not compares_more_than_columns(relationship):
            continue
        condition = relationship_argument(relationship.read.made, "primaryjoin")
        yield RULE.finding(
            condition.where if isinstance(condition, Given) else relationship.where,
            f"the `primaryjoin` of `{relationship.label}` compares a table with itself, and does "
            "not mark the columns of the other row",
            subject=relationship.full_name,
            help="mark them with `remote()`",
            concerns=(relationship.owner.cls.location.path,),
        )


RULE = Rule("MAP315", "unmarked-remote-side", Severity.WARNING, Runtime.WARNS, check)
