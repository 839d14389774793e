"""`polymorphic_load` or `with_polymorphic` has a value that does not exist.

## What happens

    ArgumentError: unknown argument for polymorphic_load: 'joined'

Or, for `with_polymorphic`:

    ArgumentError: Invalid setting for with_polymorphic: 'all'

And a concrete class takes no `polymorphic_load` at all:

    ArgumentError: polymorphic_load is not currently supported with concrete table inheritance

## Example

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}


class Cat(Animal):
    __mapper_args__ = {
        "polymorphic_identity": "cat",
        "polymorphic_load": "joined",  # error: [invalid-polymorphic-loading]
    }
```

Use instead:

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}


class Cat(Animal):
    __mapper_args__ = {"polymorphic_identity": "cat", "polymorphic_load": "inline"}
```

## When it stays silent

Where the value is not a constant. SQLAlchemy looks at the `polymorphic_load` of subclasses only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.inheritance.loading import invalid_loading
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        for wrong in invalid_loading(mapper):
            yield RULE.finding(
                wrong.where,
                f"`{wrong.argument}` of `{mapper.name}` cannot be `{wrong.value}`",
                subject=f"{mapper.full_name}.{wrong.argument}",
                help=f"use {wrong.allowed}",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP511", "invalid-polymorphic-loading", Severity.ERROR, Runtime.IMPORT, check)
