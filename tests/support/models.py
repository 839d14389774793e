"""Projects written down in a test: the model of a few lines of source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.config import Settings
from mapperlint.engine.session import Session
from mapperlint.model.mirror import MirroredClass, mirror

if TYPE_CHECKING:
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.relationships import Relationship

CLASSIC = """\
from sqlalchemy import (
    Column, ForeignKey, ForeignKeyConstraint, Integer, MetaData, String, Table, and_, or_, func
)
from sqlalchemy.orm import (
    backref, declarative_base, declared_attr, foreign, registry, relationship, remote
)
Base = declarative_base()
"""

ANNOTATED = """\
from typing import Annotated, List, Optional
from sqlalchemy import ForeignKey, ForeignKeyConstraint, MetaData, String
from sqlalchemy.orm import (
    DeclarativeBase, DynamicMapped, Mapped, WriteOnlyMapped, declared_attr, mapped_column,
    relationship,
)
class Base(DeclarativeBase):
    pass
"""


def project_of(files: dict[str, str]) -> Project:
    """The linked project of some files that stand nowhere on a disk."""
    session = Session(Settings(root="/nowhere"))
    for path, text in files.items():
        session.update(path, text)
    return session.project


def mapper_of(source: str, name: str, preamble: str = CLASSIC) -> Mapper:
    """The mapper of a class of one module."""
    project = project_of({"models.py": f"{preamble}{source}"})
    return next(mapper for mapper in project.mappers if mapper.name == name)


def relationship_of(source: str, label: str, preamble: str = CLASSIC) -> Relationship:
    """A relationship of one module, by `Class.attribute`."""
    project = project_of({"models.py": f"{preamble}{source}"})
    return next(found for found in project.all_relationships if found.label == label)


def pairs_of(relationship: Relationship) -> list[tuple[str, str]]:
    """The local/remote pairs, as SQLAlchemy names them."""
    return sorted((local.label, remote.label) for local, remote in relationship.pairs)


def mirrored(source: str, name: str, preamble: str = CLASSIC) -> MirroredClass:
    """What `mapperlint models` says of a class."""
    found = mirror(project_of({"models.py": f"{preamble}{source}"}))
    return next(each for each in found["classes"] if each["class"].endswith(f".{name}"))
