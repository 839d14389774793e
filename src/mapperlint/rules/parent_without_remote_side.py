"""A relationship of a table to itself should lead to the parent, but leads to the children.

## What happens

SQLAlchemy accepts it. A relationship of a table to itself is one-to-many unless `remote_side` says
otherwise: the attribute holds the rows that refer to this one, and setting it writes their keys.

## Example

```python
class Node(Base):
    __tablename__ = "nodes"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    parent: Mapped["Node | None"] = relationship()  # warning: [parent-without-remote-side]
```

Use instead:

```python
class Node(Base):
    __tablename__ = "nodes"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    parent: Mapped["Node | None"] = relationship(remote_side=[id])
```

## Fix

`remote_side` with the column the key refers to. Unsafe.

## When it stays silent

Where neither its name (`parent` beside `parent_id`) nor its annotation says that one object is
meant, and where the other side is a collection too: that raises, and is reported as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.mending.joins import remote_side
from mapperlint.model.relationships.doubtful_joins import lacks_remote_side
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        if not lacks_remote_side(relationship):
            continue
        referred = relationship.pairs[0][0]
        key = relationship.pairs[0][1]
        yield RULE.finding(
            relationship.where,
            f"`{relationship.label}` leads to the rows whose `{key.name}` is this one, "
            "not to the row that its own refers to",
            subject=relationship.full_name,
            help=f"add `remote_side=[{referred.key}]`",
            concerns=(relationship.owner.cls.location.path,),
            fixes=remote_side(project, relationship),
        )


RULE = Rule(
    "MAP414", "parent-without-remote-side", Severity.WARNING, Runtime.SILENT, check, fix=True
)
