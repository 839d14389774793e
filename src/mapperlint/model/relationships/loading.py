"""How a relationship is loaded: `lazy`, and the annotations that stand for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.model.relationships.arguments import Given, Unreadable
from mapperlint.model.relationships.keywords import LAZY
from mapperlint.model.values.values import NONE, Known
from mapperlint.model.values.vocabulary import Direction

if TYPE_CHECKING:
    from mapperlint.model.relationships.relationship_calls import RelationshipCall
    from mapperlint.model.versions.sqlalchemy_version import SqlalchemyVersion
    from mapperlint.places import Location

WORDS = ("select", "joined", "selectin", "subquery", "immediate", "raise", "dynamic", "write_only")

QUERIED = frozenset({"dynamic", "write_only"})
"""The strategies under which a relationship gives a query instead of its objects."""

QUERYING_WRAPPERS = frozenset({"DynamicMapped", "WriteOnlyMapped"})
"""The annotations that stand for them."""


def invalid_lazy(call: RelationshipCall, version: SqlalchemyVersion) -> Given[str] | None:
    """A `lazy` that no version the project may run on has a strategy for."""
    lazy = call.value("lazy")
    if not isinstance(lazy, Given) or not isinstance(lazy.value, Known):
        return None
    value = lazy.value.value
    if value in LAZY["1.4"]:
        return None
    known = version.since("2.0", LAZY["1.4"], LAZY["2.0"])
    if value in (LAZY["2.0"] if known is None else known):
        return None
    return Given(str(value), lazy.where)


def never_loaded(call: RelationshipCall) -> Location | None:
    """The place of a `lazy` that asks for nothing to be loaded."""
    if call.made.keyword("lazy") == NONE:
        return call.made.place("lazy")
    match call.value("lazy"):
        case Given(Known("noload"), where):
            return where
    return None


def dynamic_scalar(call: RelationshipCall, version: SqlalchemyVersion) -> Given[str] | None:
    """What asks for a collection that is queried, of a relationship that yields one object."""
    queried = _queried(call)
    relationship = call.relationship
    if queried is None or isinstance(call.flag("uselist"), Unreadable):
        return None
    if relationship.direction is Direction.MANYTOONE:
        if not call.says("uselist", flag=True):
            return queried
        warns = version.since("2.0", older=True, newer=False) is not False
        return None if warns else queried
    scalar = call.says("uselist", flag=False) and relationship.direction is not None
    return queried if scalar or _annotated_scalar(call) else None


def _queried(call: RelationshipCall) -> Given[str] | None:
    read = call.relationship.read
    annotation = read.annotation if read is not None else None
    if read is not None and annotation is not None and annotation.wrapper in QUERYING_WRAPPERS:
        assert read.annotation_where is not None
        return Given(str(annotation.wrapper), read.annotation_where)
    lazy = call.value("lazy")
    if isinstance(lazy, Given) and isinstance(lazy.value, Known) and lazy.value.value in QUERIED:
        return Given(f'lazy="{lazy.value.value}"', lazy.where)
    return None


def _annotated_scalar(call: RelationshipCall) -> bool:
    """Whether the annotation makes it one object, from 2.0 on, where `Mapped` is."""
    read = call.relationship.read
    annotation = read.annotation if read is not None else None
    if annotation is None or annotation.target is None or call.relationship.direction is None:
        return False
    return annotation.wrapper == "Mapped" and annotation.known and not annotation.collection
