"""A table in the hierarchy of a `ConcreteBase` has a column `type`, as the union of them has.

## What happens

    InvalidRequestError: Polymorphic union can't use 'type' as the discriminator column due to
    mapped column Column('type', String(), table=<employees>); please apply the 'typecolname'
    argument; this is available on ConcreteBase as '_concrete_discriminator_name'

when mappers are configured.

## Example

```python
from sqlalchemy.ext.declarative import ConcreteBase
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Model(DeclarativeBase):
    pass


class Employee(ConcreteBase, Model):
    __tablename__ = "employees"
    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str]  # error: [taken-type-column]
    __mapper_args__ = {"polymorphic_identity": "employee", "concrete": True}
```

Use instead:

```python
from sqlalchemy.ext.declarative import ConcreteBase
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Model(DeclarativeBase):
    pass


class Employee(ConcreteBase, Model):
    __tablename__ = "employees"
    _concrete_discriminator_name = "row_type"
    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "employee", "concrete": True}
```

## When it stays silent

Where `_concrete_discriminator_name` is given, for `AbstractConcreteBase`, and where a table is not
read whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.inheritance.concrete import taken_types
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.statements():
        for found in taken_types(mapper):
            base = mapper.base.full_name
            if base not in seen:
                seen.add(base)
                yield RULE.finding(
                    found.column.where,
                    f"`{found.column.label}` has the name that `ConcreteBase` gives to a column of "
                    "its own",
                    subject=f"{mapper.full_name}(type)",
                    help="say `_concrete_discriminator_name` in the base, or rename the column",
                    concerns=(mapper.base.cls.location.path,),
                )


RULE = Rule("MAP544", "taken-type-column", Severity.ERROR, Runtime.CONFIGURE, check)
