"""Relationships: what a `relationship()` says, where it leads, and how it joins."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from mapperlint.model.mapping.mappers import Mapper
from mapperlint.model.names.resolution import Ambiguous, Resolution, Resolved
from mapperlint.model.relationships.arguments import (
    Absent,
    Argument,
    Keywords,
    relationship_keywords,
)
from mapperlint.model.relationships.join_refusals import RefusedJoin
from mapperlint.model.relationships.join_search import JoinFound, JoinSearch, UnknownJoin
from mapperlint.model.relationships.joins import Join
from mapperlint.model.tables.tables import Column, Table
from mapperlint.model.values.vocabulary import Direction
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.declarative.reads import RelationshipRead
    from mapperlint.model.values.values import Value


class Relationship(Struct, eq=False, dict=True):
    """One relationship of one mapper.

    `target` is where it leads. `search` holds what the search for a join came to, for each join
    that had to be searched; `refused` says why SQLAlchemy does not take the columns it found or was
    given; it is `broken` where it meets a foreign key that leads nowhere. `join` is the determined
    join, None while anything of it is unknown. `unknown` maps
    the fields that could not be known to their reasons, `unnamed` those that are known but for the
    name of a table. `generated_by` is the relationship whose backref made this one. `reverse` are
    the relationships it is linked to, by either side's name; `uncompared` those that it names, and
    whose direction SQLAlchemy does not know yet when it links them.
    """

    owner: Mapper
    name: str
    where: Location
    read: RelationshipRead | None
    target: Resolution[Mapper]
    target_where: Location
    viewonly: bool | None = False
    back_populates: Argument[str] = field(default_factory=Absent)
    backref: Argument[str] = field(default_factory=Absent)
    uselist: bool | None = None
    secondary: Resolution[Table] | None = None
    secondary_where: Location | None = None
    search: list[JoinSearch] = field(default_factory=list)
    join: Join | None = None
    refused: RefusedJoin | None = None
    broken: bool = False
    generated_by: Relationship | None = None
    reverse: list[Relationship] = field(default_factory=list)
    uncompared: list[Relationship] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    unnamed: dict[str, str] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """`module.Class.name`."""
        return f"{self.owner.full_name}.{self.name}"

    @property
    def label(self) -> str:
        """`Class.name`, for people."""
        return f"{self.owner.name}.{self.name}"

    @cached_property
    def keywords(self) -> Keywords:
        """What its call says; that of a backref, where it stands in one, is not seen here."""
        if self.read is None:
            return Keywords({}, Absent())
        return relationship_keywords(self.read.made)

    def keyword(self, name: str) -> Argument[Value]:
        """A keyword of its call."""
        return self.keywords.given.get(name, self.keywords.others)

    @property
    def path(self) -> str:
        """The file it is written in."""
        return self.where.path

    @property
    def target_mapper(self) -> Mapper | None:
        """The mapper it leads to, or is most likely meant to lead to."""
        match self.target:
            case Resolved(mapper):
                return mapper
            case Ambiguous(_, _, likely):
                return likely
        return None

    @property
    def direction(self) -> Direction | None:
        """The direction, None while it is not known."""
        return self.join.direction if self.join is not None else None

    @property
    def secondary_table(self) -> Table | None:
        """The secondary table, None if there is none or it is not known."""
        return self.secondary.value if isinstance(self.secondary, Resolved) else None

    @property
    def pairs(self) -> list[tuple[Column, Column]]:
        """The local/remote pairs."""
        return self.join.pairs if self.join is not None else []

    @property
    def understood(self) -> bool:
        """Whether all is known of it: where it leads, how it joins, its other side.

        What a table is called at last (`unnamed`) is not its matter but that of the mapper.
        """
        return not self.unknown

    @property
    def poisoned(self) -> bool:
        """Whether an earlier failure makes further judgement of it pointless."""
        return self.target_mapper is None

    @property
    def fails_to_join(self) -> bool:
        """Whether SQLAlchemy certainly makes no join of it, before it looks at its other side."""
        return self.refused is not None or any(
            not isinstance(each, JoinFound | UnknownJoin) for each in self.search
        )
