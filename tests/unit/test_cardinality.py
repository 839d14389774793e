"""Whether a relationship is a collection, where no annotation says so."""

from __future__ import annotations

import pytest

from tests.support.models import relationship_of

SHOP = """
from elsewhere import options

links = Table(
    "links",
    Base.metadata,
    Column("shop_id", ForeignKey("shop.id")),
    Column("item_id", ForeignKey("item.id")),
)


class Shop(Base):
    __tablename__ = "shop"
    id = Column(Integer, primary_key=True)
    items = relationship("Item", viewonly=True{arguments})
    linked = relationship("Item", secondary=links, viewonly=True{arguments})


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    shop_id = Column(ForeignKey("shop.id"))
    shop = relationship("Shop", viewonly=True{arguments})
"""


def collections(arguments: str = "") -> tuple[bool | None, ...]:
    """`uselist` of a one-to-many, a many-to-many and a many-to-one."""
    source = SHOP.format(arguments=f", {arguments}" if arguments else "")
    labels = ("Shop.items", "Shop.linked", "Item.shop")
    return tuple(relationship_of(source, label).uselist for label in labels)


def test_everything_but_many_to_one_is_a_collection() -> None:
    """The direction decides where nothing is said."""
    assert collections() == (True, True, False)


def test_uselist_overrules_the_direction() -> None:
    """Both ways."""
    assert collections("uselist=False") == (False, False, False)
    assert collections("uselist=True") == (True, True, True)


def test_none_is_the_same_as_not_given() -> None:
    """`uselist=None` is SQLAlchemy's own default."""
    assert collections("uselist=None") == (True, True, False)


@pytest.mark.parametrize("arguments", ['uselist=options("shop")', "**options()"])
def test_a_uselist_that_is_not_read_is_unknown(arguments: str) -> None:
    """Also one that may come through `**`."""
    assert collections(arguments) == (None, None, None)


def test_a_backref_has_a_cardinality_of_its_own() -> None:
    """The `uselist` of one side says nothing of the other."""
    source = """
class Shop(Base):
    __tablename__ = "shop"
    id = Column(Integer, primary_key=True)
    item = relationship("Item", uselist=False, backref=backref("shops", uselist=True))
    items = relationship("Item", viewonly=True, backref=backref("shop", viewonly=True))


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    shop_id = Column(ForeignKey("shop.id"))
"""
    assert relationship_of(source, "Shop.item").uselist is False
    assert relationship_of(source, "Item.shops").uselist is True
    assert relationship_of(source, "Item.shop").uselist is False


def test_a_dynamic_relationship_is_a_collection() -> None:
    """With the default cardinality of its direction."""
    source = SHOP.format(arguments="").replace(
        "viewonly=True)", 'viewonly=True, lazy="dynamic")', 2
    )
    assert relationship_of(source, "Shop.items").uselist is True
    assert relationship_of(source, "Shop.linked").uselist is True
