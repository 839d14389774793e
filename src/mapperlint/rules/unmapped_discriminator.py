"""The column of `polymorphic_on` is not mapped by the class.

## What happens

    InvalidRequestError: Could not map polymorphic_on column 'kind' to the mapped table -
    polymorphic loads will not function properly

    InvalidRequestError: Cannot exclude or override the discriminator column 'kind'

when the class statement runs: the column is one of another table, of none, or is left out.

## Example

```python
class Kind(Base):
    __tablename__ = "kinds"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    __mapper_args__ = {"polymorphic_on": Kind.name}  # error: [unmapped-discriminator]
```

Use instead:

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column()
    __mapper_args__ = {"polymorphic_on": kind}
```

## When it stays silent

Where the class is mapped to something that is not read, and with `with_polymorphic`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.inheritance.discriminators import unmapped_discriminator
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    by_class = {mapper.cls: mapper for mapper in project.mappers}
    for mapper in project.statements():
        found = unmapped_discriminator(project.declarations, mapper, by_class.get)
        if found is not None:
            yield RULE.finding(
                found.where,
                f"the `polymorphic_on` of `{mapper.name}` {found.wrong}",
                subject=mapper.full_name,
                help=f"name a column that `{mapper.name}` maps",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP542", "unmapped-discriminator", Severity.ERROR, Runtime.IMPORT, check)
