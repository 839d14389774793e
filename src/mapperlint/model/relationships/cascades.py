"""What `cascade` says: the words of a string or a collection, as SQLAlchemy reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.relationships.arguments import Absent, Given
from mapperlint.model.values.values import Items, Known
from mapperlint.model.values.vocabulary import Direction
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.relationships.relationship_calls import RelationshipCall

WORDS = ("all", "none", "save-update", "merge", "expunge", "delete", "delete-orphan")
_WORDS = frozenset({*WORDS, "refresh-expire"})
_ALL = frozenset({"save-update", "merge", "refresh-expire", "expunge", "delete"})
_WRITING = frozenset({"save-update", "delete", "delete-orphan"})


class Cascade(Struct, frozen=True):
    """The words of a `cascade`, in the order they are written."""

    words: tuple[str, ...]
    where: Location

    @property
    def invalid(self) -> tuple[str, ...]:
        """The words SQLAlchemy does not know."""
        return tuple(word for word in self.words if word not in _WORDS)

    @property
    def options(self) -> frozenset[str]:
        """What it comes to: `all` stands for most others, `none` undoes them."""
        found = frozenset(self.words)
        if "all" in found:
            found |= _ALL
        return frozenset() if "none" in found else found - {"all"}

    @property
    def writing(self) -> frozenset[str]:
        """What of it needs a relationship that is written."""
        return self.options & _WRITING


def cascade_of(call: RelationshipCall) -> Cascade | None:
    """The cascade of a call, None where none is given or it is not read.

    SQLModel's `cascade_delete` stands for "all, delete-orphan" unless a `cascade` is handed on.
    """
    found = call.value("cascade")
    if isinstance(found, Absent) and call.sqlmodel:
        deletes = call.value("cascade_delete")
        if isinstance(deletes, Given) and deletes.value == Known(value=True):
            return Cascade(("all", "delete-orphan"), deletes.where)
    match found:
        case Given(Known(str(text)), where):
            return Cascade(tuple(filter(None, re.split(r"\s*,\s*", text))), where)
        case Given(Items(_, items, False), where):
            words = [item.value for item in items if isinstance(item, Known)]
            if len(words) == len(items):
                return Cascade(tuple(map(str, words)), where)
    return None


def orphans_of_many_parents(call: RelationshipCall) -> Cascade | None:
    """The cascade that deletes orphans where an object may have many parents."""
    cascade = call.cascade
    if cascade is None or "delete-orphan" not in cascade.options or call.viewonly is not False:
        return None
    if call.relationship.direction in {None, Direction.ONETOMANY}:
        return None
    single = call.flag("single_parent")
    alone = isinstance(single, Absent) or (isinstance(single, Given) and not single.value)
    return cascade if alone and not cascade.invalid else None
