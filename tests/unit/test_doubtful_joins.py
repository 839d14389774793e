"""Joins that SQLAlchemy refuses, and those it takes in silence though they cannot be meant."""

from __future__ import annotations

import pytest

from mapperlint.model.relationships.doubtful_joins import (
    compares_more_than_columns,
    lacks_remote_side,
)
from mapperlint.model.relationships.join_refusals import Lack
from tests.support.models import relationship_of

NODE = """
class Node(Base):
    __tablename__ = "nodes"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    parent_id = Column(ForeignKey("nodes.id"))
    {}
"""

TWO = """
class A(Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    bs = relationship("B", {})


class B(Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
    a_id = Column(ForeignKey("a.id"))
    a_name = Column(String)
"""


@pytest.mark.parametrize(
    ("arguments", "lack"),
    [
        ("", None),
        ("primaryjoin='A.id == B.a_id'", None),
        ("primaryjoin='A.name == B.a_name'", Lack.FOREIGN),
        ("primaryjoin='A.name == B.a_name', viewonly=True", Lack.FOREIGN),
        ("primaryjoin='A.name == B.a_name', viewonly=unknown()", None),
        ("primaryjoin='A.name == foreign(B.a_name)'", None),
        ("primaryjoin='A.id >= B.a_id'", Lack.EQUALITY),
        ("primaryjoin='A.id >= B.a_id', viewonly=True", None),
        ("primaryjoin='and_(A.id == B.a_id, B.a_name > A.name)'", None),
        ("primaryjoin='foreign(A.name) == foreign(B.a_name)'", Lack.ONE_SIDE),
        ("remote_side='A.name'", Lack.REMOTE),
        ("primaryjoin=unknown()", None),
    ],
)
def test_what_a_condition_lacks(arguments: str, lack: Lack | None) -> None:
    refused = relationship_of(TWO.format(arguments), "A.bs").refused
    assert (refused.lack if refused else None) is lack


def test_a_key_that_leads_nowhere_is_the_cause() -> None:
    """It is reported for itself."""
    source = TWO.format("primaryjoin='A.id == B.a_id'").replace('"a.id"', '"aa.id"')
    assert relationship_of(source, "A.bs").refused is None


@pytest.mark.parametrize(
    ("line", "lacks"),
    [
        ('parent = relationship("Node")', True),
        ('parent = relationship("Node", remote_side=[id])', False),
        ('parent = relationship("Node", remote_side=unknown())', False),
        ('children = relationship("Node")', False),
        # Both sides are collections, which raises.
        ('parent = relationship("Node", backref="children")', False),
        ('parent = relationship("Node", backref=backref("children", remote_side=[id]))', True),
        ('parent = relationship("Node", primaryjoin="Node.id == foreign(Node.parent_id)")', False),
    ],
)
def test_a_parent_needs_a_remote_side(line: str, lacks: bool) -> None:  # noqa: FBT001
    name = line.partition(" ")[0]
    assert lacks_remote_side(relationship_of(NODE.format(line), f"Node.{name}")) is lacks


@pytest.mark.parametrize(
    ("condition", "more"),
    [
        ("Node.id == Node.parent_id", False),
        ("and_(Node.id == Node.parent_id, Node.name == 'x')", True),
        ("and_(Node.id == Node.parent_id, Node.name.in_(['x']))", True),
        ("and_(Node.id == remote(Node.parent_id), remote(Node.name) == 'x')", False),
    ],
)
def test_a_filter_in_a_self_reference(condition: str, more: bool) -> None:  # noqa: FBT001
    source = NODE.format(f'rows = relationship("Node", primaryjoin="{condition}")')
    assert compares_more_than_columns(relationship_of(source, "Node.rows")) is more
