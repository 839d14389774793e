"""The `remote_side` of a relationship leaves no column that is local while another is remote.

## What happens

    ArgumentError: Relationship Node.parent could not determine any unambiguous local/remote column
    pairs based on join condition and remote_side arguments. Consider using the remote() annotation
    to accurately mark those elements of the join condition that are on the remote side of the
    relationship.

The remote column is the one in the row of the other object: for the parent of a node, the key that
`parent_id` refers to.

## Example

```python
class Node(Base):
    __tablename__ = "nodes"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column()
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    parent: Mapped["Node | None"] = relationship(remote_side=[name])  # error: [no-remote-columns]
```

Use instead:

```python
class Node(Base):
    __tablename__ = "nodes"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column()
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    parent: Mapped["Node | None"] = relationship(remote_side=[id])
```

## When it stays silent

Where a column of the condition, or a foreign key of its table, is not seen or leads nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.join_refusals import Lack
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship, refused in project.refused_joins():
        if refused.lack is Lack.REMOTE:
            columns = " and ".join(f"`{column.label}`" for column in refused.columns)
            what = "`remote_side` does not tell" if refused.chosen else "nothing tells"
            yield RULE.finding(
                refused.where,
                f"`{relationship.label}` is joined by {columns}, and {what} which of them is "
                "remote",
                subject=relationship.full_name,
                help="name the column on the other side of the join in `remote_side`",
                concerns=(relationship.owner.cls.location.path,),
            )


RULE = Rule("MAP316", "no-remote-columns", Severity.ERROR, Runtime.CONFIGURE, check)
