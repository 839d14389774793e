"""How classes and columns are named in the arguments of a relationship.

By a name of the class body where that is bound above the relationship, else by a string, which
SQLAlchemy looks up when all classes are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.facts.shapes import Assign, When
from mapperlint.model.mapping.mappers import ColumnAttribute
from mapperlint.model.mending.writing import is_sqlmodel, statement_of
from mapperlint.model.names.resolution import Resolved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.tables.tables import Column


def quoted(text: str) -> str:
    """A string of names as Python source."""
    return f'"{text}"'


def class_word(project: Project, owner: Mapper, mapper: Mapper) -> str | None:
    """What the registry of `owner` finds a class by: its name, else its path."""
    for word in (mapper.name, mapper.full_name):
        match project.registry.resolve(owner, word):
            case Resolved(found) if found is mapper:
                return word
    return None


def attribute_of(mapper: Mapper, column: Column) -> str | None:
    """The attribute of a class that maps a column."""
    for name, attribute in mapper.all_attributes.items():
        if isinstance(attribute, ColumnAttribute) and column in attribute.columns:
            return name
    return None


def columns_source(
    project: Project, relationship: Relationship, mapper: Mapper, columns: Iterable[Column]
) -> str | None:
    """Columns of a class as an argument of a relationship: `[author_id]`, `"Post.author_id"`."""
    names = [attribute_of(mapper, column) for column in columns]
    known = [name for name in names if name is not None]
    if not known or len(known) < len(names):
        return None
    if mapper is relationship.owner and all(_is_above(relationship, name) for name in known):
        return f"[{', '.join(known)}]"
    return columns_text(project, relationship.owner, mapper, known)


def columns_text(project: Project, owner: Mapper, mapper: Mapper, names: list[str]) -> str | None:
    """Attributes of a class in a string that a relationship of `owner` evaluates."""
    word = class_word(project, owner, mapper)
    if word is None:
        return None
    paths = [f"{word}.{name}" for name in names]
    return quoted(paths[0] if len(paths) == 1 else f"[{', '.join(paths)}]")


def _is_above(relationship: Relationship, name: str) -> bool:
    """Whether the body of a class binds a name to a value before it makes a relationship."""
    cls, read = relationship.owner.cls, relationship.read
    if read is None or is_sqlmodel(read.made) or name in cls.attached:
        return False
    if relationship.name in cls.attached or statement_of(relationship) is None:
        return False
    match cls.bindings.by_name.get(name, []):
        case [Assign(value=value, when=When.ALWAYS) as statement]:
            return value is not None and statement.span < relationship.where.span
    return False
