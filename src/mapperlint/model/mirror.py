"""The static mirror: what SQLAlchemy's mappers would say once configured, as plain data.

The same fields that a dump of the real mappers has after `configure_mappers()`, so that the two can
be compared. What is not known is left None or out, and named in `unknown` with its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from mapperlint.model.coverage import mapper_unknowns
from mapperlint.model.mapping.mappers import ColumnAttribute, Mapper
from mapperlint.model.names.resolution import Resolved
from mapperlint.model.relationships.arguments import Absent, Given
from mapperlint.model.relationships.relationships import Relationship

if TYPE_CHECKING:
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.arguments import Argument
    from mapperlint.model.tables.tables import Table
    from mapperlint.model.versions.sqlalchemy_version import Versions

VERSION = 1
"""Of the shape of a mirror: raised when a key goes away or means something else."""

MirroredVersion = TypedDict(
    "MirroredVersion",
    {
        "version": "str | None",
        "release": "str | None",
        "possible": "list[str]",
        "from": "str | None",
    },
)
"""Which SQLAlchemy the models are read as, and what says so: `from` is a word of Python."""


class MirroredRelationship(TypedDict):
    """A relationship as a class has it; `own` is false for one that is inherited.

    `pairs` are the columns that its join compares, `unknown` the fields that are not known, each
    with the reason.
    """

    key: str
    own: bool
    file: str
    line: int
    target: str | None
    direction: str | None
    uselist: bool | None
    viewonly: bool | None
    back_populates: str | None
    backref: str | None
    reverse: list[str]
    secondary: str | None
    pairs: list[list[str]]
    unknown: dict[str, str]


MirroredClass = TypedDict(
    "MirroredClass",
    {
        "class": "str",
        "file": "str",
        "line": "int",
        "registry": "str",
        "table": "str | None",
        "inherits": "str | None",
        "columns": "dict[str, list[str]]",
        "foreign_keys": "list[list[str]]",
        "relationships": "list[MirroredRelationship]",
        "unknown": "dict[str, str]",
    },
)
"""A mapped class with its table, columns, keys and relationships; `class` is a word of Python."""


class MirroredUnknown(TypedDict):
    """One thing that is not understood: a field of a subject, its place and the reason."""

    file: str
    line: int
    subject: str
    field: str
    reason: str


class MirroredCoverage(TypedDict):
    """How much is understood, and each thing that is not."""

    classes: int
    classes_understood: int
    relationships: int
    relationships_understood: int
    unknowns: list[MirroredUnknown]


class Mirror(TypedDict):
    """All that `mapperlint models` knows. Files are named from the root of the project."""

    version: int
    sqlalchemy: MirroredVersion
    classes: list[MirroredClass]
    coverage: MirroredCoverage


def mirror(project: Project) -> Mirror:
    """The symbol table of a project."""
    return {
        "version": VERSION,
        "sqlalchemy": _sqlalchemy(project.sqlalchemy.versions),
        "classes": [
            _class(project, mapper) for mapper in project.mappers if _shown(project, mapper)
        ],
        "coverage": _coverage(project),
    }


def _sqlalchemy(versions: Versions) -> MirroredVersion:
    """The series that is taken, None where it is not known, and the place that says so."""
    return {
        "version": versions.series,
        "release": versions.release,
        "possible": list(versions.possible),
        "from": versions.place,
    }


def _shown(project: Project, mapper: Mapper) -> bool:
    return not project.set_aside(mapper.module.path)


def _class(project: Project, mapper: Mapper) -> MirroredClass:
    attributes = mapper.all_attributes
    return {
        "class": mapper.full_name,
        "file": mapper.cls.location.path,
        "line": mapper.cls.location.span.line,
        "registry": mapper.registry.name,
        "table": None if mapper.table is None else mapper.table.key,
        "inherits": None if mapper.parent is None else mapper.parent.full_name,
        "columns": {
            name: [column.label for column in attribute.columns]
            for name, attribute in sorted(attributes.items())
            if isinstance(attribute, ColumnAttribute)
        },
        "foreign_keys": _foreign_keys(project, mapper.table),
        "relationships": [
            _relationship(mapper, attribute)
            for _, attribute in sorted(attributes.items())
            if isinstance(attribute, Relationship)
        ],
        "unknown": mapper_unknowns(mapper),
    }


def _foreign_keys(project: Project, table: Table | None) -> list[list[str]]:
    if table is None:
        return []
    found = []
    for key in table.foreign_keys:
        match project.tables.referred(key):
            case Resolved(column):
                found.append([key.column.label, column.label])
            case _ if key.text is not None:
                found.append([key.column.label, key.text])
    return sorted(found)


def _relationship(mapper: Mapper, relationship: Relationship) -> MirroredRelationship:
    target = relationship.target_mapper
    secondary = relationship.secondary_table
    return {
        "key": relationship.name,
        "own": relationship.owner is mapper,
        "file": relationship.where.path,
        "line": relationship.where.span.line,
        "target": None if target is None else target.full_name,
        "direction": None if relationship.direction is None else relationship.direction.value,
        "uselist": relationship.uselist,
        "viewonly": relationship.viewonly,
        "back_populates": _effective_name(relationship),
        "backref": _text(relationship.backref),
        "reverse": sorted(each.full_name for each in relationship.reverse),
        "secondary": None if secondary is None else secondary.key,
        "pairs": sorted([local.label, remote.label] for local, remote in relationship.pairs),
        "unknown": {**relationship.unnamed, **relationship.unknown},
    }


def _text(argument: Argument[str]) -> str | None:
    return argument.value if isinstance(argument, Given) else None


def _effective_name(relationship: Relationship) -> str | None:
    """`back_populates`, which SQLAlchemy sets itself where a backref was made."""
    if isinstance(relationship.back_populates, Absent):
        return _text(relationship.backref)
    return _text(relationship.back_populates)


def _coverage(project: Project) -> MirroredCoverage:
    coverage = project.coverage
    return {
        "classes": coverage.counts.classes,
        "classes_understood": coverage.counts.classes_understood,
        "relationships": coverage.counts.relationships,
        "relationships_understood": coverage.counts.relationships_understood,
        "unknowns": [
            {
                "file": each.place.path,
                "line": each.place.span.line,
                "subject": each.subject,
                "field": each.field,
                "reason": each.reason,
            }
            for each in coverage.unknowns
        ],
    }
