"""Joins in hierarchies: which tables count, and which columns are remote."""

from __future__ import annotations

from mapperlint.model.relationships.join_search import AmbiguousJoin
from mapperlint.model.values.vocabulary import Direction
from tests.support.models import pairs_of, relationship_of

STAFF = """
class Person(Base):
    __tablename__ = "person"
    id = Column(Integer, primary_key=True)
    kind = Column(String)


class Clerk(Person):
    __tablename__ = "clerk"
    id = Column(ForeignKey("person.id"), primary_key=True)
    boss_id = Column(ForeignKey("boss.id"))
    boss = relationship("Boss"{arguments})


class Boss(Person):
    __tablename__ = "boss"
    id = Column(ForeignKey("person.id"), primary_key=True)
    clerks = relationship("Clerk"{others})
"""


def test_the_keys_of_joined_inheritance_count_as_joins_too() -> None:
    """`clerk.id -> person.id` links `Clerk` with any other child of `Person`."""
    source = STAFF.format(arguments="", others="")
    assert isinstance(relationship_of(source, "Clerk.boss").search[0], AmbiguousJoin)
    chosen = STAFF.format(
        arguments=", foreign_keys=boss_id", others=', foreign_keys="Clerk.boss_id"'
    )
    boss = relationship_of(chosen, "Clerk.boss")
    assert (boss.direction, pairs_of(boss)) == (Direction.MANYTOONE, [("clerk.boss_id", "boss.id")])
    clerks = relationship_of(chosen, "Boss.clerks")
    assert (clerks.direction, pairs_of(clerks)) == (
        Direction.ONETOMANY,
        [("boss.id", "clerk.boss_id")],
    )


def test_a_parent_and_its_child_are_joined_by_remote_side() -> None:
    """Both tables are on both sides, so the columns alone do not say which is remote."""
    source = """
class Person(Base):
    __tablename__ = "person"
    id = Column(Integer, primary_key=True)
    boss_id = Column(ForeignKey("boss.id", use_alter=True, name="person_boss"))
    boss = relationship(
        "Boss", primaryjoin="Person.boss_id == Boss.id", remote_side="Boss.id", post_update=True
    )


class Boss(Person):
    __tablename__ = "boss"
    id = Column(ForeignKey("person.id"), primary_key=True)
    __mapper_args__ = {"inherit_condition": id == Person.id}
    staff = relationship(
        "Person", primaryjoin="Person.boss_id == Boss.id", remote_side="Person.boss_id",
        viewonly=True,
    )
"""
    boss = relationship_of(source, "Person.boss")
    assert (boss.direction, pairs_of(boss)) == (
        Direction.MANYTOONE,
        [("person.boss_id", "boss.id")],
    )
    staff = relationship_of(source, "Boss.staff")
    assert (staff.direction, pairs_of(staff)) == (
        Direction.ONETOMANY,
        [("boss.id", "person.boss_id")],
    )


def test_single_table_children_share_the_columns_of_their_table() -> None:
    """A relationship between them is one of the table with itself."""
    source = """
class Person(Base):
    __tablename__ = "person"
    id = Column(Integer, primary_key=True)
    boss_id = Column(ForeignKey("person.id"))


class Boss(Person):
    staff = relationship("Person")


class Clerk(Person):
    boss = relationship("Boss", remote_side=[Person.id])
    same = relationship("Boss", remote_side="Boss.id", viewonly=True)
"""
    staff = relationship_of(source, "Boss.staff")
    assert (staff.direction, pairs_of(staff)) == (
        Direction.ONETOMANY,
        [("person.id", "person.boss_id")],
    )
    for label in ("Clerk.boss", "Clerk.same"):
        found = relationship_of(source, label)
        assert (found.direction, pairs_of(found)) == (
            Direction.MANYTOONE,
            [("person.boss_id", "person.id")],
        )


def test_a_composite_key_to_the_same_table() -> None:
    """One column is local and remote at once; the backref has the directions changed."""
    source = """
class Folder(Base):
    __tablename__ = "folder"
    __table_args__ = (
        ForeignKeyConstraint(["account", "parent"], ["folder.account", "folder.number"]),
    )
    account = Column(Integer, primary_key=True)
    number = Column(Integer, primary_key=True)
    parent = Column(Integer)
    above = relationship("Folder", backref="below", remote_side=[account, number])
"""
    above = relationship_of(source, "Folder.above")
    below = relationship_of(source, "Folder.below")
    assert (above.direction, below.direction) == (Direction.MANYTOONE, Direction.ONETOMANY)
    assert pairs_of(above) == [
        ("folder.account", "folder.account"),
        ("folder.parent", "folder.number"),
    ]
    assert pairs_of(below) == [
        ("folder.account", "folder.account"),
        ("folder.number", "folder.parent"),
    ]


def test_a_key_to_the_table_of_a_child_does_not_join_its_parent() -> None:
    """`Item.owner` to `Company` finds it; a relationship to `Owner` does not."""
    source = """
class Owner(Base):
    __tablename__ = "owner"
    id = Column(Integer, primary_key=True)


class Company(Owner):
    __tablename__ = "company"
    id = Column(ForeignKey("owner.id"), primary_key=True)


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    company_id = Column(ForeignKey("company.id"))
    company = relationship("Company")
    owner = relationship("Owner")
"""
    assert pairs_of(relationship_of(source, "Item.company")) == [("item.company_id", "company.id")]
    assert relationship_of(source, "Item.owner").join is None


def test_a_concrete_child_joins_by_its_own_table() -> None:
    """The table of its parent is no part of it."""
    source = """
class Person(Base):
    __tablename__ = "person"
    id = Column(Integer, primary_key=True)
    desk_id = Column(ForeignKey("desk.id"))


class Clerk(Person):
    __tablename__ = "clerk"
    id = Column(Integer, primary_key=True)
    own_id = Column(ForeignKey("desk.id"))
    desk = relationship("Desk")
    __mapper_args__ = {"concrete": True}


class Desk(Base):
    __tablename__ = "desk"
    id = Column(Integer, primary_key=True)
"""
    assert pairs_of(relationship_of(source, "Clerk.desk")) == [("clerk.own_id", "desk.id")]


def test_a_relationship_of_a_mixin_joins_each_class_by_its_own_key() -> None:
    """`declared_attr` with `foreign_keys` and a string with the name of the class."""
    source = """
class Owned:
    @declared_attr
    def owner_id(cls):
        return Column(ForeignKey("owner.id"))

    @declared_attr
    def payer_id(cls):
        return Column(ForeignKey("owner.id"))

    @declared_attr
    def owner(cls):
        return relationship("Owner", foreign_keys=[cls.owner_id])

    @declared_attr
    def payer(cls):
        return relationship("Owner", primaryjoin=f"{cls.__name__}.payer_id == Owner.id")


class Owner(Base):
    __tablename__ = "owner"
    id = Column(Integer, primary_key=True)


class One(Owned, Base):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


class Two(Owned, Base):
    __tablename__ = "two"
    id = Column(Integer, primary_key=True)
"""
    assert pairs_of(relationship_of(source, "One.owner")) == [("one.owner_id", "owner.id")]
    assert pairs_of(relationship_of(source, "Two.owner")) == [("two.owner_id", "owner.id")]
    assert pairs_of(relationship_of(source, "Two.payer")) == [("two.payer_id", "owner.id")]
