"""Pairs that do not meet: which relationship of the other class was meant, and who has to say so.

Two relationships belong together where they follow the same columns, one there and the other back.
Of those the one that names this one is meant; else one that is free and has a name like that which
is given; else the only free one, which is most likely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.written import plain_string
from mapperlint.intentions import RemoveKeyword, Replace, Reword
from mapperlint.model.declarations.annotated import without_relationship
from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.mending.naming import quoted
from mapperlint.model.mending.writing import call_of, literal_of, may_change, reworded, with_keyword
from mapperlint.model.near import near
from mapperlint.model.relationships.arguments import Absent, Given, relationship_argument
from mapperlint.model.relationships.overlaps import ends_of_one_link
from mapperlint.model.relationships.relationships import Relationship
from mapperlint.model.values.values import ClassAttribute

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mapperlint.intentions import Intention
    from mapperlint.model.mapping.mappers import Attribute, Mapper
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.claims import Claimed
    from mapperlint.model.relationships.overlaps import Overlap
    from mapperlint.model.relationships.pairs import TwoSided

_NAME = "back_populates"


def completed(project: Project, pair: TwoSided) -> tuple[Fix, ...]:
    """The side that names no other gets the name of the one that names it."""
    forward, back = pair.forward, pair.back
    if not belong_together(forward, back):
        return ()
    answer = with_keyword(project, back, _NAME, quoted(forward.name))
    if answer is None:
        return ()
    return (Fix(f"add `back_populates` to `{back.label}`", Applicability.SAFE, (answer,)),)


def settled(project: Project, claimed: Claimed) -> tuple[Fix, ...]:
    """Ways to answer one of several claims, where the others become `viewonly`."""
    found = []
    for claim in claimed.claims:
        others = [each.forward for each in claimed.claims if each is not claim]
        changes: list[Intention | None] = [
            with_keyword(project, claimed.back, _NAME, quoted(claim.forward.name)),
            *(with_keyword(project, other, "viewonly", "True") for other in others),
        ]
        if belong_together(claim.forward, claimed.back):
            title = f"pair `{claimed.back.label}` with `{claim.forward.label}`, and only read the "
            title += "other" if len(others) == 1 else "others"
            found.append(_whole(title, Applicability.SHOWN, changes))
    return tuple(fix for fix in found if fix is not None)


def paired(project: Project, overlap: Overlap) -> tuple[Fix, ...]:
    """Both ends of one link name each other."""
    one, other = overlap.one, overlap.other
    if not belong_together(one, other) or not _leads_to(other, one):
        return ()
    changes = [
        with_keyword(project, one, _NAME, quoted(other.name)),
        with_keyword(project, other, _NAME, quoted(one.name)),
    ]
    fix = _whole(f"pair `{one.label}` with `{other.label}`", Applicability.UNSAFE, changes)
    return () if fix is None else (fix,)


def uncrossed(project: Project, pair: TwoSided) -> tuple[Fix, ...]:
    """The wrong one of two names that do not meet becomes the right one."""
    forward, back = pair.forward, pair.back
    answer = back.back_populates
    if belong_together(forward, back):
        if not isinstance(answer, Given) or _is_answered(back, answer.value):
            return ()
        change = reworded(project, back, _NAME, forward.name)
        title = f"let `{back.label}` name `{forward.name}`"
        fix = _whole(title, Applicability.SAFE, [change])
        return () if fix is None else (fix,)
    return redirected(project, pair)


def redirected(project: Project, pair: TwoSided) -> tuple[Fix, ...]:
    """The name that leads to a wrong side becomes that of the right one."""
    target = pair.forward.target_mapper
    return () if target is None else corrected(project, pair.forward, target, pair.name.value)


def corrected(
    project: Project, relationship: Relationship, target: Mapper, name: str
) -> tuple[Fix, ...]:
    """The name that leads nowhere, or astray, becomes that of the side that is meant."""
    free = answers(relationship, target)
    naming = [each for each in free if _names(each, relationship)]
    alike = [each for each in naming or free if near(name, [each.name]) is not None]
    likely = naming or alike or free
    certain = len(likely) == 1 and (naming or alike)
    one_way = Applicability.SAFE if certain else Applicability.UNSAFE
    trust = one_way if len(likely) == 1 else Applicability.SHOWN
    renamed = bool(naming) and target.attribute(name) is None
    found = (
        _leading(
            project,
            relationship,
            each,
            trust,
            tuple(_names_elsewhere(project, target, name, each.name)) if renamed else (),
        )
        for each in likely
    )
    return tuple(fix for fix in found if fix is not None)


def alone(
    project: Project, relationship: Relationship, target: Mapper, name: str
) -> tuple[Fix, ...]:
    """A relationship names no other side, where it names a column, and its target has none for it.

    A key is named by mistake for the relationship that it is the key of: that one is missing.
    """
    bare = {each.declared.name for each in without_relationship(project.declarations, target)}
    if name in bare or not _is_no_key(target.attribute(name)):
        return ()
    return _nameless(project, relationship, target, name)


def parted(
    project: Project, relationship: Relationship, target: Mapper, name: str
) -> tuple[Fix, ...]:
    """A relationship names no other side, where it has none, and names one of another class."""
    side = target.attribute(name)
    if not isinstance(side, Relationship) or side.join is None or _names(side, relationship):
        return ()
    return _nameless(project, relationship, target, name)


def _is_no_key(attribute: Attribute | None) -> bool:
    match attribute:
        case ColumnAttribute(columns=columns):
            return all(column.made is not None and not column.foreign_keys for column in columns)
    return False


def _nameless(
    project: Project, relationship: Relationship, target: Mapper, name: str
) -> tuple[Fix, ...]:
    sides = [each for each in target.all_attributes.values() if isinstance(each, Relationship)]
    back = [each for each in sides if each.target_mapper in {None, *relationship.owner.lineage}]
    others = [each.name for each in sides if each.name != name]
    if back or near(name, others) is not None:
        return ()
    where, read = call_of(project, relationship), relationship.read
    if where is None or read is None or literal_of(read.made, _NAME) is None:
        return ()
    title = f"remove `back_populates` from `{relationship.label}`"
    return (Fix(title, Applicability.UNSAFE, (RemoveKeyword(where, _NAME),)),)


def by_name(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """An attribute in `back_populates` becomes its name."""
    read, target = relationship.read, relationship.target_mapper
    if read is None or target is None or call_of(project, relationship) is None:
        return ()
    match relationship_argument(read.made, _NAME):
        case Given(ClassAttribute(owner, name), where) if owner is target.cls:
            side = target.attribute(name)
            if isinstance(side, Relationship) and _may_answer(side, relationship):
                change = Replace(where, quoted(name))
                title = f"name `{side.label}` by a string"
                fix = _whole(
                    title, Applicability.SAFE, (change, *_answer(project, side, relationship))
                )
                return () if fix is None else (fix,)
    return ()


def unsynced(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """`sync_backref` is left to SQLAlchemy."""
    where, read = call_of(project, relationship), relationship.read
    if where is None or read is None or read.made.expression("sync_backref") is None:
        return ()
    title = f"remove `sync_backref` from `{relationship.label}`"
    return (Fix(title, Applicability.UNSAFE, (RemoveKeyword(where, "sync_backref"),)),)


def _leading(
    project: Project,
    relationship: Relationship,
    side: Relationship,
    trust: Applicability,
    others: tuple[Intention, ...],
) -> Fix | None:
    change = reworded(project, relationship, _NAME, side.name)
    title = f"let `{relationship.label}` name `{side.name}`"
    return _whole(title, trust, (change, *_answer(project, side, relationship), *others))


def _names_elsewhere(
    project: Project, mapper: Mapper, name: str, right: str
) -> Iterator[Intention]:
    """What else of a class names an attribute that has another name now."""
    descriptors = project.descriptors
    for dead in (
        *descriptors.dead_proxies(),
        *descriptors.dead_synonyms(),
        *descriptors.dead_validators(),
    ):
        if dead.within not in {mapper, *mapper.descendants} or dead.name != name:
            continue
        text = project.source.text(dead.where.path)
        if may_change(project, dead.where.path) and plain_string(text, dead.where.span) == name:
            yield Reword(dead.where, right)


def _answer(
    project: Project, side: Relationship, relationship: Relationship
) -> tuple[Intention | None, ...]:
    """The side names the relationship, if it does not yet; what is only read need not."""
    if side.viewonly or relationship.viewonly:
        return ()
    match side.back_populates:
        case Absent():
            return (with_keyword(project, side, _NAME, quoted(relationship.name)),)
        case Given(name) if name != relationship.name:
            return (reworded(project, side, _NAME, relationship.name),)
    return ()


def _whole(title: str, trust: Applicability, changes: Sequence[Intention | None]) -> Fix | None:
    """A fix of these changes, if all of them can be made."""
    known = tuple(change for change in changes if change is not None)
    return Fix(title, trust, known) if known and len(known) == len(changes) else None


def answers(relationship: Relationship, target: Mapper) -> list[Relationship]:
    """The relationships of the target that can be its other side, and are that of no other."""
    return [
        each
        for each in target.all_attributes.values()
        if isinstance(each, Relationship)
        and each.generated_by is None
        and _may_answer(each, relationship)
    ]


def _may_answer(side: Relationship, relationship: Relationship) -> bool:
    if side is relationship or not _leads_to(relationship, side):
        return False
    if side.viewonly is None or relationship.viewonly is None:
        return False
    if _names(side, relationship) and (side.viewonly or relationship.viewonly):
        return True  # What is only read may follow other columns, and says what it belongs to.
    if not ends_of_one_link(relationship, side):
        return False
    match side.back_populates:
        case Absent():
            return isinstance(side.backref, Absent) and set(side.reverse) <= {relationship}
        case Given(name):
            return name == relationship.name or relationship.owner.attribute(name) is None
    return False


def _names(side: Relationship, relationship: Relationship) -> bool:
    match side.back_populates:
        case Given(name):
            return name == relationship.name
    return False


def _is_answered(side: Relationship, name: str) -> bool:
    """Whether the other side that a relationship names is its own: it names it back."""
    target = side.target_mapper
    other = None if target is None else target.attribute(name)
    return isinstance(other, Relationship) and _names(other, side) and belong_together(side, other)


def belong_together(one: Relationship, other: Relationship) -> bool:
    """Whether two written sides follow the same columns, and the second leads to the first."""
    written = one.viewonly is False and other.viewonly is False
    return written and ends_of_one_link(one, other) and _leads_to(one, other)


def is_named(relationship: Relationship, target: Mapper) -> bool:
    """Whether a relationship of the target names this one, whatever columns it follows."""
    sides = (each for each in target.all_attributes.values() if isinstance(each, Relationship))
    return any(_names(each, relationship) and _leads_to(relationship, each) for each in sides)


def _leads_to(one: Relationship, other: Relationship) -> bool:
    """Whether a relationship is found under its name on the class that the other leads to."""
    target = other.target_mapper
    return target is not None and target.attribute(one.name) is one
