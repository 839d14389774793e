"""The relationship that a class lacks, as the other side of one that is there."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING, NamedTuple

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.expressions import Constant, Name
from mapperlint.facts.shapes import Assign, When
from mapperlint.intentions import AddRelationship, RemoveStatement
from mapperlint.model.declarations.nullable_keys import may_be_empty
from mapperlint.model.mending.naming import attribute_of, class_word, columns_text, quoted
from mapperlint.model.mending.other_sides import answers, is_named
from mapperlint.model.mending.writing import call_of, literal_of, may_change
from mapperlint.model.names.plurals import UNCOUNTABLE, plain, plurals
from mapperlint.model.relationships.arguments import Absent, relationship_argument
from mapperlint.model.relationships.doubtful_joins import are_one_row, written_columns
from mapperlint.model.relationships.reverses import A_METHOD, ABSENT
from mapperlint.model.values.values import Known
from mapperlint.model.values.vocabulary import Direction
from mapperlint.places import Location

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.relationships.reverses import NamedReverse
    from mapperlint.model.tables.tables import Column

Keywords = tuple[tuple[str, str], ...]


def missing(project: Project, named: NamedReverse, *, likely: bool) -> tuple[Fix, ...]:
    """The relationship that a name asks for is written into the other class.

    It is only `likely` where another name may have been meant, or `None` stands for it.
    """
    relationship = named.relationship
    shape, instead_of = _shape(relationship, named.name), _placeholder(named)
    if shape is None or (named.lacks != ABSENT and instead_of is None):
        return ()
    if answers(relationship, named.target) or is_named(relationship, named.target):
        return ()
    written = opposite(project, relationship, named.name, many=shape.many)
    if written is None:
        return ()
    surely = shape.certain and not likely and not _is_dataclass(project, named.target)
    title = f"`{named.target.name}.{named.name}`"
    if instead_of is not None:
        changes = (RemoveStatement(instead_of), written)
        return (Fix(f"make {title} a relationship", Applicability.UNSAFE, changes),)
    trust = Applicability.SAFE if surely else Applicability.UNSAFE
    return (Fix(f"add {title}", trust, (written,)),)


def _placeholder(named: NamedReverse) -> Location | None:
    """The statement `name = None` of the target, where that is all there is of the name."""
    cls = named.target.cls
    if named.lacks != A_METHOD or named.name in cls.attached:
        return None
    match cls.bindings.by_name.get(named.name, []):
        case [Assign(annotation=None, value=Constant(value=None), when=When.ALWAYS) as statement]:
            return Location(cls.module.path, statement.span)
    return None


def opposite(
    project: Project,
    relationship: Relationship,
    name: str,
    *,
    many: bool,
    keywords: Keywords = (),
) -> AddRelationship | None:
    """The other side of a relationship, as a relationship of the class that it leads to."""
    owner, target = relationship.owner, relationship.target_mapper
    if target is None or relationship.viewonly is not False or not _is_name(name):
        return None
    if any(name in child.attributes for child in target.descendants):
        return None
    if call_of(project, relationship) is None or not _takes_relationships(project, target):
        return None
    if class_word(project, target, owner) != owner.name:
        return None
    mirrored = _mirrored(project, relationship, target)
    if mirrored is None:
        return None
    one_of_many = not many and relationship.direction is Direction.MANYTOONE
    given = dict((*mirrored, *_style(project, target, one_of_many=one_of_many), *keywords))
    return AddRelationship(
        Location(target.cls.module.path, target.cls.facts.span),
        name,
        owner.name,
        owner.module.name,
        relationship.name,
        many,
        _is_optional(project, relationship, target),
        tuple(given.items()),
    )


def _is_name(name: str) -> bool:
    return name.isidentifier() and not iskeyword(name) and not name.startswith("__")


def _takes_relationships(project: Project, mapper: Mapper) -> bool:
    """Whether a relationship can be written into the body of a class."""
    if not may_change(project, mapper.cls.module.path):
        return False
    return project.declarations.is_declarative(mapper)


def _is_dataclass(project: Project, mapper: Mapper) -> bool:
    declarations = project.declarations
    sqlmodel = declarations.declarative.is_sqlmodel(mapper.cls)
    return not sqlmodel and declarations.is_dataclass(mapper.cls)


# one or many


class _Shape(NamedTuple):
    """Whether the other side is a collection, and whether the join alone says so."""

    many: bool
    certain: bool


def _shape(relationship: Relationship, name: str) -> _Shape | None:
    """What the other side is, None while the join is not known.

    The join says it, but for one-to-one: there the key is unique, or the name is in the singular.
    """
    join, one = relationship.join, relationship.owner.name
    if join is None or relationship.direction is None:
        return None
    if relationship.direction is not Direction.MANYTOONE:
        return _Shape(relationship.direction is Direction.MANYTOMANY, certain=True)
    if plain(name) in plurals(one):
        return _Shape(many=True, certain=True)
    if are_one_row(written_columns(join)):
        return _Shape(many=False, certain=True)
    singular = one.lower().endswith(plain(name)) and plain(name) not in UNCOUNTABLE
    return _Shape(many=not singular, certain=not singular)


def _is_optional(project: Project, relationship: Relationship, target: Mapper) -> bool:
    """Whether the other side, where it is one object, may be none."""
    if relationship.direction is not Direction.ONETOMANY or relationship.join is None:
        return True
    columns = written_columns(relationship.join)
    return any(may_be_empty(project.declarations, target, column) for column in columns)


# keywords


def _style(project: Project, mapper: Mapper, *, one_of_many: bool) -> Keywords:
    """What a relationship of a class has to say besides, in the style of that class."""
    if _is_dataclass(project, mapper):
        return (("init", "False"), ("repr", "False"))
    annotated = any(
        read is not None and read.wrapper == "Mapped"
        for read in map(project.declarations.annotation, project.declarations.of(mapper.cls))
    )
    sqlmodel = project.declarations.declarative.is_sqlmodel(mapper.cls)
    return () if annotated or sqlmodel or not one_of_many else (("uselist", "False"),)


_ONE_SIDED = frozenset({"primaryjoin", "secondaryjoin", "post_update", "passive_updates"})


def _mirrored(project: Project, relationship: Relationship, target: Mapper) -> Keywords | None:
    """What both sides have to say of their join; None where it cannot be said again."""
    read, join = relationship.read, relationship.join
    if read is None or join is None:
        return None
    given = {
        name
        for name in ("foreign_keys", "secondary", *_ONE_SIDED)
        if not isinstance(relationship_argument(read.made, name), Absent)
    }
    if given & _ONE_SIDED:
        return None
    selfish = target.base is relationship.owner.base
    found: list[tuple[str, str | None]] = []
    if relationship.secondary is not None:
        found.append(("secondary", None if selfish else _secondary(relationship)))
    if "foreign_keys" in given:
        found.append(("foreign_keys", _columns(project, relationship, join.foreign_keys or ())))
    if selfish and relationship.direction is Direction.ONETOMANY:
        found.append(("remote_side", _columns(project, relationship, [to for to, _ in join.pairs])))
    if project.declarations.declarative.is_sqlmodel(target.cls) and found:
        return None
    known = tuple((name, source) for name, source in found if source is not None)
    return known if len(known) == len(found) else None


def _secondary(relationship: Relationship) -> str | None:
    """The secondary table by its name, where SQLAlchemy finds it by that."""
    table, target = relationship.secondary_table, relationship.target_mapper
    if table is None or target is None or table.key is None:
        return None
    if table.metadata != target.metadata or not all(map(_is_name, table.key.split("."))):
        return None
    made = relationship.read.made if relationship.read is not None else None
    expression = None if made is None else made.expression("secondary")
    if isinstance(expression, Name) and _is_above(target, expression.id, relationship):
        return expression.id
    written = None if made is None else literal_of(made, "secondary")
    value = None if made is None else made.keyword("secondary")
    if written is not None and isinstance(value, Known):
        return quoted(str(value.value))
    return quoted(table.key)


def _is_above(mapper: Mapper, name: str, relationship: Relationship) -> bool:
    """Whether a name of the module that a relationship uses is bound above another class as well.

    The body of that class may have another meaning for it.
    """
    cls = mapper.cls
    if cls.module is not relationship.owner.module or name in cls.all_names():
        return False
    bound = cls.module_bindings.by_name.get(name, [])
    return bool(bound) and all(each.span < cls.facts.span for each in bound)


def _columns(project: Project, relationship: Relationship, columns: Iterable[Column]) -> str | None:
    """Columns of either class, in a string of the other side."""
    target = relationship.target_mapper
    assert target is not None
    wanted = list(dict.fromkeys(columns))
    for mapper in (relationship.owner, target):
        names = [attribute_of(mapper, column) for column in wanted]
        known = [name for name in names if name is not None]
        if known and len(known) == len(names):
            return columns_text(project, target, mapper, known)
    return None
