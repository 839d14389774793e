"""`polymorphic_on` or `primary_key` names an attribute that is no column of the class.

## What happens

    ArgumentError: Can't determine polymorphic_on value 'type' - no attribute is mapped to this
    name.

Or, where the name is that of a relationship:

    ArgumentError: Only direct column-mapped property or SQL expression can be passed for
    polymorphic_on

Or, for `primary_key` (before 2.0 it takes no names at all, and fails otherwise):

    ArgumentError: Can't determine primary_key column 'key' - no attribute is mapped to this name.

## Example

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "type"}  # error: [unknown-mapper-column]
```

Use instead:

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind"}
```

## When it stays silent

Where the class may have attributes that are not seen, and where the arguments of the mapper cannot
be read.

## Fix

A misspelt name becomes the one attribute that is a slip away. A name that is alike only is
unsafe, and where several are as near, each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.inheritance.named_columns import not_columns
from mapperlint.model.mending.corrections import near_names
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        for wrong in not_columns(mapper):
            what = f"that is {wrong.found}" if wrong.found else "it has no such attribute"
            yield RULE.finding(
                wrong.where,
                f"`{wrong.argument}` of `{mapper.name}` names `{wrong.name}`, but {what}",
                subject=f"{mapper.full_name}.{wrong.argument}.{wrong.name}",
                help=meant(wrong.name, wrong.candidates) or "name an attribute that is a column",
                concerns=(mapper.cls.location.path,),
                fixes=near_names(project, wrong.where, wrong.name, wrong.candidates),
            )


RULE = Rule("MAP509", "unknown-mapper-column", Severity.ERROR, Runtime.IMPORT, check, fix=True)
