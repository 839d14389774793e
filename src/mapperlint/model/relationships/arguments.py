"""Arguments of a call: absent, given, or unreadable.

Absent lets SQLAlchemy's default apply, given may be judged, unreadable forbids every conclusion.
"""

from __future__ import annotations

from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Entries, Known, Made, Unknown, Value
from mapperlint.places import Location

T = TypeVar("T")


class Absent(Struct, frozen=True):
    """Not given."""


class Given(Struct, Generic[T], frozen=True):
    """Given, and readable."""

    value: T
    where: Location


class Unreadable(Struct, frozen=True):
    """Given, or perhaps given, and only the program knows what."""

    reason: str


Argument: TypeAlias = Absent | Given[T] | Unreadable


def value_argument(made: Made, name: str, position: int | None = None) -> Argument[Value]:
    """A keyword of a call, or its positional argument, as a value; None counts as absent."""
    value = made.keyword(name)
    place = name
    if value is None and position is not None and len(made.arguments) > position:
        value, place = made.arguments[position], str(position)
    match value:
        case None:
            return _not_given(made)
        case Known(None):
            return Absent()
        case Unknown(reason):
            return Unreadable(reason)
    return Given(value, made.place(place))


def relationship_argument(made: Made, name: str) -> Argument[Value]:
    """A keyword of a relationship; SQLModel passes them in `sa_relationship_kwargs`.

    `back_populates` is SQLModel's own; where both give it, the inner one is passed on last.
    """
    if construct_of(made) != "sqlmodel.Relationship":
        return value_argument(made, name)
    inner = _passed_on(made, name)
    own = value_argument(made, name) if name in _SQLMODEL_KEYWORDS else Absent()
    return own if isinstance(inner, Absent) else inner


_SQLMODEL_KEYWORDS = frozenset({"back_populates", "cascade_delete", "passive_deletes"})


def _passed_on(made: Made, name: str) -> Argument[Value]:
    """A keyword that SQLModel hands to SQLAlchemy's relationship as it is."""
    match value_argument(made, "sa_relationship_kwargs"):
        case Given(Entries() as options, where):
            found = options.get(name)
            return Absent() if found is None else Given(found, where)
        case Unreadable(reason):
            return Unreadable(reason)
    return Absent()


class Keywords(Struct, frozen=True):
    """The keywords of a relationship, read once; what nobody gives is as `others`."""

    given: dict[str, Argument[Value]]
    others: Argument[Value]

    def of(self, name: str) -> Argument[Value]:
        """One of them."""
        return self.given.get(name, self.others)


def relationship_keywords(made: Made) -> Keywords:
    """All keywords of a relationship: what `relationship_argument` says of each."""
    if construct_of(made) != "sqlmodel.Relationship":
        given = {name: value_argument(made, name) for name, _ in made.keywords}
        return Keywords(given, _not_given(made))
    match value_argument(made, "sa_relationship_kwargs"):
        case Given(Entries(entries)):
            inner = {key.value for key, _ in entries if isinstance(key, Known)}
        case Unreadable(reason):
            return Keywords({}, Unreadable(reason))
        case _:
            inner = set()
    names = (*_SQLMODEL_KEYWORDS, *(str(name) for name in inner))
    return Keywords({name: relationship_argument(made, name) for name in names}, Absent())


def _not_given(made: Made) -> Absent | Unreadable:
    """What a keyword is that does not stand in a call."""
    return Unreadable("it may come from `**` arguments") if made.open else Absent()


def text_argument(made: Made, name: str) -> Argument[str]:
    """A keyword of a relationship that should be a string."""
    return as_text(relationship_argument(made, name), name)


def as_text(argument: Argument[Value], name: str) -> Argument[str]:
    """The keyword of a name, which should be a string."""
    if isinstance(argument, Given):
        if isinstance(argument.value, Known) and isinstance(argument.value.value, str):
            return Given(argument.value.value, argument.where)
        return Unreadable(f"`{name}` is not a string that is read")
    return argument


def flag_argument(made: Made, name: str) -> Argument[bool]:
    """A keyword of a relationship that should be true or false."""
    return as_flag(relationship_argument(made, name), name)


def as_flag(argument: Argument[Value], name: str) -> Argument[bool]:
    """The keyword of a name, which should be true or false."""
    if isinstance(argument, Given):
        if isinstance(argument.value, Known):
            return Given(bool(argument.value.value), argument.where)
        return Unreadable(f"`{name}` is not a constant")
    return argument
