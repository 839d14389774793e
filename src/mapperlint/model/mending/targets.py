"""Which class a relationship was meant to lead to, and how it says so.

A wrong path leads to the class of its last name. Else the class is meant that the annotation names
beside a wrong argument, or one that is called nearly the same. Of several classes of one name it is
the one that the module of the relationship imports, or defines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.intentions import Needed, SetKeyword
from mapperlint.model.mending.corrections import corrected, trust_in
from mapperlint.model.mending.naming import class_word, quoted
from mapperlint.model.mending.writing import call_of, is_sqlmodel
from mapperlint.model.names.resolution import Resolved
from mapperlint.model.near import candidates
from mapperlint.model.relationships.arguments import Absent, value_argument
from mapperlint.model.values.classes import Class

if TYPE_CHECKING:
    from mapperlint.model.mapping.mappers import Mapper
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.relationships.string_arguments import AmbiguousWord
    from mapperlint.places import Location


def class_meant(
    project: Project, relationship: Relationship, name: str, names: tuple[str, ...]
) -> tuple[Fix, ...]:
    """A relationship to no class leads to one of those that its registry knows."""
    owner = relationship.owner
    bare = name.rpartition(".")[2]
    same = project.registry.same_registry(owner, bare) if "." in name else []
    if same:
        return leading(project, relationship, name, same)
    annotated = _annotated(project, relationship)
    if annotated is not None:
        return leading(project, relationship, name, [annotated])
    found = candidates(bare, (each for each in names if "." not in each))
    classes = [project.registry.same_registry(owner, each) for each in found.names]
    if any(len(each) != 1 for each in classes):
        return ()
    trust = trust_in(found)
    return leading(project, relationship, name, [each[0] for each in classes], trust)


def class_of_table(project: Project, relationship: Relationship, name: str) -> tuple[Fix, ...]:
    """A relationship to a table leads to the class of the table."""
    classes = project.classes_of_table(relationship.owner, name)
    return leading(project, relationship, name, classes)


def class_chosen(
    project: Project, relationship: Relationship, name: str, classes: tuple[Mapper, ...]
) -> tuple[Fix, ...]:
    """A relationship to a name that several classes have gives the path of one of them."""
    known = _known_here(project, relationship, name, classes)
    chosen = classes if known is None else (known,)
    if _has_argument(relationship):
        return leading(project, relationship, name, list(chosen), by_path=True)
    found = []
    for each in chosen:
        where = call_of(project, relationship)
        word = _path(project, relationship.owner, each)
        if where is None or word is None or _is_sqlmodel(relationship):
            return ()
        title = f"let `{relationship.label}` lead to `{word}`"
        change = SetKeyword(where, "argument", quoted(word))
        found.append(Fix(title, _trust(chosen), (change,)))
    return tuple(found)


def word_chosen(project: Project, fault: AmbiguousWord) -> tuple[Fix, ...]:
    """A string gives the path of one of the classes that have the name it says."""
    written = fault.call.inside or fault.call.relationship
    known = _known_here(project, written, fault.name, fault.candidates)
    chosen = fault.candidates if known is None else (known,)
    return tuple(
        fix
        for each in chosen
        if (path := _path(project, fault.call.owner, each)) is not None
        for fix in corrected(project, fault.where, fault.name, path, _trust(chosen), needs=None)
    )


def leading(
    project: Project,
    relationship: Relationship,
    written: str,
    classes: list[Mapper],
    trust: Applicability = Applicability.SAFE,
    *,
    by_path: bool = False,
) -> tuple[Fix, ...]:
    """The place that says where a relationship leads names a class, or one of several."""
    trust = Applicability.SHOWN if len(classes) > 1 else trust
    found: list[Fix] = []
    for each in classes:
        path = _path(project, relationship.owner, each)
        word = path if by_path or _is_path(written, path) else None
        word = word or class_word(project, relationship.owner, each)
        if word is not None:
            needs = _needs(project, relationship.target_where, each, relationship)
            where = relationship.target_where
            found += corrected(project, where, written, word, trust, needs=needs)
    return tuple(found)


def _trust(classes: tuple[Mapper, ...]) -> Applicability:
    return Applicability.SAFE if len(classes) == 1 else Applicability.SHOWN


def _path(project: Project, owner: Mapper, mapper: Mapper) -> str | None:
    """The full name of a class, where its registry finds it by that."""
    match project.registry.resolve(owner, mapper.full_name):
        case Resolved(found) if found is mapper:
            return mapper.full_name
    return None


def _is_path(written: str, path: str | None) -> bool:
    """Whether a path was written that begins like the right one: its author wanted a path."""
    return (
        path is not None
        and "." in written
        and path.split(".")[0] == written.split(".", maxsplit=1)[0]
    )


def _needs(
    project: Project, where: Location, mapper: Mapper, relationship: Relationship
) -> tuple[Needed, ...] | None:
    """The imports without which a module cannot say the name of a class."""
    module = project.modules.by_path[where.path]
    bound = project.declarations.evaluator.scope(module).bindings.by_name
    if mapper.name in bound or mapper.module is module:
        return ()
    if relationship.read is not None and where == relationship.read.annotation_where:
        return (Needed(mapper.module.name, mapper.name, for_types=True),)
    return None


def _annotated(project: Project, relationship: Relationship) -> Mapper | None:
    """The class that the annotation names beside an argument."""
    if not _has_argument(relationship):
        return None
    return project.contradictions.annotated_class(relationship)


def _has_argument(relationship: Relationship) -> bool:
    read = relationship.read
    return read is not None and not isinstance(value_argument(read.made, "argument", 0), Absent)


def _is_sqlmodel(relationship: Relationship) -> bool:
    return relationship.read is not None and is_sqlmodel(relationship.read.made)


def _known_here(
    project: Project, relationship: Relationship, name: str, classes: tuple[Mapper, ...]
) -> Mapper | None:
    """The class that the module of a relationship means by the name."""
    module = relationship.owner.module
    found = project.declarations.evaluator.scope(module).value(name, None)
    known = [each for each in classes if isinstance(found, Class) and each.cls is found]
    return known[0] if len(known) == 1 else None
