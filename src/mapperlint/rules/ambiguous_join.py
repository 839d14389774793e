"""Several foreign keys link the two tables of a relationship, and it does not say which it uses.

## What happens

    AmbiguousForeignKeysError: Could not determine join condition between parent/child tables on
    relationship Customer.orders - there are multiple foreign key paths linking the tables. Specify
    the 'foreign_keys' argument, providing a list of those columns which should be counted as
    containing a foreign key reference to the parent table.

Keys in both directions count together.

## Example

```python
class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    orders: Mapped[list["Order"]] = relationship()  # error: [ambiguous-join]


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    payer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
```

Use instead:

```python
class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    orders: Mapped[list["Order"]] = relationship(foreign_keys="Order.customer_id")


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    payer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
```

## When it stays silent

Where `foreign_keys` or `primaryjoin` are given and only the program knows what they are. Of the two
sides of a pair only the first is reported, and the other is shown beside it.

## Fix

`foreign_keys=` names the key that the other side follows. Safe. Where that does not say it either,
the key whose column is called like the relationship or its other side, on both sides. It is a
guess, though mostly the right one: unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Diagnostic, Note, Severity
from mapperlint.model.mending.joins import chosen_key
from mapperlint.model.relationships.join_search import AmbiguousJoin
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
                case AmbiguousJoin(constraints):
                    said.add(relationship)
                    target = relationship.target_mapper
                    assert target is not None
                    keys = [constraint.keys[0] for constraint in constraints]
                    yield RULE.finding(
                        relationship.where,
                        f"`{relationship.label}` can be joined to `{target.name}` in "
                        f"{len(keys)} ways",
                        subject=relationship.full_name,
                        notes=(
                            *(
                                Note(
                                    key.where, f"one way is the foreign key of `{key.column.label}`"
                                )
                                for key in keys
                            ),
                            *_other_sides(relationship),
                        ),
                        help="say which column it uses with `foreign_keys`",
                        concerns=(
                            relationship.owner.cls.location.path,
                            target.cls.location.path,
                        ),
                        fixes=chosen_key(project, relationship),
                    )
                    break


def _other_sides(relationship: Relationship) -> Iterator[Note]:
    """The other sides, which have the same choice."""
    for other in relationship.reverse:
        if any(isinstance(search, AmbiguousJoin) for search in other.search):
            yield Note(other.where, f"its other side `{other.label}` has to say so too")


RULE = Rule("MAP312", "ambiguous-join", Severity.ERROR, Runtime.CONFIGURE, check, fix=True)
