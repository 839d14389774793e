"""A relationship of a subclass to its parent class follows the key that makes it a subclass.

## What happens

SQLAlchemy accepts it. The key between the two tables is the only one there is, so it is the join:
the relationship leads from an object to itself, and setting it would change its primary key.

## Example

```python
class Employee(Base):
    __tablename__ = "employees"
    id: Mapped[int] = mapped_column(primary_key=True)


class Engineer(Employee):
    __tablename__ = "engineers"
    id: Mapped[int] = mapped_column(ForeignKey("employees.id"), primary_key=True)
    boss: Mapped["Employee"] = relationship()  # warning: [relationship-to-own-row]
```

Use instead:

```python
class Employee(Base):
    __tablename__ = "employees"
    id: Mapped[int] = mapped_column(primary_key=True)


class Engineer(Employee):
    __tablename__ = "engineers"
    id: Mapped[int] = mapped_column(ForeignKey("employees.id"), primary_key=True)
    boss_id: Mapped[int] = mapped_column(ForeignKey("employees.id"))
    boss: Mapped["Employee"] = relationship(foreign_keys=[boss_id])
    __mapper_args__ = {"inherit_condition": id == Employee.id}
```

## When it stays silent

Where the join is written with `primaryjoin`, and where it is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.relationships.doubtful_joins import follows_parent_key
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for relationship in project.relationships():
        target = relationship.target_mapper
        if target is not None and follows_parent_key(relationship):
            yield RULE.finding(
                relationship.where,
                f"`{relationship.label}` leads from an object to itself: the only key between "
                f"`{relationship.owner.name}` and `{target.name}` is that of the subclass",
                subject=relationship.full_name,
                help="add a foreign key of its own, and name it in `foreign_keys`",
                concerns=(relationship.owner.cls.location.path,),
            )


RULE = Rule("MAP415", "relationship-to-own-row", Severity.WARNING, Runtime.SILENT, check)
