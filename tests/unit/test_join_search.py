"""The search for the one constraint that joins two tables."""

from __future__ import annotations

import pytest

from mapperlint.model.relationships.join_search import (
    AmbiguousJoin,
    BrokenKey,
    JoinFound,
    JoinSearch,
    NoJoin,
    UnknownJoin,
)
from tests.support.models import pairs_of, relationship_of

SEATS = """
class Seat(Base):
    __tablename__ = "seat"
    hall = Column(Integer, primary_key=True)
    number = Column(Integer, primary_key=True)


class Ticket(Base):
    __tablename__ = "ticket"
    id = Column(Integer, primary_key=True)
    hall = Column(Integer)
    number = Column(Integer)
    other = Column(Integer)
    __table_args__ = ({constraints})
    seat = relationship("Seat"{arguments})
"""

FIRST = 'ForeignKeyConstraint(["hall", "number"], ["seat.hall", "seat.number"])'
SECOND = 'ForeignKeyConstraint(["hall", "other"], ["seat.hall", "seat.number"])'


def searched(constraints: str, arguments: str = "") -> JoinSearch:
    """What the search for the join of `Ticket.seat` comes to."""
    source = SEATS.format(constraints=constraints, arguments=arguments)
    return relationship_of(source, "Ticket.seat").search[0]


def test_one_constraint_is_the_join() -> None:
    """However many columns it has."""
    assert isinstance(searched(f"{FIRST},"), JoinFound)


def test_two_constraints_are_ambiguous_though_they_share_a_column() -> None:
    """All columns of a constraint have to be named to choose it, and no others."""
    both = f"{FIRST}, {SECOND}"
    assert isinstance(searched(both), AmbiguousJoin)
    assert isinstance(searched(both, ", foreign_keys=[hall]"), AmbiguousJoin)
    found = searched(both, ", foreign_keys=[hall, other]")
    assert isinstance(found, JoinFound)
    assert [column.label for _, column in found.pairs] == ["ticket.hall", "ticket.other"]


def test_two_keys_of_single_columns_are_two_constraints() -> None:
    """Even where they would together refer to one row."""
    source = SEATS.format(constraints="", arguments="")
    source = source.replace(
        "    hall = Column(Integer)\n    number = Column(Integer)\n",
        '    hall = Column(ForeignKey("seat.hall"))\n'
        '    number = Column(ForeignKey("seat.number"))\n',
    )
    assert isinstance(relationship_of(source, "Ticket.seat").search[0], AmbiguousJoin)


def test_foreign_keys_that_are_no_keys_join_nothing() -> None:
    """`foreign_keys` only chooses among the constraints that there are."""
    assert isinstance(searched(f"{FIRST},", ", foreign_keys=[other]"), NoJoin)


def test_without_a_constraint_there_is_no_join() -> None:
    """Columns of the same name do not link."""
    assert isinstance(searched(""), NoJoin)


def test_a_constraint_to_a_column_that_is_not_there_is_broken() -> None:
    """It lies between the two, so it is why they do not join."""
    broken = 'ForeignKeyConstraint(["hall"], ["seat.row"]),'
    assert isinstance(searched(broken), BrokenKey)


def test_a_constraint_to_no_table_is_remembered() -> None:
    """It may be the one that was meant to link them."""
    found = searched('ForeignKeyConstraint(["hall"], ["seats.hall"]),')
    assert isinstance(found, NoJoin)
    assert [key.text for key in found.dangling] == ["seats.hall"]


@pytest.mark.parametrize(
    "constraints", ["*elsewhere.constraints(),", 'ForeignKeyConstraint(["hall"], elsewhere.HALL),']
)
def test_a_constraint_that_is_not_read_leaves_the_join_unknown(constraints: str) -> None:
    """It may link the two."""
    source = f"import elsewhere\n{SEATS.format(constraints=constraints, arguments='')}"
    assert isinstance(relationship_of(source, "Ticket.seat").search[0], UnknownJoin)


def test_keys_of_both_tables_count_together() -> None:
    """One each way is ambiguous, until `foreign_keys` names one; then each side has its own."""
    source = """
class Team(Base):
    __tablename__ = "team"
    id = Column(Integer, primary_key=True)
    captain_id = Column(ForeignKey("player.id"))
    captain = relationship("Player", foreign_keys=captain_id, post_update=True)
    players = relationship("Player", foreign_keys="Player.team_id")
    any = relationship("Player", viewonly=True)


class Player(Base):
    __tablename__ = "player"
    id = Column(Integer, primary_key=True)
    team_id = Column(ForeignKey("team.id"))
"""
    assert pairs_of(relationship_of(source, "Team.captain")) == [("team.captain_id", "player.id")]
    assert pairs_of(relationship_of(source, "Team.players")) == [("team.id", "player.team_id")]
    assert isinstance(relationship_of(source, "Team.any").search[0], AmbiguousJoin)


def test_a_relationship_through_a_secondary_searches_twice() -> None:
    """From the target to the secondary, and from the owner."""
    source = """
links = Table("links", Base.metadata, Column("left_id", ForeignKey("left.id")))


class Left(Base):
    __tablename__ = "left"
    id = Column(Integer, primary_key=True)
    rights = relationship("Right", secondary=links)


class Right(Base):
    __tablename__ = "right"
    id = Column(Integer, primary_key=True)
    lefts = relationship("Left", secondary=links)
"""
    kinds = {
        label: [type(each) for each in relationship_of(source, label).search]
        for label in ("Left.rights", "Right.lefts")
    }
    assert kinds == {"Left.rights": [NoJoin], "Right.lefts": [JoinFound, NoJoin]}
