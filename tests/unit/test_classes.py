"""The order of bases, and what it decides: which class gives a name, and what stays open."""

from __future__ import annotations

from tests.support.models import ANNOTATED, mapper_of, mirrored


def order_of(source: str, name: str) -> list[str]:
    """The names of the classes of a mapped class's resolution order."""
    return [each.name for each in mapper_of(source, name).cls.classes]


DIAMOND = """
class Root:
    note = Column("root_note", String)


class Left(Root):
    tag = Column("left_tag", String)


class Right(Root):
    tag = Column("right_tag", String)
    note = Column("right_note", String)


class Bottom(Left, Right, Base):
    __tablename__ = "bottom"
    id = Column(Integer, primary_key=True)
"""


def test_in_a_diamond_the_sibling_comes_before_the_common_base() -> None:
    """A search in depth would find the note of `Root`."""
    assert order_of(DIAMOND, "Bottom") == ["Bottom", "Left", "Right", "Root"]
    assert mirrored(DIAMOND, "Bottom")["columns"] == {
        "id": ["bottom.id"],
        "note": ["bottom.right_note"],
        "tag": ["bottom.left_tag"],
    }


def test_bases_without_a_common_order_leave_the_class_open() -> None:
    """Python refuses the class; what it would have had is not guessed."""
    source = """
class One:
    pass


class Two(One):
    pass


class Thing(One, Two, Base):
    __tablename__ = "thing"
    id = Column(Integer, primary_key=True)
"""
    assert mapper_of(source, "Thing").open_reason == "its bases have no common order"


def test_two_bases_that_each_want_the_other_first_have_no_order() -> None:
    """The local order of bases counts as well, not only their hierarchies."""
    source = """
class One:
    pass


class Two:
    pass


class Onward(One, Two):
    pass


class Backward(Two, One):
    pass


class Thing(Onward, Backward, Base):
    __tablename__ = "thing"
    id = Column(Integer, primary_key=True)
"""
    assert mapper_of(source, "Thing").open_reason == "its bases have no common order"


def test_a_subscripted_base_is_the_class_itself() -> None:
    """`Owned[int]` brings the columns of `Owned`; `Generic[T]` brings none and hides none."""
    source = """
from typing import Generic, TypeVar

T = TypeVar("T")


class Owned(Generic[T]):
    owner = Column(String)


class Thing(Owned[int], Base):
    __tablename__ = "thing"
    id = Column(Integer, primary_key=True)
"""
    found = mirrored(source, "Thing")
    assert found["columns"] == {"id": ["thing.id"], "owner": ["thing.owner"]}
    assert found["unknown"] == {}


def test_the_first_mixin_gives_the_column() -> None:
    """Whether it is a `declared_attr` or a plain column does not matter, only the order."""
    source = """
class Declared:
    @declared_attr
    def tag(cls):
        return Column("declared_tag", String)


class Plain:
    tag = Column("plain_tag", String)


class One(Declared, Plain, Base):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


class Two(Plain, Declared, Base):
    __tablename__ = "two"
    id = Column(Integer, primary_key=True)
"""
    assert mirrored(source, "One")["columns"]["tag"] == ["one.declared_tag"]
    assert mirrored(source, "Two")["columns"]["tag"] == ["two.plain_tag"]


def test_none_and_a_method_take_the_column_of_a_mixin_away() -> None:
    """The nearest class gives the name, whatever it gives."""
    source = """
class Noted:
    note = Column(String)
    more = Column(String)


class Thing(Noted, Base):
    __tablename__ = "thing"
    id = Column(Integer, primary_key=True)
    note = None

    @property
    def more(self):
        return 1
"""
    assert mirrored(source, "Thing")["columns"] == {"id": ["thing.id"]}


HIDING = """
class Person(Base):
    __tablename__ = "person"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Clerk(Person):
    name = {value}
"""


def test_a_value_in_a_child_hides_the_attribute_of_its_mapped_parent() -> None:
    """The column stays in the table."""
    assert "name" not in mirrored(HIDING.format(value='"clerk"'), "Clerk")["columns"]
    assert mirrored(HIDING.format(value='"clerk"'), "Person")["columns"]["name"] == ["person.name"]


def test_none_in_a_child_hides_nothing_of_its_mapped_parent() -> None:
    """Otherwise than with a mixin."""
    assert mirrored(HIDING.format(value="None"), "Clerk")["columns"]["name"] == ["person.name"]


def test_a_mixin_of_a_child_adds_to_the_table_of_the_child() -> None:
    """To its own where it has one, to that of its parent where it shares it."""
    source = """
class Noted:
    note = Column(String)


class Person(Base):
    __tablename__ = "person"
    id = Column(Integer, primary_key=True)


class Clerk(Noted, Person):
    __tablename__ = "clerk"
    id = Column(ForeignKey("person.id"), primary_key=True)


class Cook(Noted, Person):
    pass
"""
    assert mirrored(source, "Clerk")["columns"]["note"] == ["clerk.note"]
    assert mirrored(source, "Cook")["columns"]["note"] == ["person.note"]
    assert "note" not in mirrored(source, "Person")["columns"]


def test_columns_of_several_abstract_bases_come_together() -> None:
    """Each says `__abstract__` for itself, and none is mapped."""
    source = """
class Keyed(Base):
    __abstract__ = True
    id = Column(Integer, primary_key=True)


class Noted(Keyed):
    __abstract__ = True
    note = Column(String)


class Thing(Noted):
    __tablename__ = "thing"
"""
    found = mirrored(source, "Thing")
    assert found["columns"] == {"id": ["thing.id"], "note": ["thing.note"]}
    assert found["inherits"] is None


def test_a_base_of_python_or_of_the_standard_library_opens_nothing() -> None:
    """They bring no columns."""
    source = """
from json import JSONEncoder


class Thing(JSONEncoder, Base):
    __tablename__ = "thing"
    id: Mapped[int] = mapped_column(primary_key=True)
"""
    assert mapper_of(source, "Thing", ANNOTATED).open_reason is None


def test_a_base_of_a_base_out_of_sight_opens_the_class_too() -> None:
    """The reason names where it comes from."""
    source = """
import elsewhere


class Own(elsewhere.Tracked):
    pass


class Thing(Own, Base):
    __tablename__ = "thing"
    id = Column(Integer, primary_key=True)
"""
    reason = mapper_of(source, "Thing").open_reason
    assert reason == "base `Tracked` comes from `elsewhere`, which is not read"


def test_a_base_chosen_by_a_condition_is_not_guessed() -> None:
    """Both ways would bring other columns."""
    source = """
import os

if os.environ.get("FAST"):
    class Keyed:
        fast = Column(String)
else:
    class Keyed:
        slow = Column(String)


class Thing(Keyed, Base):
    __tablename__ = "thing"
    id = Column(Integer, primary_key=True)
"""
    assert "columns" in mirrored(source, "Thing")["unknown"]


PRIVATE = """
class Noted:
    __note = Column("mixin_note", String)


class Thing(Noted, Base):
    __tablename__ = "thing"
    id = Column(Integer, primary_key=True)
"""


def test_a_private_name_belongs_to_its_class() -> None:
    """Python writes `__note` in `Noted` as `_Noted__note`, so each class can have its own."""
    cls = mapper_of(PRIVATE, "Thing").cls
    assert cls.member("_Noted__note") is not None
    assert cls.member("_Thing__note") is None


def test_a_private_column_is_mapped_under_its_full_name() -> None:
    """Only names that end in `__` as well are special."""
    assert mirrored(PRIVATE, "Thing")["columns"]["_Noted__note"] == ["thing.mixin_note"]


def test_a_decorator_that_is_not_read_may_have_changed_the_class() -> None:
    """One of the standard library has not."""
    source = """
import functools
from elsewhere import registered


@registered
class One(Base):
    __tablename__ = "one"
    id = Column(Integer, primary_key=True)


@functools.total_ordering
class Two(Base):
    __tablename__ = "two"
    id = Column(Integer, primary_key=True)
"""
    assert mapper_of(source, "One").open_reason is not None
    assert mapper_of(source, "Two").open_reason is None
