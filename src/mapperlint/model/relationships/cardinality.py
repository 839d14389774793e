"""Whether a relationship yields a collection or one object: SQLAlchemy's `uselist`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mapperlint.model.names.resolution import Unknowable
from mapperlint.model.relationships.arguments import (
    Absent,
    Given,
    Unreadable,
    value_argument,
)
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Known
from mapperlint.model.values.vocabulary import Direction

if TYPE_CHECKING:
    from mapperlint.model.relationships.arguments import Keywords
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.values.values import Made
    from mapperlint.model.versions.sqlalchemy_version import SqlalchemyVersion

_Answer: TypeAlias = bool | Unknowable | None
"""None where this source says nothing, so that the next one is asked."""

_QUERYING_WRAPPERS = frozenset({"DynamicMapped", "WriteOnlyMapped"})
_QUERYING_LOADERS = frozenset({Known("dynamic"), Known("write_only")})


def set_uselist(
    relationship: Relationship, made: Made, keywords: Keywords, version: SqlalchemyVersion
) -> None:
    """Note what the annotation says, which 1.4 does not read, else `uselist` or the direction."""
    answer = _annotated(relationship, made, keywords)
    written = _written(keywords)
    default = _by_direction(relationship) if written is None else written
    if answer is None:
        answer = default
    elif answer != default:
        found = version.since("2.0", default, answer)
        answer = (_DIFFER if _may_be_old(made) else answer) if found is None else found
    if isinstance(answer, Unknowable):
        relationship.unknown["uselist"] = answer.reason
    else:
        relationship.uselist = answer


_DIFFER = Unknowable(
    "SQLAlchemy 1.4 and 2.0 differ in what the annotation does;"
    " the setting `sqlalchemy-version` decides"
)


def _may_be_old(made: Made) -> bool:
    """Whether 1.4 would take the call as well, which needs to be told the target."""
    argument = value_argument(made, "argument", 0)
    return construct_of(made) == "relationship" and not isinstance(argument, Absent)


def _annotated(relationship: Relationship, made: Made, keywords: Keywords) -> _Answer:
    read = relationship.read
    if read is None:
        return None
    if read.unread_annotation:
        return Unknowable("its annotation is not read")
    annotation = read.annotation
    if annotation is None or annotation.target is None:
        return None
    if annotation.wrapper is None and construct_of(made) != "sqlmodel.Relationship":
        return None
    if annotation.wrapper in _QUERYING_WRAPPERS:
        return True
    if not annotation.known:
        return Unknowable("its annotation is a generic that is not read")
    if annotation.collection:
        return None
    lazy = keywords.of("lazy")
    if isinstance(lazy, Given) and lazy.value in _QUERYING_LOADERS:
        return True
    collects = keywords.of("collection_class")
    return False if isinstance(collects, Absent) else None


def _written(keywords: Keywords) -> _Answer:
    match keywords.of("uselist"):
        case Given(Known(value), _):
            return bool(value)
        case Given(_, _):
            return Unknowable("`uselist` is not a constant")
        case Unreadable(reason):
            return Unknowable(reason)
    return None


def _by_direction(relationship: Relationship) -> bool | Unknowable:
    """SQLAlchemy's default: everything but many-to-one yields a collection."""
    if relationship.direction is None:
        return Unknowable(relationship.unknown.get("direction", "its direction is not known"))
    return relationship.direction is not Direction.MANYTOONE
