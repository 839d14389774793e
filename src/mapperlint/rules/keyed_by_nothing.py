"""A collection is keyed or ordered by an attribute that its objects do not have.

## What happens

Mappers are configured without a word. The first object put into the collection fails:

    AttributeError: 'Bullet' object has no attribute 'rank'

## Example

```python
from sqlalchemy.ext.orderinglist import ordering_list


class Slide(Base):
    __tablename__ = "slides"
    id: Mapped[int] = mapped_column(primary_key=True)
    bullets: Mapped[list["Bullet"]] = relationship(
        collection_class=ordering_list("rank"),  # error: [keyed-by-nothing]
    )


class Bullet(Base):
    __tablename__ = "bullets"
    id: Mapped[int] = mapped_column(primary_key=True)
    slide_id: Mapped[int] = mapped_column(ForeignKey("slides.id"))
    position: Mapped[int]
```

Use instead:

```python
from sqlalchemy.ext.orderinglist import ordering_list


class Slide(Base):
    __tablename__ = "slides"
    id: Mapped[int] = mapped_column(primary_key=True)
    bullets: Mapped[list["Bullet"]] = relationship(collection_class=ordering_list("position"))


class Bullet(Base):
    __tablename__ = "bullets"
    id: Mapped[int] = mapped_column(primary_key=True)
    slide_id: Mapped[int] = mapped_column(ForeignKey("slides.id"))
    position: Mapped[int]
```

## When it stays silent

Where the class of the objects may have attributes that are not seen, or has an `__init__`, which
may set the attribute; and where the target of the relationship is not known.

## Fix

A misspelt name becomes the one attribute that is a slip away. A name that is alike only is
unsafe, and where several are as near, each is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.corrections import near_names
from mapperlint.model.near import meant
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project


def check(project: Project) -> Iterator[Diagnostic]:
    for dead in project.descriptors.dead_keys(project.relationships()):
        target = dead.within
        yield RULE.finding(
            dead.where,
            f"the objects of `{dead.mapper.name}.{dead.attribute}` are sorted in by `{dead.name}`, "
            f"which `{target.name}` does not have",
            subject=f"{dead.mapper.full_name}.{dead.attribute}",
            notes=(Note(target.cls.location, f"`{target.name}` is defined here"),),
            help=meant(dead.name, target.all_attributes) or f"name an attribute of `{target.name}`",
            concerns=(dead.mapper.cls.location.path,),
            fixes=near_names(project, dead.where, dead.name, target.all_attributes),
        )


RULE = Rule("MAP524", "keyed-by-nothing", Severity.ERROR, Runtime.USE, check, fix=True)
