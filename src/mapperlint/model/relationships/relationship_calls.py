"""The calls that make relationships: `relationship(...)`, and the `backref(...)` inside one.

Both take the same keywords, and the same things are wrong with them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.names.resolution import Unknowable
from mapperlint.model.relationships.arguments import (
    Absent,
    Argument,
    Given,
    Keywords,
    Unreadable,
    as_flag,
    as_text,
    relationship_keywords,
    value_argument,
)
from mapperlint.model.relationships.cascades import Cascade, cascade_of
from mapperlint.model.relationships.pairs import backref_options
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.values.values import Made, Value


_EVALUATED = ("primaryjoin", "secondaryjoin", "order_by", "foreign_keys", "remote_side")


class RelationshipCall(Struct, frozen=True, dict=True):
    """A call with the relationship it makes; a backref stands `inside` another relationship."""

    made: Made
    relationship: Relationship
    inside: Relationship | None = None

    @property
    def owner(self) -> Mapper:
        """The mapper that gets the relationship."""
        return self.relationship.owner

    @property
    def label(self) -> str:
        """What people call it."""
        if self.inside is None:
            return self.relationship.label
        return f"{self.inside.label} (backref `{self.relationship.name}`)"

    @property
    def subject(self) -> str:
        """What a finding is about."""
        if self.inside is None:
            return self.relationship.full_name
        return f"{self.inside.full_name}.{self.relationship.name}"

    @property
    def concerns(self) -> tuple[str, ...]:
        """The files of the classes it stands in and leads to."""
        written = self.inside or self.relationship
        return (written.owner.cls.location.path, self.owner.cls.location.path)

    @cached_property
    def sqlmodel(self) -> bool:
        """Whether it is SQLModel's `Relationship`, which has keywords of its own."""
        return construct_of(self.made) == "sqlmodel.Relationship"

    def value(self, name: str) -> Argument[Value]:
        """A keyword."""
        keywords = self._keywords
        return keywords.given.get(name, keywords.others)

    def text(self, name: str) -> Argument[str]:
        """A keyword that should be a string."""
        return as_text(self.value(name), name)

    def flag(self, name: str) -> Argument[bool]:
        """A keyword that should be true or false."""
        return as_flag(self.value(name), name)

    @cached_property
    def _keywords(self) -> Keywords:
        if self.inside is None:
            return self.relationship.keywords
        return relationship_keywords(self.made)

    def says(self, name: str, *, flag: bool) -> bool:
        """Whether a keyword is surely given as this."""
        found = self.flag(name)
        return isinstance(found, Given) and found.value is flag

    @cached_property
    def cascade(self) -> Cascade | None:
        """What its `cascade` says, None where none is given or it is not read."""
        return cascade_of(self)

    @cached_property
    def evaluated(self) -> tuple[tuple[str, Given[Value] | Unreadable], ...]:
        """The arguments that SQLAlchemy evaluates where they are strings, as far as given."""
        keywords = self._keywords
        names = [name for name in _EVALUATED if name in keywords.given]
        if not isinstance(keywords.others, Absent):
            names = list(_EVALUATED)
        found = [(name, self.value(name)) for name in names]
        return tuple([(name, each) for name, each in found if not isinstance(each, Absent)])

    @cached_property
    def viewonly(self) -> bool | None:
        """Whether it is only read; a backref takes it over. None while it is not known."""
        own = self.flag("viewonly")
        if isinstance(own, Given):
            return own.value
        if isinstance(own, Unreadable):
            return None
        return False if self.inside is None else self.inside.viewonly

    @cached_property
    def secondary(self) -> Argument[Value]:
        """The secondary table of the relationship, that of a backref's other side included."""
        if self.inside is not None:
            found = self.inside.secondary
            if found is None:
                return Absent()
            return Unreadable(found.reason if isinstance(found, Unknowable) else "given")
        if self.sqlmodel:
            positional = value_argument(self.made, "sa_relationship_args")
            if not isinstance(positional, Absent):
                return positional
            inner = self.value("secondary")
            return value_argument(self.made, "link_model") if isinstance(inner, Absent) else inner
        return value_argument(self.made, "secondary", 1)


def relationship_calls(relationships: Iterable[Relationship]) -> Iterator[RelationshipCall]:
    """The calls of some written relationships, each followed by its backref."""
    for relationship in relationships:
        if relationship.read is None:
            continue
        made = relationship.read.made
        if made.keyword("sa_relationship") is not None:
            continue  # SQLModel takes that instead of all other arguments.
        yield RelationshipCall(made, relationship)
        for other in relationship.reverse:
            if other.generated_by is relationship:
                yield RelationshipCall(backref_options(made), other, inside=relationship)


def constant(argument: Argument[Value]) -> object:
    """The constant an argument is, `...` where it is absent or something else."""
    if isinstance(argument, Given) and isinstance(argument.value, Known):
        return argument.value.value
    return ...
