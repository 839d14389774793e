"""The join of a relationship, as SQLAlchemy's JoinCondition determines it."""

from __future__ import annotations

import pytest

from mapperlint.model.relationships.join_search import AmbiguousJoin, BrokenKey, NoJoin
from mapperlint.model.values.vocabulary import Direction
from tests.support.models import pairs_of, relationship_of

NODE = """
class Node(Base):
    __tablename__ = "node"
    id = Column(Integer, primary_key=True)
    parent_id = Column(Integer, ForeignKey("node.id"))
    other = relationship("Node"{arguments})
"""


@pytest.mark.parametrize(
    ("arguments", "direction", "pairs"),
    [
        ("", Direction.ONETOMANY, [("node.id", "node.parent_id")]),
        (", remote_side=[id]", Direction.MANYTOONE, [("node.parent_id", "node.id")]),
        (', remote_side="Node.id"', Direction.MANYTOONE, [("node.parent_id", "node.id")]),
        (", remote_side=[parent_id]", Direction.ONETOMANY, [("node.id", "node.parent_id")]),
        (
            ', primaryjoin="Node.parent_id == remote(Node.id)"',
            Direction.MANYTOONE,
            [("node.parent_id", "node.id")],
        ),
    ],
)
def test_a_table_joined_to_itself(
    arguments: str, direction: Direction, pairs: list[tuple[str, str]]
) -> None:
    """Foreign columns are remote unless `remote_side` or `remote()` say otherwise."""
    found = relationship_of(NODE.format(arguments=arguments), "Node.other")
    assert found.direction is direction
    assert pairs_of(found) == pairs


TWO_KEYS = """
class Customer(Base):
    __tablename__ = "customer"
    id = Column(Integer, primary_key=True)


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    customer_id = Column(Integer, ForeignKey("customer.id"))
    payer_id = Column(Integer, ForeignKey("customer.id"))
    customer = relationship("Customer"{arguments})
"""


def test_two_keys_are_ambiguous() -> None:
    """Without `foreign_keys` SQLAlchemy cannot choose."""
    found = relationship_of(TWO_KEYS.format(arguments=""), "Order.customer")
    assert [type(each) for each in found.search] == [AmbiguousJoin]
    assert found.join is None


@pytest.mark.parametrize(
    "arguments",
    [
        ", foreign_keys=[payer_id]",
        ", foreign_keys=payer_id",
        ', foreign_keys="Order.payer_id"',
        ', foreign_keys="[Order.payer_id]"',
        ", foreign_keys=lambda: Order.payer_id",
        ", foreign_keys=lambda: [Order.payer_id]",
        ', primaryjoin="Order.payer_id == Customer.id"',
        ", primaryjoin=lambda: Customer.id == Order.payer_id",
        ", primaryjoin=payer_id == Customer.id",
    ],
)
def test_one_key_is_chosen(arguments: str) -> None:
    """All ways to say which column is meant come to the same join."""
    found = relationship_of(TWO_KEYS.format(arguments=arguments), "Order.customer")
    assert found.direction is Direction.MANYTOONE
    assert pairs_of(found) == [("orders.payer_id", "customer.id")]


def test_keys_in_both_directions_are_ambiguous() -> None:
    """`a.b_id -> b` and `b.a_id -> a` count together."""
    source = """
class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    b_id = Column(Integer, ForeignKey("b.id"))
    bs = relationship("B")


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    a_id = Column(Integer, ForeignKey("a.id"))
"""
    assert isinstance(relationship_of(source, "A.bs").search[0], AmbiguousJoin)


def test_the_same_key_twice_is_one_join() -> None:
    """A column with a key, and a constraint that repeats it, make identical pairs."""
    source = """
class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)


class B(Base):
    __tablename__ = "b"
    __table_args__ = (ForeignKeyConstraint(["a_id"], ["a.id"]),)
    id = Column(Integer, primary_key=True)
    a_id = Column(Integer, ForeignKey("a.id"))
    a = relationship("A")
"""
    assert pairs_of(relationship_of(source, "B.a")) == [("b.a_id", "a.id")]


def test_a_composite_key_is_one_join_of_two_pairs() -> None:
    """One ForeignKeyConstraint over two columns."""
    source = """
class Seat(Base):
    __tablename__ = "seat"
    row = Column(Integer, primary_key=True)
    number = Column(Integer, primary_key=True)


class Ticket(Base):
    __tablename__ = "ticket"
    __table_args__ = (ForeignKeyConstraint(["row", "number"], ["seat.row", "seat.number"]),)
    id = Column(Integer, primary_key=True)
    row = Column(Integer)
    number = Column(Integer)
    seat = relationship("Seat")
"""
    assert pairs_of(relationship_of(source, "Ticket.seat")) == [
        ("ticket.number", "seat.number"),
        ("ticket.row", "seat.row"),
    ]


INHERITED = """
class Owner(Base):
    __tablename__ = "owner"
    id = Column(Integer, primary_key=True)
    kind = Column(String)
    things = relationship("Item")


class Company(Owner):
    __tablename__ = "company"
    id = Column(Integer, ForeignKey("owner.id"), primary_key=True)
    items = relationship("Item")


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    owner_id = Column(Integer, ForeignKey("owner.id"))
    company_id = Column(Integer, ForeignKey("company.id"))
    company = relationship("Company")
"""


def test_a_child_prefers_the_keys_of_its_own_table() -> None:
    """`Company.items` looks at `company` first; `Item.company` sees the whole hierarchy."""
    assert pairs_of(relationship_of(INHERITED, "Company.items")) == [
        ("company.id", "item.company_id")
    ]
    assert isinstance(relationship_of(INHERITED, "Item.company").search[0], AmbiguousJoin)


def test_no_key_and_a_key_to_no_column() -> None:
    """Nothing links the two; or a key of one names a column the other lacks."""
    source = """
class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    bs = relationship("B")
    cs = relationship("C")


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)


class C(Base):
    __tablename__ = "c"
    id = Column(Integer, primary_key=True)
    a_id = Column(Integer, ForeignKey("a.uid"))
"""
    assert isinstance(relationship_of(source, "A.bs").search[0], NoJoin)
    assert isinstance(relationship_of(source, "A.cs").search[0], BrokenKey)


SECONDARY = """
links = Table(
    "links",
    Base.metadata,
    Column("left_id", ForeignKey("left.id")),
    Column("right_id", ForeignKey("right.id")),
)


class Left(Base):
    __tablename__ = "left"
    id = Column(Integer, primary_key=True)
    rights = relationship("Right", secondary={secondary}, backref="lefts")


class Right(Base):
    __tablename__ = "right"
    id = Column(Integer, primary_key=True)
"""


@pytest.mark.parametrize("secondary", ["links", '"links"', "lambda: links"])
def test_many_to_many_and_its_backref(secondary: str) -> None:
    """Pairs run from both sides to the secondary table; the backref turns them round."""
    source = SECONDARY.format(secondary=secondary)
    for label, pairs in (
        ("Left.rights", [("left.id", "links.left_id"), ("right.id", "links.right_id")]),
        ("Right.lefts", [("left.id", "links.left_id"), ("right.id", "links.right_id")]),
    ):
        found = relationship_of(source, label)
        assert found.direction is Direction.MANYTOMANY
        assert found.uselist is True
        assert pairs_of(found) == pairs


def test_a_backref_of_a_table_to_itself() -> None:
    """With `remote_side` the two sides differ; marks that were only derived are derived anew."""
    source = NODE.format(arguments=', remote_side=[id], backref="children"')
    assert relationship_of(source, "Node.other").direction is Direction.MANYTOONE
    assert relationship_of(source, "Node.children").direction is Direction.ONETOMANY
    source = NODE.format(arguments=', backref=backref("parent", remote_side=[id])')
    assert relationship_of(source, "Node.other").direction is Direction.ONETOMANY
    assert relationship_of(source, "Node.parent").direction is Direction.MANYTOONE


def test_what_cannot_be_read_is_unknown_with_its_reason() -> None:
    """A condition over something out of sight gives no join, and says why."""
    source = """
from elsewhere import condition


class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    bs = relationship("B", primaryjoin=condition())


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    a_id = Column(Integer, ForeignKey("a.id"))
"""
    found = relationship_of(source, "A.bs")
    assert found.join is None
    assert set(found.unknown) == {"direction", "pairs", "uselist"}
