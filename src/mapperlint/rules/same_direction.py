"""Both sides of a pair have the same direction.

## What happens

    ArgumentError: Node.parent and back-reference Node.children are both of the same direction
    <RelationshipDirection.ONETOMANY: 1>. Did you mean to set remote_side on the many-to-one side ?

A relationship of a table to itself is one-to-many unless `remote_side` says otherwise.

## Example

```python
class Node(Base):
    __tablename__ = "nodes"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    # error: [same-direction]
    parent: Mapped["Node | None"] = relationship(back_populates="children")
    children: Mapped[list["Node"]] = relationship(back_populates="parent")
```

Use instead:

```python
class Node(Base):
    __tablename__ = "nodes"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    parent: Mapped["Node | None"] = relationship(back_populates="children", remote_side=[id])
    children: Mapped[list["Node"]] = relationship(back_populates="parent")
```

## When it stays silent

Where the direction of one side is not known.

## Fix

Of a table that refers to itself, the side that is annotated as one object, or is called like the
key, gets `remote_side`. Unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.joins import one_direction
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for one, other in project.pairs.of_one_direction():
        assert one.direction is not None
        words = one.direction.value.lower().replace("to", "-to-")
        selfish = one.owner.base is other.owner.base
        yield RULE.finding(
            one.where,
            f"`{one.label}` and its other side `{other.label}` are both {words}",
            subject=one.full_name,
            notes=(Note(other.where, f"`{other.label}` is {words} as well"),),
            help="set `remote_side` on the many-to-one side" if selfish else None,
            concerns=(one.owner.cls.location.path, other.owner.cls.location.path),
            fixes=one_direction(project, one, other),
        )


RULE = Rule("MAP406", "same-direction", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
