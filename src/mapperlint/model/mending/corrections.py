"""The right name where a wrong one is written.

A name can be changed where it is read at its place: as a literal, as a word in one, or as a name of
the source. Whether that may be trusted depends on what else could have been meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.written import keywords, mentions
from mapperlint.intentions import RenameKeyword, Replace, Reword
from mapperlint.model.mending.writing import may_change
from mapperlint.model.near import Candidates, candidates
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mapperlint.intentions import Intention, Needed
    from mapperlint.model.project import Project


def corrected(
    project: Project,
    where: Location,
    written: str,
    right: str,
    trust: Applicability = Applicability.SAFE,
    *,
    needs: tuple[Needed, ...] | None = (),
) -> tuple[Fix, ...]:
    """The expression at a place says `right` instead of `written`.

    `needs` are the imports it takes where the program itself says the name, not a string; None
    where it cannot say it.
    """
    if not may_change(project, where.path):
        return ()
    found = mentions(project.source.text(where.path), where.span, written)
    if not found or (needs is None and any(each.text is None for each in found)):
        return ()
    intentions: list[Intention] = []
    for each in found:
        place, text = Location(where.path, each.span), each.instead(written, right)
        name = each.text is None
        intentions.append(Replace(place, text, needs or ()) if name else Reword(place, text))
    return (Fix(_title(written, right), trust, tuple(intentions)),)


def near_names(
    project: Project,
    where: Location,
    name: str,
    names: Iterable[str],
    form: Callable[[str], str] = str,
) -> tuple[Fix, ...]:
    """The expression at a place says a name that is there instead of one that is not.

    `form` is what stands there for a name: for a column perhaps its table as well.
    """
    found = candidates(name, names)
    return tuple(
        fix
        for each in found.names
        for fix in corrected(project, where, form(name), form(each), trust_in(found))
    )


def renamed_keyword(
    project: Project, call: Location, name: str, names: Iterable[str]
) -> tuple[Fix, ...]:
    """A keyword of a call is one that the call takes, and has not got yet."""
    given = keywords(project.source.text(call.path), call.span)
    if not may_change(project, call.path) or given is None or name not in given:
        return ()
    found = candidates(name, names)
    return tuple(
        Fix(_title(name, each), trust_in(found), (RenameKeyword(call, name, each),))
        for each in found.names
        if each not in given
    )


def trust_in(found: Candidates) -> Applicability:
    """How far one may trust that a candidate was meant."""
    if len(found.names) > 1:
        return Applicability.SHOWN
    return Applicability.SAFE if found.slip else Applicability.UNSAFE


def _title(written: str, right: str) -> str:
    return f"change `{written}` to `{right}`"
