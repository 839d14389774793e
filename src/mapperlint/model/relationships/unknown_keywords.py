"""Arguments that `relationship()` does not take, in any version the project may run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from mapperlint.model.relationships.arguments import Given, value_argument
from mapperlint.model.relationships.keywords import KEYWORDS, SQLMODEL
from mapperlint.model.values.values import Entries, External, Known
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapperlint.model.relationships.relationship_calls import RelationshipCall
    from mapperlint.model.versions.sqlalchemy_version import SqlalchemyVersion

_ALWAYS = frozenset.intersection(*KEYWORDS.values())
_BY_POSITION = 2
"""How many arguments SQLAlchemy 2.0 takes by position: the class and the secondary table."""


class UnknownKeyword(Struct, frozen=True):
    """`what` in words; `names` are the keywords there are.

    `call` is the call that gets it; None where the keyword is the key of a dict, at `where`.
    """

    name: str
    where: Location
    what: str
    names: tuple[str, ...] = ()
    advice: str | None = None
    call: Location | None = None


def unknown_keywords(
    call: RelationshipCall, version: SqlalchemyVersion
) -> Iterator[UnknownKeyword]:
    """The arguments of a call that raise."""
    if not isinstance(call.made.maker, External):
        return
    if call.sqlmodel:
        yield from _unknown(call, SQLMODEL)
        yield from _handed_on(call, KEYWORDS["2.0"])
    elif call.inside is not None:
        yield from _of_any_version(call, version, frozenset({"name", "kwargs"}))
    else:
        yield from _of_any_version(call, version, frozenset())
        yield from _by_position(call, version)


def _by_position(call: RelationshipCall, version: SqlalchemyVersion) -> Iterator[UnknownKeyword]:
    positions = len(call.made.arguments)
    if positions > _BY_POSITION and version.since("2.0", older=False, newer=True):
        place = str(_BY_POSITION)
        yield UnknownKeyword(
            place,
            call.made.place(place),
            f"{positions} arguments by position, of which SQLAlchemy takes {_BY_POSITION}",
            advice="give all but the class and the secondary table by name",
        )


def _of_any_version(
    call: RelationshipCall, version: SqlalchemyVersion, own: frozenset[str]
) -> Iterator[UnknownKeyword]:
    """The arguments that no version takes; which one it is is only asked where they differ."""
    if all(name in _ALWAYS or name in own for name, _ in call.made.keywords):
        return
    names = KEYWORDS["1.3"]
    if not version.before("1.4"):
        known = version.since("2.0", KEYWORDS["1.4"], KEYWORDS["2.0"])
        names = KEYWORDS["2.0"] if known is None else known
    yield from _unknown(call, names | own)


def _unknown(call: RelationshipCall, names: frozenset[str]) -> Iterator[UnknownKeyword]:
    for name, _ in call.made.keywords:
        if name not in names:
            what = f"the argument `{name}`, which does not exist"
            yield UnknownKeyword(
                name, call.made.place(name), what, tuple(sorted(names)), call=call.made.where
            )


def _handed_on(call: RelationshipCall, names: frozenset[str]) -> Iterator[UnknownKeyword]:
    match value_argument(call.made, "sa_relationship_kwargs"):
        case Given(Entries(entries), where):
            for key, _ in entries:
                if isinstance(key, Known) and isinstance(key.value, str) and key.value not in names:
                    what = f"the argument `{key.value}`, which does not exist"
                    yield UnknownKeyword(key.value, where, what, tuple(sorted(names)))
