"""What a join lacks to be the one that is meant: which key it follows, and which side is remote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.model.mending.naming import columns_source
from mapperlint.model.mending.writing import with_keyword
from mapperlint.model.names.resolution import Resolved
from mapperlint.model.relationships.arguments import Absent, Given, relationship_argument
from mapperlint.model.relationships.doubtful_joins import is_named_like, written_columns
from mapperlint.model.relationships.join_search import AmbiguousJoin
from mapperlint.model.values.vocabulary import Direction

if TYPE_CHECKING:
    from mapperlint.intentions import SetKeyword
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.tables.tables import Column, Constraint


def remote_side(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """A relationship of a table to itself leads to the row that its key refers to."""
    join = relationship.join
    if join is None or any(map(_is_parent, relationship.reverse)):
        return ()
    referred = tuple(dict.fromkeys(column for column, _ in join.synchronized))
    change = _with_columns(project, relationship, "remote_side", relationship.owner, referred)
    if change is None:
        return ()
    title = f"add `remote_side` to `{relationship.label}`"
    return (Fix(title, Applicability.UNSAFE, (change,)),)


def _is_parent(side: Relationship) -> bool:
    """Whether the other side says that it is the one that leads to the parent."""
    return side.join is not None and side.join.remote_side is not None


def one_direction(project: Project, one: Relationship, other: Relationship) -> tuple[Fix, ...]:
    """Of two sides that lead to the children, the one called like the key leads to the parent."""
    if one.owner.base is not other.owner.base or one.direction is not Direction.ONETOMANY:
        return ()
    if one.generated_by is not None or one.read is None or one.secondary is not None:
        return ()
    if not _is_one(one) or _is_one(other):
        return ()
    return remote_side(project, one)


def _is_one(relationship: Relationship) -> bool:
    """Whether its annotation, or its name beside the key, says that it is one object."""
    read, join = relationship.read, relationship.join
    annotation = None if read is None else read.annotation
    if annotation is not None and annotation.known and annotation.target is not None:
        return not annotation.collection
    if join is None:
        return False
    return any(is_named_like(relationship, column) for column in written_columns(join))


# several foreign keys


def chosen_key(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """The relationship, and its other side, say which of several foreign keys they follow.

    The other side may say so already; else it is the key that is called like one of them.
    """
    constraints = _choices(relationship)
    sides = [relationship, *(side for side in relationship.reverse if _choices(side))]
    if not constraints or any(side.generated_by is not None for side in sides):
        return ()
    decided = _decided(relationship, constraints)
    key = decided or _named(sides, constraints)
    if key is None:
        return ()
    changes: list[SetKeyword] = []
    for side in sides:
        found = _following(project, side, key)
        if found is None:
            return ()
        changes.extend(found)
    column = key.keys[0].column
    title = f"follow the foreign key of `{column.label}`"
    trust = Applicability.SAFE if decided is not None else Applicability.UNSAFE
    return (Fix(title, trust, tuple(changes)),)


def _choices(relationship: Relationship) -> tuple[Constraint, ...]:
    """The constraints between which a relationship without secondary table has to choose."""
    if relationship.secondary is not None:
        return ()
    for search in relationship.search:
        match search:
            case AmbiguousJoin(constraints):
                return constraints
    return ()


def _decided(relationship: Relationship, constraints: tuple[Constraint, ...]) -> Constraint | None:
    """The constraint that the other side follows, where that has a join."""
    for side in relationship.reverse:
        columns = set(written_columns(side.join)) if side.join is not None else set()
        for constraint in constraints:
            if columns and {key.column for key in constraint.keys} == columns:
                return constraint
    return None


def _named(sides: list[Relationship], constraints: tuple[Constraint, ...]) -> Constraint | None:
    """The only constraint that has the name of a side, or of its backref."""
    found = [
        constraint
        for constraint in constraints
        if len(constraint.keys) == 1
        and any(_is_called(side, constraint.keys[0].column) for side in sides)
    ]
    return found[0] if len(found) == 1 else None


def _is_called(side: Relationship, column: Column) -> bool:
    if column.table in side.owner.tables and is_named_like(side, column):
        return True
    target = side.target_mapper
    match side.backref:
        case Given(name) if target is not None and column.table in target.tables:
            return is_named_like(side, column, name)
    return False


def _following(
    project: Project, side: Relationship, constraint: Constraint
) -> list[SetKeyword] | None:
    """What one side has to say to follow a key; None where it cannot."""
    read, target = side.read, side.target_mapper
    if read is None or target is None:
        return None
    for name in ("foreign_keys", "primaryjoin", "remote_side"):
        if not isinstance(relationship_argument(read.made, name), Absent):
            return None
    columns = tuple(key.column for key in constraint.keys)
    selfish = target.base is side.owner.base
    holder = side.owner if columns[0].table in side.owner.tables else target
    changes = [_with_columns(project, side, "foreign_keys", holder, columns)]
    if selfish and any(is_named_like(side, column) for column in columns):
        referred = _referred(project, constraint)
        changes.append(_with_columns(project, side, "remote_side", side.owner, referred))
    known = [change for change in changes if change is not None]
    return known if len(known) == len(changes) else None


def _referred(project: Project, constraint: Constraint) -> tuple[Column, ...]:
    found = []
    for key in constraint.keys:
        match project.tables.referred(key):
            case Resolved(column):
                found.append(column)
    return tuple(found)


def _with_columns(
    project: Project,
    relationship: Relationship,
    name: str,
    mapper: Mapper,
    columns: tuple[Column, ...],
) -> SetKeyword | None:
    source = columns_source(project, relationship, mapper, columns)
    return None if source is None else with_keyword(project, relationship, name, source)
