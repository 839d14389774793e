"""A class body gives the name of a column or relationship to something else further down.

## What happens

Nothing is said. As in any Python class the last statement counts: the column is not in the table,
the relationship is not mapped.

## Example

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))  # warning: [hidden-attribute]

    @property
    def name(self) -> str:
        return "somebody"
```

Use instead:

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))

    @property
    def title(self) -> str:
        return f"Dear {self.name}"
```

## When it stays silent

Where the later statement makes something of the attribute (`name = hybrid(name)`), and where one of
them stands under a condition. Where another class names the attribute as its other side, that
raises, and is reported instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.declarations.column_objects import hidden
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.mapped_classes():
        for found in hidden(project.declarations, mapper):
            if project.pairs.is_missed(mapper, found.name):
                continue
            yield RULE.finding(
                found.where,
                f"the {found.word} `{mapper.name}.{found.name}` is hidden by {found.by} of the "
                "same name further down",
                subject=f"{mapper.full_name}.{found.name}",
                notes=(Note(found.later, f"`{found.name}` is given another meaning here"),),
                help="rename one of the two, or take one away",
            )


RULE = Rule("MAP115", "hidden-attribute", Severity.WARNING, Runtime.SILENT, check)
