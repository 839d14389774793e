"""A subclass has no `polymorphic_identity`, though its hierarchy tells classes apart by a column.

## What happens

    SAWarning: Mapper[Cat(animals)] does not indicate a 'polymorphic_identity', yet is part of an
    inheritance hierarchy that has a 'polymorphic_on' column of 'animals.kind'. If this is an
    intermediary class that should not be instantiated, the class may either be left unmapped, or
    may include the 'polymorphic_abstract=True' parameter in its Mapper arguments.

Its objects are stored without a kind, and come back as objects of the parent.

## Example

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}


class Cat(Animal):  # warning: [missing-identity]
    pass
```

Use instead:

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}


class Cat(Animal):
    __mapper_args__ = {"polymorphic_identity": "cat"}
```

## When it stays silent

Where the class says `polymorphic_abstract`, where the arguments of a mapper cannot be read, or
where a base that is not seen may give them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.identities import lacks_identity
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for mapper in project.statements():
        if lacks_identity(mapper):
            base = mapper.base
            assert base.arguments is not None
            yield RULE.finding(
                mapper.cls.location,
                f"`{mapper.name}` has no `polymorphic_identity`, so its rows are not told from "
                f"those of other classes of `{base.name}`",
                subject=mapper.full_name,
                notes=(
                    Note(
                        base.arguments.place("polymorphic_on"),
                        f"`{base.name}` tells its classes apart by this",
                    ),
                ),
                help='give it a `"polymorphic_identity"` in `__mapper_args__`, or say '
                "`__abstract__ = True` if it has no objects",
            )


RULE = Rule("MAP503", "missing-identity", Severity.WARNING, Runtime.WARNS, check)
