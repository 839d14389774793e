"""Backrefs said out: the relationship that a backref makes is written into its class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.expressions import Constant, Expression
from mapperlint.intentions import RenameKeyword, Replace
from mapperlint.model.mending.naming import attribute_of, columns_text, quoted
from mapperlint.model.mending.opposites import opposite
from mapperlint.model.mending.other_sides import belong_together
from mapperlint.model.mending.writing import call_of, is_sqlmodel, literal_of, with_keyword
from mapperlint.model.relationships.arguments import Absent, Given
from mapperlint.model.relationships.pairs import backref_options
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import Made

if TYPE_CHECKING:
    from mapperlint.intentions import Intention
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.backrefs import TakenName

_JOINING = ("foreign_keys", "remote_side")


def said_out(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """Both sides name each other in `back_populates`, in place of the backref."""
    made = _generated(relationship)
    renamed = _renamed(project, relationship)
    if made is None or made.uselist is None or renamed is None:
        return ()
    keywords = _keywords(project, relationship, made)
    if keywords is None:
        return ()
    written = opposite(project, relationship, made.name, many=made.uselist, keywords=keywords)
    if written is None:
        return ()
    title = f"write `{made.label}` into its class"
    return (Fix(title, Applicability.SAFE, (*renamed, written)),)


def paired_with_written(project: Project, taken: TakenName) -> tuple[Fix, ...]:
    """The backref gives way to the relationship of its name, and the two name each other."""
    relationship, other = taken.backref.relationship, taken.attribute
    if not isinstance(other, Relationship) or other.generated_by is not None:
        return ()
    if relationship.read is None or not belong_together(relationship, other):
        return ()
    renamed = _renamed_string(project, relationship)
    answer = _answer(project, other, relationship.name)
    if renamed is None or answer is None:
        return ()
    title = f"pair `{relationship.label}` with `{other.label}`"
    return (Fix(title, Applicability.SAFE, (*renamed, *answer)),)


def _answer(project: Project, side: Relationship, name: str) -> tuple[Intention, ...] | None:
    """A side names its other one: it does so already, says it by a backref too, or not at all."""
    match side.back_populates, side.backref:
        case Given(said), Absent():
            return () if said == name else None
        case Absent(), Given(said):
            return _renamed_string(project, side) if said == name else None
        case Absent(), Absent():
            change = with_keyword(project, side, "back_populates", quoted(name))
            return None if change is None else (change,)
    return None


def _renamed_string(project: Project, relationship: Relationship) -> tuple[Intention, ...] | None:
    """The same of a backref that is a plain name, and says nothing of the other side."""
    read = relationship.read
    if read is None or literal_of(read.made, "backref") is None:
        return None
    return _renamed(project, relationship)


def _generated(relationship: Relationship) -> Relationship | None:
    return next((each for each in relationship.reverse if each.generated_by is relationship), None)


def _renamed(project: Project, relationship: Relationship) -> tuple[Intention, ...] | None:
    """The name of the backref stands in `back_populates`."""
    where, name = call_of(project, relationship), relationship.backref
    if where is None or relationship.read is None or not isinstance(name, Given):
        return None
    made = relationship.read.made
    if is_sqlmodel(made) or not isinstance(relationship.back_populates, Absent):
        return None
    if literal_of(made, "backref") is not None:
        return (RenameKeyword(where, "backref", "back_populates"),)
    if made.expression("backref") is None:
        return None
    replaced = Replace(made.place("backref"), quoted(name.value))
    return RenameKeyword(where, "backref", "back_populates"), replaced


def _keywords(
    project: Project, relationship: Relationship, made: Relationship
) -> tuple[tuple[str, str], ...] | None:
    """The keywords of `backref(...)`, as far as they mean the same in the other class."""
    assert relationship.read is not None
    value = relationship.read.made.keyword("backref")
    options = backref_options(relationship.read.made)
    if options.open:
        return None
    if not (isinstance(value, Made) and construct_of(value) == "backref"):
        return () if not options.keywords else None
    found: list[tuple[str, str | None]] = []
    for name, _ in options.keywords:
        if name == "name":
            continue
        if name in _JOINING:
            found.append((name, _columns(project, made, name)))
        else:
            found.append((name, _constant(options.expression(name))))
    known = tuple((name, source) for name, source in found if source is not None)
    return known if len(known) == len(found) else None


def _columns(project: Project, made: Relationship, name: str) -> str | None:
    join = made.join
    columns = None if join is None else getattr(join, name)
    if not columns:
        return None
    target = made.target_mapper
    for mapper in (made.owner, *((target,) if target is not None else ())):
        names = [attribute_of(mapper, column) for column in columns]
        known = sorted(each for each in names if each is not None)
        if known and len(known) == len(names):
            return columns_text(project, made.owner, mapper, known)
    return None


def _constant(expression: Expression | None) -> str | None:
    """A constant as Python source; other expressions may mean something else elsewhere."""
    match expression:
        case Constant(str(text)) if not set(text) & set("\"'\\\n"):
            return quoted(text)
        case Constant(value) if not isinstance(value, str):
            return repr(value)
    return None
