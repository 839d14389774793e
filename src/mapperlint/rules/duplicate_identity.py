"""Two classes of one hierarchy have the same `polymorphic_identity`.

## What happens

    SAWarning: Reassigning polymorphic association for identity 'cat' from <Mapper at 0x7f; Cat> to
    <Mapper at 0x7f; Lion>: Check for duplicate use of 'cat' as value for polymorphic_identity.

All rows of the first class come back as objects of the second.

## Example

```python
class Animal(Base):
    __tablename__ = "animals"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}


class Cat(Animal):
    __mapper_args__ = {"polymorphic_identity": "cat"}


class Lion(Animal):
    __mapper_args__ = {"polymorphic_identity": "cat"}  # warning: [duplicate-identity]
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


class Lion(Animal):
    __mapper_args__ = {"polymorphic_identity": "lion"}
```

## When it stays silent

Where an identity is no constant, where the two classes never come into one process, and where one
of them is a copy of the other: then the copy is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.inheritance.identities import identity_place, same_identities
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for first, second in same_identities(project.statements()):
        if first.name == second.name or not project.meet(first, second):
            continue
        yield RULE.finding(
            identity_place(second),
            f"`{second.name}` has the `polymorphic_identity` of `{first.name}`",
            subject=second.full_name,
            notes=(Note(identity_place(first), f"that of `{first.name}`"),),
            help="give each class of the hierarchy an identity of its own",
            concerns=(second.cls.location.path,),
        )


RULE = Rule("MAP504", "duplicate-identity", Severity.WARNING, Runtime.WARNS, check)
