"""The two sides of relationships: backrefs are made, names are followed, pairs are linked."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.mapping.mappers import HOOKED, Mapper, PlainAttribute, UnknownAttribute
from mapperlint.model.names.resolution import Resolved
from mapperlint.model.relationships.arguments import (
    Absent,
    Argument,
    Given,
    Keywords,
    Unreadable,
    flag_argument,
    relationship_argument,
    relationship_keywords,
)
from mapperlint.model.relationships.cardinality import set_uselist
from mapperlint.model.relationships.conditions import UnreadableCondition
from mapperlint.model.relationships.join_refusals import refused_join
from mapperlint.model.relationships.joins import Join, UndeterminedDirection, UnknownReference
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Entries, External, Items, Known, Made, Value
from mapperlint.model.values.vocabulary import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.modules.load_order import LoadOrder
    from mapperlint.model.names.metadata_tables import MetadataTables
    from mapperlint.model.relationships.configuration import Configuration
    from mapperlint.places import Location


class TwoSided(Struct, frozen=True, dict=True):
    """A relationship whose `back_populates` leads to a relationship of the target.

    `back_first` tells whether SQLAlchemy comes to the other side first; None if that is not known.
    """

    forward: Relationship
    back: Relationship
    name: Given[str]
    back_first: bool | None = None

    @cached_property
    def meets(self) -> bool:
        """Whether the other side leads back into the hierarchy of this one's class."""
        target = self.back.target_mapper
        return target is not None and target.base is self.forward.owner.base

    @property
    def writes(self) -> bool:
        """Whether both sides are known to be written, not `viewonly`."""
        return self.forward.viewonly is False and self.back.viewonly is False

    @property
    def is_checked(self) -> bool:
        """Whether SQLAlchemy compares the directions: the named side has to have its own by then.

        It has where it names this side in turn, or where it is configured first.
        """
        return self.is_mutual or self.back_first is True

    @cached_property
    def is_mutual(self) -> bool:
        """Whether the other side names this one, or was made by it."""
        match self.back.back_populates:
            case Given(name) if name == self.forward.name:
                return True
        return self.back.generated_by is not None

    @property
    def comparing(self) -> tuple[Relationship, ...]:
        """The side that is configured later and is compared with the other; both if unknown."""
        match self.back_first:
            case True:
                return (self.forward,)
            case False:
                return (self.back,)
            case None:
                return (self.forward, self.back)

    @cached_property
    def is_refused(self) -> bool:
        """Whether SQLAlchemy refuses the pair for its direction."""
        return self.meets and self.same_direction and self.is_checked

    @cached_property
    def same_direction(self) -> bool:
        """Whether both sides have the one direction that cannot be paired with itself."""
        directions = (self.forward.direction, self.back.direction)
        return directions[0] is directions[1] and directions[0] in {
            Direction.MANYTOONE,
            Direction.ONETOMANY,
        }


def synced_with_viewonly(
    pairs: Iterable[TwoSided],
) -> Iterator[tuple[Relationship, Relationship, Location]]:
    """The sides that say `sync_backref=True` of another that is `viewonly`, and where they do."""
    seen: set[Relationship] = set()
    for pair in pairs:
        for one, other in ((pair.forward, pair.back), (pair.back, pair.forward)):
            if one in seen or one.read is None or other.viewonly is not True or one.viewonly:
                continue
            match flag_argument(one.read.made, "sync_backref"):
                case Given(True, where):
                    seen.add(one)
                    yield one, other, where


class Pairing:
    """Makes backrefs and links pairs."""

    def __init__(
        self, configuration: Configuration, tables: MetadataTables, order: LoadOrder
    ) -> None:
        self.configuration = configuration
        self._order = order
        self._tables = tables
        self.floating_backrefs: set[str] = set()
        self.pairs: list[TwoSided] = []

    def run(self) -> list[Relationship]:
        """Everything, in configuration order; the result holds backrefs after all others."""
        written = [relationship for relationship, _ in self.configuration.configured]
        generated = [
            made
            for relationship, call in self.configuration.configured
            if (made := self._backref(relationship, call)) is not None
        ]
        for relationship in written:
            self._link(relationship)
        return [*written, *generated]

    def _backref(self, relationship: Relationship, call: Made) -> Relationship | None:
        name = relationship.backref
        target = relationship.target_mapper
        if isinstance(name, Absent):
            return None
        if isinstance(name, Unreadable):
            if target is not None and not isinstance(relationship.back_populates, Given):
                target.open_reason = target.open_reason or "a backref adds a name that is not read"
                relationship.unknown["reverse"] = name.reason
            return None
        if target is None:
            self.floating_backrefs.add(name.value)
            relationship.unknown["reverse"] = "its target is not known"
            return None
        present = target.attributes.get(name.value)
        if present is not None and not isinstance(present, PlainAttribute | UnknownAttribute):
            return None
        options = backref_options(call)
        made = self._generated(relationship, target, name, options)
        target.attributes[name.value] = made
        made.reverse.append(relationship)
        relationship.reverse.append(made)
        return made

    def _generated(
        self, forward: Relationship, target: Mapper, name: Given[str], options: Made
    ) -> Relationship:
        viewonly = flag_argument(options, "viewonly")
        made = Relationship(
            target,
            name.value,
            name.where,
            None,
            Resolved(forward.owner),
            name.where,
            viewonly.value if isinstance(viewonly, Given) else forward.viewonly,
            Given(forward.name, name.where),
            secondary=forward.secondary,
            secondary_where=forward.secondary_where,
            generated_by=forward,
        )
        for field in ("secondary", "viewonly"):
            if field in forward.unknown:
                made.unknown[field] = forward.unknown[field]
        keywords = relationship_keywords(options)
        self._generated_join(made, forward, options, keywords)
        self.configuration.name_columns(made)
        set_uselist(made, options, keywords, self.configuration.version)
        return made

    def _generated_join(
        self, made: Relationship, forward: Relationship, options: Made, keywords: Keywords
    ) -> None:
        if forward.join is None:
            reason = forward.unknown.get("pairs", "the join it reverses is not known")
            made.unknown["direction"] = made.unknown["pairs"] = reason
            return
        primary, second = forward.join.reversed_for_backref()
        owner, arguments = made.owner, self.configuration.arguments
        try:
            given = arguments.condition(keywords, "primaryjoin", owner)
            primary = given if given is not None else primary
            given = arguments.condition(keywords, "secondaryjoin", owner)
            second = given if given is not None else second
            foreign_keys = arguments.columns(keywords, "foreign_keys", owner)
            remote_side = arguments.columns(keywords, "remote_side", owner)
            join = Join(
                forward.join.target,
                forward.join.parent,
                forward.join.target_local,
                forward.join.parent_local,
                forward.join.secondary,
                primary,
                second,
                foreign_keys or forward.join.foreign_keys,
                remote_side,
            )
            try:
                join.determine(self._tables)
            finally:
                made.refused = refused_join(join, options, self._tables, viewonly=made.viewonly)
            if join.pairs:
                made.join = join
            else:
                reason = "its condition pairs no columns in sight"
                made.unknown["direction"] = made.unknown["pairs"] = reason
        except UnreadableCondition as error:
            made.unknown["direction"] = made.unknown["pairs"] = str(error)
        except (UnknownReference, UndeterminedDirection):
            reason = "its direction cannot be determined"
            made.unknown["direction"] = made.unknown["pairs"] = reason

    # links

    def _may_be_hooked(self, relationship: Relationship) -> bool:
        """Whether a function may give a relationship the other side that it does not name."""
        hook, direction = relationship.owner.hook, relationship.direction
        if hook is None or not isinstance(relationship.backref, Absent) or relationship.reverse:
            return False
        return hook.directions is None or direction is None or direction.value in hook.directions

    def _link(self, relationship: Relationship) -> None:
        name: Argument[str] = relationship.back_populates
        if isinstance(name, Unreadable):
            relationship.unknown["reverse"] = name.reason
            return
        target = relationship.target_mapper
        if not isinstance(name, Given):
            if self._may_be_hooked(relationship):
                relationship.unknown["reverse"] = relationship.unknown["back_populates"] = HOOKED
            return
        if target is None:
            relationship.unknown["reverse"] = "its target is not known"
            return
        other = target.attribute(name.value)
        if not isinstance(other, Relationship):
            if not isinstance(other, PlainAttribute) and target.hierarchy_open_reason:
                relationship.unknown["reverse"] = target.hierarchy_open_reason
            return
        pair = TwoSided(relationship, other, name, self._configured_first(other, relationship))
        self.pairs.append(pair)
        if pair.back_first is False and not pair.is_mutual:
            relationship.uncompared.append(other)
        for one, two in ((relationship, other), (other, relationship)):
            if two not in one.reverse:
                one.reverse.append(two)

    def _configured_first(self, one: Relationship, other: Relationship) -> bool | None:
        """Whether SQLAlchemy comes to one relationship first: in the order of class statements."""
        if one.owner is other.owner:
            return one.where < other.where
        first, second = one.owner.cls.location, other.owner.cls.location
        if first.path == second.path:
            return first < second
        if one.owner in other.owner.lineage:
            return True
        if other.owner in one.owner.lineage:
            return False
        return self._order.runs_before(one.owner.module, other.owner.module)


def backref_options(call: Made) -> Made:
    """The keywords of `backref(...)` or `("name", {...})`; none where it is a plain name."""
    argument = relationship_argument(call, "backref")
    options: tuple[tuple[str, Value], ...] = ()
    is_open = False
    match argument:
        case Given(Made() as made) if construct_of(made) == "backref":
            return made
        case Given(Items(_, (_, Entries(entries, is_open)))):
            options = tuple((str(key.value), v) for key, v in entries if isinstance(key, Known))
            is_open = is_open or len(options) < len(entries)
    backref = External("sqlalchemy.orm.backref")
    return Made(backref, (), options, open=is_open, where=call.where)


def lacks_secondary(relationship: Relationship) -> bool:
    """Whether it has a `secondaryjoin` and no `secondary`, which is refused whatever the joins."""
    maker = relationship.generated_by
    if maker is not None:
        call = backref_options(maker.read.made) if maker.read is not None else None
    else:
        call = relationship.read.made if relationship.read is not None else None
    if call is None or relationship.secondary is not None:
        return False
    return isinstance(relationship_argument(call, "secondaryjoin"), Given)
