"""Join conditions that are written: `primaryjoin`, `secondaryjoin`, and the marks on them."""

from __future__ import annotations

import pytest

from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.values.vocabulary import Direction
from tests.support.models import pairs_of, relationship_of

BRANCHES = """
{before}


class Account(Base):
    __tablename__ = "account"
    id = Column(Integer, primary_key=True)
    code = Column(Integer)
    branches = relationship("Branch", viewonly=True, {arguments})


class Branch(Base):
    __tablename__ = "branch"
    id = Column(Integer, primary_key=True)
    kind = Column(Integer)
    account_id = Column(ForeignKey("account.id"))
    payer_id = Column(ForeignKey("account.id"))
"""

TO_MANY = (Direction.ONETOMANY, [("account.id", "branch.account_id")])


def branches(arguments: str, before: str = "") -> Relationship:
    """`Account.branches` with these arguments."""
    return relationship_of(BRANCHES.format(arguments=arguments, before=before), "Account.branches")


def joined(arguments: str) -> tuple[Direction | None, list[tuple[str, str]]]:
    """(direction, pairs) of `Account.branches`."""
    found = branches(arguments)
    return found.direction, pairs_of(found)


def test_a_condition_is_written_in_four_ways() -> None:
    """A string, a lambda, a lambda with a string's names; either side first."""
    assert joined('primaryjoin="Account.id == Branch.account_id"') == TO_MANY
    assert joined('primaryjoin="Branch.account_id == Account.id"') == TO_MANY
    assert joined("primaryjoin=lambda: Account.id == Branch.account_id") == TO_MANY
    assert joined("primaryjoin=lambda: Branch.__table__.c.account_id == Account.id") == TO_MANY


def test_tables_have_names_in_a_string() -> None:
    """`branch.c.account_id` beside `Branch.account_id`."""
    assert joined('primaryjoin="account.c.id == branch.c.account_id"') == TO_MANY
    assert joined('primaryjoin="Account.id == branch.c.account_id"') == TO_MANY


def test_criteria_beside_the_join_make_no_pairs() -> None:
    """Comparisons with constants, `is_`, `in_`, and what the program computes."""
    join = "Account.id == Branch.account_id"
    assert joined(f'primaryjoin="and_({join}, Branch.kind == 1)"') == TO_MANY
    assert joined(f"primaryjoin=lambda: and_({join}, Branch.kind.is_(None))") == TO_MANY
    assert joined(f'primaryjoin="and_({join}, Branch.kind.in_([1, 2]))"') == TO_MANY
    assert joined(f"primaryjoin=lambda: ({join}) & (Branch.kind != 3)") == TO_MANY


def test_both_columns_of_an_or_are_joined() -> None:
    """Each comparison gives its pair."""
    written = 'primaryjoin="or_(Account.id == Branch.account_id, Account.id == Branch.payer_id)"'
    assert joined(written) == (
        Direction.ONETOMANY,
        [("account.id", "branch.account_id"), ("account.id", "branch.payer_id")],
    )


def test_foreign_turns_the_direction() -> None:
    """Without a foreign key the mark alone says which column refers."""
    assert joined('primaryjoin="foreign(Account.code) == Branch.id"') == (
        Direction.MANYTOONE,
        [("account.code", "branch.id")],
    )
    assert joined('primaryjoin="Account.code == foreign(Branch.kind)"') == (
        Direction.ONETOMANY,
        [("account.code", "branch.kind")],
    )
    assert joined('primaryjoin="Account.code == remote(foreign(Branch.kind))"') == (
        Direction.ONETOMANY,
        [("account.code", "branch.kind")],
    )


def test_foreign_keys_do_the_same_as_foreign() -> None:
    """As a name, or as a list in a string."""
    written = 'primaryjoin="Account.code == Branch.id", '
    one = (Direction.MANYTOONE, [("account.code", "branch.id")])
    many = (Direction.ONETOMANY, [("account.code", "branch.id")])
    assert joined(written + 'foreign_keys="Account.code"') == one
    assert joined(written + "foreign_keys=code") == one
    assert joined(written + 'foreign_keys="[Branch.id]"') == many


def test_a_column_inside_a_function_still_pairs() -> None:
    """`func.coalesce(foreign(...))` and arithmetic hold a column."""
    many = (Direction.ONETOMANY, [("account.id", "branch.account_id")])
    assert joined('primaryjoin="Account.id == func.abs(foreign(Branch.account_id))"') == many
    assert joined('primaryjoin="Account.id == foreign(Branch.account_id) + 1"') == many


def test_a_comparison_that_is_not_equality_pairs_too() -> None:
    """With a mark; it does not synchronize, but it is a pair."""
    assert joined('primaryjoin="Account.id >= foreign(Branch.account_id)"') == (
        Direction.ONETOMANY,
        [("account.id", "branch.account_id")],
    )


@pytest.mark.parametrize(
    "written",
    [
        'primaryjoin="Account.id == Elsewhere.id"',
        "primaryjoin=lambda: Account.id == Branch.missing",
        'primaryjoin="Account.id =="',
        "foreign_keys=lambda: criterion()",
    ],
)
def test_a_condition_with_something_out_of_sight_is_unknown(written: str) -> None:
    """What it would join is not guessed, and the reason is kept."""
    found = branches(written, "from elsewhere import criterion")
    assert (found.direction, found.pairs) == (None, [])
    assert found.unknown["pairs"]


def test_a_part_of_a_condition_from_out_of_sight_may_join_more() -> None:
    """It may compare columns as well."""
    written = "primaryjoin=lambda: and_(Account.id == Branch.account_id, criterion())"
    assert branches(written, "from elsewhere import criterion").join is None


# many to many


NODES = """
edges = Table(
    "edges",
    Base.metadata,
    Column("low", ForeignKey("node.id")),
    Column("high", ForeignKey("node.id")),
)


class Node(Base):
    __tablename__ = "node"
    id = Column(Integer, primary_key=True)
    above = relationship(
        "Node",
        secondary={secondary},
        primaryjoin={primaryjoin},
        secondaryjoin={secondaryjoin},
        backref="below",
    )
"""


@pytest.mark.parametrize(
    ("secondary", "primaryjoin", "secondaryjoin"),
    [
        ("edges", "id == edges.c.low", "id == edges.c.high"),
        ('"edges"', '"Node.id == edges.c.low"', '"Node.id == edges.c.high"'),
        ("lambda: edges", "lambda: edges.c.low == Node.id", "lambda: edges.c.high == Node.id"),
    ],
)
def test_a_table_joined_to_itself_through_another(
    secondary: str, primaryjoin: str, secondaryjoin: str
) -> None:
    """The two conditions say which column is whose; the backref has them the other way round."""
    source = NODES.format(secondary=secondary, primaryjoin=primaryjoin, secondaryjoin=secondaryjoin)
    for label in ("Node.above", "Node.below"):
        found = relationship_of(source, label)
        assert found.direction is Direction.MANYTOMANY
        assert pairs_of(found) == [("node.id", "edges.high"), ("node.id", "edges.low")]
    above = relationship_of(source, "Node.above")
    below = relationship_of(source, "Node.below")
    assert remote_columns(above) == ["edges.low", "edges.high"]
    assert remote_columns(below) == ["edges.high", "edges.low"]


def remote_columns(relationship: Relationship) -> list[str]:
    """The remote columns, those of the primary condition first."""
    return [remote.label for _, remote in relationship.pairs]


TAGGED = """
links = Table(
    "links",
    Base.metadata,
    Column("post_id", {post}),
    Column("tag_id", {tag}),
    Column("by_id", {by}),
)


class Post(Base):
    __tablename__ = "post"
    id = Column(Integer, primary_key=True)
    tags = relationship("Tag", secondary=links, {arguments})


class Tag(Base):
    __tablename__ = "tag"
    id = Column(Integer, primary_key=True)
"""


def tagged(arguments: str, post: str, tag: str, by: str = "Integer") -> Relationship:
    """`Post.tags` over a secondary table with these columns."""
    source = TAGGED.format(arguments=arguments, post=post, tag=tag, by=by)
    return relationship_of(source, "Post.tags")


BOTH = [("post.id", "links.post_id"), ("tag.id", "links.tag_id")]


def test_a_secondary_table_without_keys_needs_both_conditions() -> None:
    """Its columns are taken as the referring ones."""
    written = 'primaryjoin="Post.id == links.c.post_id", secondaryjoin="Tag.id == links.c.tag_id"'
    assert pairs_of(tagged(written, "Integer", "Integer")) == BOTH
    without = tagged("", "Integer", "Integer")
    assert (without.direction, without.pairs) == (None, [])


def test_one_condition_is_written_and_the_other_found() -> None:
    """Each half is a join of its own."""
    post, tag = 'ForeignKey("post.id")', 'ForeignKey("tag.id")'
    written = 'primaryjoin="Post.id == links.c.post_id"'
    assert pairs_of(tagged(written, "Integer", tag)) == BOTH
    assert pairs_of(tagged('secondaryjoin="Tag.id == links.c.tag_id"', post, "Integer")) == BOTH


def test_a_second_key_to_one_side_is_ambiguous_until_one_is_named() -> None:
    """`foreign_keys` of the secondary table choose."""
    post, tag = 'ForeignKey("post.id")', 'ForeignKey("tag.id")'
    assert tagged("", post, tag, by=post).join is None
    named = tagged("foreign_keys=[links.c.post_id, links.c.tag_id]", post, tag, by=post)
    assert pairs_of(named) == BOTH


def test_a_mapped_class_can_lend_its_table() -> None:
    """An association object beside a secondary: by name, by `__table__`, by a lambda."""
    source = """
class Link(Base):
    __tablename__ = "links"
    post_id = Column(ForeignKey("post.id"), primary_key=True)
    tag_id = Column(ForeignKey("tag.id"), primary_key=True)


class Post(Base):
    __tablename__ = "post"
    id = Column(Integer, primary_key=True)
    one = relationship("Tag", secondary="links", viewonly=True)
    two = relationship("Tag", secondary=Link.__table__, viewonly=True)
    three = relationship("Tag", secondary=lambda: Link.__table__, viewonly=True)
    links = relationship(Link)


class Tag(Base):
    __tablename__ = "tag"
    id = Column(Integer, primary_key=True)
"""
    for label in ("Post.one", "Post.two", "Post.three"):
        found = relationship_of(source, label)
        assert (found.direction, pairs_of(found)) == (Direction.MANYTOMANY, BOTH)
    assert relationship_of(source, "Post.links").direction is Direction.ONETOMANY


def test_a_string_reaches_tables_by_their_schema_and_classes_by_their_module() -> None:
    """A table of a schema stands under `schema.table`, a class under any end of its module."""
    source = """
links = Table(
    "links", Base.metadata,
    Column("left_id", ForeignKey("sales.team.id")),
    Column("right_id", ForeignKey("sales.team.id")),
    schema="sales",
)
class Team(Base):
    __tablename__ = "team"
    __table_args__ = {"schema": "sales"}
    id = Column(Integer, primary_key=True)
    others = relationship(
        "Team", secondary="sales.links",
        primaryjoin="Team.id == sales.links.c.left_id",
        secondaryjoin="models.Team.id == sales.links.c.right_id",
    )
"""
    assert pairs_of(relationship_of(source, "Team.others")) == [
        ("sales.team.id", "sales.links.left_id"),
        ("sales.team.id", "sales.links.right_id"),
    ]
