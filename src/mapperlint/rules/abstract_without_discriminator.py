"""A class says `polymorphic_abstract`, but its hierarchy has no `polymorphic_on`.

## What happens

    InvalidRequestError: The Mapper.polymorphic_abstract parameter may only be used on a mapper
    hierarchy which includes the Mapper.polymorphic_on parameter at the base of the hierarchy.

SQLAlchemy 1.4 does not know the argument at all.

## Example

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    # error: [abstract-without-discriminator]
    __mapper_args__ = {"polymorphic_abstract": True}
```

Use instead:

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_abstract": True, "polymorphic_on": "kind"}
```

## When it stays silent

Where the arguments of a mapper of the hierarchy cannot be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.inheritance.identities import without_discriminator
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        if without_discriminator(mapper):
            assert mapper.arguments is not None
            yield RULE.finding(
                mapper.arguments.place("polymorphic_abstract"),
                f"`{mapper.name}` is `polymorphic_abstract`, but `{mapper.base.name}` has no "
                "`polymorphic_on`",
                subject=mapper.full_name,
                help=f"give `{mapper.base.name}` a `polymorphic_on`, or say `__abstract__ = True`",
                concerns=(mapper.cls.location.path,),
            )


RULE = Rule("MAP510", "abstract-without-discriminator", Severity.ERROR, Runtime.IMPORT, check)
