"""Arguments of one `relationship()` that SQLAlchemy refuses together, or that do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.relationships.arguments import Absent, Given
from mapperlint.model.relationships.relationship_calls import constant
from mapperlint.model.values.values import Known, Value
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.relationships.relationship_calls import RelationshipCall
    from mapperlint.model.versions.sqlalchemy_version import SqlalchemyVersion


class Conflict(Struct, frozen=True):
    """Arguments of a call that cannot stand, or do nothing, together: `what` in words."""

    call: RelationshipCall
    where: Location
    what: str
    advice: str


def conflicts(call: RelationshipCall, version: SqlalchemyVersion) -> Iterator[Conflict]:
    """What SQLAlchemy refuses, in every version the project may run on."""
    yield from _two_other_sides(call)
    yield from _synchronized_reading(call)
    yield from _deleted_twice(call)
    yield from _second_join_alone(call)
    yield from _pairs_twice(call)
    yield from _cascade_backrefs(call, version)
    yield from _writing_cascade(call, version)


def _two_other_sides(call: RelationshipCall) -> Iterator[Conflict]:
    backref, back_populates = call.value("backref"), call.value("back_populates")
    if isinstance(backref, Given) and isinstance(back_populates, Given):
        if _is_empty(backref.value) or _is_empty(back_populates.value):
            return
        yield Conflict(
            call,
            back_populates.where,
            "gives its other side twice, by `backref` and by `back_populates`",
            "`backref` makes the other side, `back_populates` names one that is written: keep one",
        )


def _is_empty(value: Value) -> bool:
    return isinstance(value, Known) and not value.value


def _synchronized_reading(call: RelationshipCall) -> Iterator[Conflict]:
    sync = call.flag("sync_backref")
    if isinstance(sync, Given) and sync.value and call.viewonly:
        yield Conflict(
            call,
            sync.where,
            "cannot have `sync_backref=True`, since it is `viewonly`",
            "remove `sync_backref`",
        )


def _deleted_twice(call: RelationshipCall) -> Iterator[Conflict]:
    cascade, passive = call.cascade, call.value("passive_deletes")
    if cascade is None or constant(passive) != "all" or call.viewonly is not False:
        return
    assert isinstance(passive, Given)
    if cascade.options & {"delete", "delete-orphan"}:
        yield Conflict(
            call,
            passive.where,
            'leaves deleting to the database by `passive_deletes="all"`, and cascades deletes',
            "say `passive_deletes=True`, or take `delete` out of the cascade",
        )


def _second_join_alone(call: RelationshipCall) -> Iterator[Conflict]:
    second = call.value("secondaryjoin")
    if isinstance(second, Given) and isinstance(call.secondary, Absent):
        yield Conflict(
            call,
            second.where,
            "has a `secondaryjoin` but no `secondary`",
            "give the table between the two as `secondary`, or remove `secondaryjoin`",
        )


def _pairs_twice(call: RelationshipCall) -> Iterator[Conflict]:
    remote = call.value("remote_side")
    if isinstance(remote, Given) and isinstance(call.value("_local_remote_pairs"), Given):
        yield Conflict(
            call,
            remote.where,
            "has both `remote_side` and `_local_remote_pairs`",
            "remove `remote_side`, which says less",
        )


def _cascade_backrefs(call: RelationshipCall, version: SqlalchemyVersion) -> Iterator[Conflict]:
    found = call.flag("cascade_backrefs")
    if not isinstance(found, Given) or not found.value:
        return
    if version.since("2.0", older=False, newer=True):
        yield Conflict(
            call,
            found.where,
            "asks for `cascade_backrefs`, which SQLAlchemy 2.0 has no more",
            "remove `cascade_backrefs`",
        )


def _writing_cascade(call: RelationshipCall, version: SqlalchemyVersion) -> Iterator[Conflict]:
    cascade = call.cascade
    if cascade is None or not cascade.writing or not call.viewonly:
        return
    if version.before("2.0"):
        words = ", ".join(f"`{word}`" for word in sorted(cascade.writing))
        yield Conflict(
            call,
            cascade.where,
            f"is `viewonly`, and its cascade has {words}",
            "remove `cascade`: what is only read is never written",
        )


# what does nothing


_DEFAULTS = {
    "passive_deletes": False,
    "passive_updates": True,
    "enable_typechecks": True,
    "active_history": False,
}


def ineffective(call: RelationshipCall) -> Iterator[Conflict]:
    """The arguments that do nothing, or what is not wanted, of which SQLAlchemy warns."""
    for name, default in _DEFAULTS.items() if call.viewonly else ():
        found = call.value(name)
        if not isinstance(found, Given) or not isinstance(found.value, Known):
            continue
        if found.value.value != default:
            yield Conflict(
                call,
                found.where,
                f"is `viewonly`, so that `{name}` does nothing",
                f"remove `{name}`",
            )
    joins = call.flag("omit_join")
    if isinstance(joins, Given) and joins.value:
        yield Conflict(
            call,
            joins.where,
            "sets `omit_join` to True, with which loading may go wrong",
            "remove `omit_join`: SQLAlchemy finds out itself where the join can be left out",
        )
