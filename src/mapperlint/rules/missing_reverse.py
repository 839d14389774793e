"""`back_populates` names an attribute that the other class does not have.

## What happens

    InvalidRequestError: Mapper 'Mapper[Chef(chefs)]' has no property 'bookings'. If this property
    was indicated from other mappers or configure events, ensure registry.configure() has been
    called.

## Example

```python
class Chef(Base):
    __tablename__ = "chefs"
    id: Mapped[int] = mapped_column(primary_key=True)


class Booking(Base):
    __tablename__ = "bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
    chef_id: Mapped[int] = mapped_column(ForeignKey("chefs.id"))
    chef: Mapped["Chef"] = relationship(back_populates="bookings")  # error: [missing-reverse]
```

Use instead:

```python
class Chef(Base):
    __tablename__ = "chefs"
    id: Mapped[int] = mapped_column(primary_key=True)
    bookings: Mapped[list["Booking"]] = relationship(back_populates="chef")


class Booking(Base):
    __tablename__ = "bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
    chef_id: Mapped[int] = mapped_column(ForeignKey("chefs.id"))
    chef: Mapped["Chef"] = relationship(back_populates="bookings")
```

## When it stays silent

Where the other class may have attributes that are not seen: a base of another package, a function
that adds attributes, a backref whose class is not known.

## Fix

Where one relationship of the target follows the same columns back, and names this one or has a name
like the one given, the name becomes that one. Safe; where only the columns speak for it, unsafe.

Else the missing relationship is written into the target: under the name that is asked for, with
`back_populates`, a collection where the join gives many, in the style of that class. Safe, but
where the name is in the singular and the key is not unique, where the target is a dataclass, or
where another name is near. Where the class says `posts = None`, that becomes the
relationship, which is unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.opposites import missing
from mapperlint.model.mending.other_sides import corrected
from mapperlint.model.near import near
from mapperlint.model.relationships.reverses import A_METHOD, LATER
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.model.relationships.reverses import NamedReverse


def check(project: Project) -> Iterator[Diagnostic]:
    for named in project.pairs.reverses_absent():
        relationship, target = named.relationship, named.target
        similar = near(named.name, named.candidates) if named.lacks != LATER else None
        fixes = corrected(project, relationship, target, named.name)
        advice = (
            f"did you mean `{similar}`?"
            if similar
            else f"add `{named.name}` to `{target.name}`, with "
            f'`back_populates="{relationship.name}"`'
        )
        yield RULE.finding(
            named.where,
            f"`{relationship.label}` names `{target.name}.{named.name}` as its other side, but "
            f"`{target.name}` has no such {named.lacks}",
            subject=relationship.full_name,
            notes=(
                Note(named.place, _explained(named)),
                *project.contradictions.explanation(relationship),
            ),
            help=advice,
            concerns=(relationship.owner.cls.location.path,),
            fixes=fixes or missing(project, named, likely=similar is not None),
        )


def _explained(named: NamedReverse) -> str:
    if named.lacks == LATER:
        return f"the backref that makes `{named.target.name}.{named.name}` is configured later"
    if named.lacks == A_METHOD:
        return f"`{named.target.name}.{named.name}` is this"
    return f"`{named.target.name}` is defined here"


RULE = Rule("MAP401", "missing-reverse", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
