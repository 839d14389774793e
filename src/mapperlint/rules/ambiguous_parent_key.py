"""Several foreign keys link the table of a subclass to that of its parent.

## What happens

    AmbiguousForeignKeysError: Can't determine the inherit condition between inherited table 'staff'
    and inheriting table 'managers'; tables have more than one foreign key relationship established.
    Please specify the 'on clause' using the 'inherit_condition' mapper argument.

## Example

```python
class Staff(Base):
    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)


class Manager(Staff):  # error: [ambiguous-parent-key]
    __tablename__ = "managers"
    id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
```

Use instead:

```python
class Staff(Base):
    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)


class Manager(Staff):
    __tablename__ = "managers"
    id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    __mapper_args__ = {"inherit_condition": id == Staff.id}
```

## When it stays silent

Where `inherit_condition` is given, or where the arguments of the mapper cannot be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.parent_joins import parent_join
from mapperlint.model.relationships.join_search import AmbiguousJoin
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        match parent_join(mapper, project.tables):
            case AmbiguousJoin(constraints):
                parent = mapper.parent
                assert parent is not None
                keys = [key for constraint in constraints for key in constraint.keys]
                columns = ", ".join(f"`{key.column.name}`" for key in keys)
                yield RULE.finding(
                    mapper.cls.location,
                    f"`{mapper.name}` can be joined to its parent `{parent.name}` in several ways: "
                    f"by {columns}",
                    subject=mapper.full_name,
                    notes=tuple(Note(key.where, "a foreign key between the two") for key in keys),
                    help='say which one in `__mapper_args__`, under `"inherit_condition"`',
                )


RULE = Rule("MAP502", "ambiguous-parent-key", Severity.ERROR, Runtime.IMPORT, check)
