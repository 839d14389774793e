"""No foreign key links the two tables of a relationship.

## What happens

    NoForeignKeysError: Could not determine join condition between parent/child tables on
    relationship PricingTier.bookings - there are no foreign keys linking these tables. Ensure that
    referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or specify a
    'primaryjoin' expression.

## Example

```python
class PricingTier(Base):
    __tablename__ = "pricing_tiers"
    id: Mapped[int] = mapped_column(primary_key=True)
    bookings: Mapped[list["Booking"]] = relationship("Booking")  # error: [no-join]


class Booking(Base):
    __tablename__ = "bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
```

Use instead:

```python
class PricingTier(Base):
    __tablename__ = "pricing_tiers"
    id: Mapped[int] = mapped_column(primary_key=True)
    bookings: Mapped[list["Booking"]] = relationship("Booking")


class Booking(Base):
    __tablename__ = "bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
    pricing_tier_id: Mapped[int] = mapped_column(ForeignKey("pricing_tiers.id"))
```

## When it stays silent

Where one of the tables may have columns or keys that are not seen, and where a foreign key of
theirs leads to a table that does not exist: that key is reported, and is probably the cause. The
same holds for a table that is defined twice. Of the two sides of a pair only the first is reported.

## Fix

The relationship leads to the class whose relationship names it, else to the one it is called after:
`customer` to `Customer`. Or a key that is called after what it should lead to (`customer_id`), and
refers to another table, refers to the table of that class. Both are unsafe, and only shown where
each of them would do.

Else it is shown that the relationship is removed, and its other side with it; a person has to
decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.lost_joins import class_or_key
from mapperlint.model.mending.removals import removed
from mapperlint.model.relationships.join_search import NoJoin
from mapperlint.rule import Rule, Runtime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.project import Project
    from mapperlint.model.relationships.relationships import Relationship


def check(project: Project) -> Iterator[Diagnostic]:
    said: set[Relationship] = set()
    for relationship in project.relationships():
        if relationship.poisoned or not said.isdisjoint(relationship.reverse):
            continue
        for search in relationship.search:
            match search:
                case NoJoin(left, right, dangling) as lost if not (
                    dangling or project.duplicate_tables.hold((*left, *right))
                ):
                    said.add(relationship)
                    target = relationship.target_mapper
                    assert target is not None
                    contradicted = project.contradictions.of_another_class(relationship)
                    one, other = left[-1].label, right[-1].label
                    yield RULE.finding(
                        relationship.where,
                        f"`{relationship.label}` cannot be joined to `{target.name}`: "
                        f"no foreign key links `{one}` and `{other}`",
                        subject=relationship.full_name,
                        notes=(
                            Note(target.cls.location, f"`{target.name}` is defined here"),
                            *project.contradictions.explanation(relationship),
                        ),
                        help=f"lead it to `{contradicted.said}`, as its annotation says"
                        if contradicted is not None
                        else f"add a column with a foreign key, or remove `{relationship.label}`",
                        concerns=(relationship.owner.cls.location.path,),
                        fixes=class_or_key(project, relationship, lost)
                        or removed(project, relationship),
                    )
                    break


RULE = Rule("MAP311", "no-join", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
