"""An attribute of a mapped class has an annotation that is not `Mapped[...]`.

## What happens

    MappedAnnotationError: Type annotation for "Guest.age" can't be correctly interpreted for
    Annotated Declarative Table form.  ORM annotations should normally make use of the ``Mapped[]``
    generic type, or other ORM-compatible generic type, as a container for the actual type, which
    indicates the intent that the attribute is mapped. Class variables that are not intended to be
    mapped by the ORM should use ClassVar[].  To allow Annotated Declarative to disregard legacy
    annotations which don't use Mapped[] to pass, set "__allow_unmapped__ = True" on the class or a
    superclass this class.

when the class statement runs, since SQLAlchemy 2.0: https://sqlalche.me/e/20/zlpr

## Example

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    age: int = mapped_column(Integer)  # error: [annotation-without-mapped]
```

Use instead:

```python
class Guest(Base):
    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    age: Mapped[int] = mapped_column(Integer)
```

## When it stays silent

Where `__allow_unmapped__` is set, on dataclasses and SQLModel classes, with
`x: int = Column(Integer)` on the class itself, and where the project may run on SQLAlchemy 1.4.

## Fix

The annotation is put into `Mapped[...]`. Safe, but for a column that does not say `nullable`: then
the annotation decides that, unsafe. Where nothing but the annotation stands there, it is shown
beside `ClassVar[...]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Severity
from mapperlint.model.declarations.annotated import without_mapped
from mapperlint.model.mending.annotations import mapped
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for mapper in project.mapped_classes():
        for one in without_mapped(project.declarations, mapper):
            if one.full_name in seen:
                continue
            seen.add(one.full_name)
            bare = one.value is None
            yield RULE.finding(
                one.where,
                f"the annotation of `{one.label}` is not `Mapped[...]`",
                subject=one.full_name,
                help="write `Mapped[...]` around the type"
                + (", or `ClassVar[...]` if it is not to be mapped" if bare else ""),
                concerns=(mapper.cls.location.path,),
                fixes=mapped(project, one),
            )


RULE = Rule("MAP108", "annotation-without-mapped", Severity.ERROR, Runtime.IMPORT, check, fix=True)
