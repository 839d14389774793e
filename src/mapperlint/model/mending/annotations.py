"""Annotations that say what a relationship is not, changed where they say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapperlint.diagnostics import Applicability, Fix
from mapperlint.facts.expressions import (
    Attribute,
    Constant,
    Expression,
    Name,
    Operation,
    Sequence,
    Subscript,
)
from mapperlint.facts.shapes import Assign, When
from mapperlint.facts.written import mentions
from mapperlint.intentions import Enclose, Needed, RemoveKeyword, Replace
from mapperlint.model.declarations.nullable_keys import nullable_key
from mapperlint.model.mending.naming import quoted
from mapperlint.model.mending.writing import call_of, is_sqlmodel, may_change, statement_of
from mapperlint.model.relationships.annotated_types import shown
from mapperlint.model.values.values import TRUE
from mapperlint.model.values.vocabulary import MAPPED_WORDS
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.intentions import Intention
    from mapperlint.model.declarations.annotated import Bare
    from mapperlint.model.declarations.declared import Declared
    from mapperlint.model.project import Project
    from mapperlint.model.relationships.relationships import Relationship
    from mapperlint.model.values.classes import Class

_OPTIONAL = Needed("typing", "Optional")
_MAPPED = Needed("sqlalchemy.orm", "Mapped")
_MAPPINGS = frozenset({"dict", "Dict", "Mapping", "MutableMapping"})


# relationships


def one_object(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """`Mapped[list["User"]]` becomes `Mapped["User"]`, or `Optional` of it."""
    found = _alternative(_type_of(project, relationship))
    if not isinstance(found, Subscript):
        return ()
    inside = found.index.items if isinstance(found.index, Sequence) else (found.index,)
    element = inside[-1] if _word(found.value) in _MAPPINGS else inside[0]
    source = _source(element)
    annotation = None if relationship.read is None else relationship.read.annotation
    if source is None or annotation is None:
        return ()
    where = Location(relationship.path, found.span)
    needs: tuple[Needed, ...] = ()
    if not annotation.optional and nullable_key(project.declarations, relationship) is not None:
        source, needs = _optional(relationship.owner.cls, element, source)
    return _annotated(relationship, "one object", Replace(where, source, needs))


def collection(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """`Mapped["Post"]` becomes `Mapped[list["Post"]]`."""
    found = _alternative(_type_of(project, relationship))
    if found is None or _source(found) is None:
        return ()
    where = Location(relationship.path, found.span)
    return _annotated(relationship, "a collection", Enclose(where, "list[", "]"))


def filled_collection(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """`Mapped[list]` says of what, and `Mapped[Iterable["Post"]]` becomes a list."""
    found, target = _type_of(project, relationship), relationship.target_mapper
    if target is None:
        return ()
    match found:
        case Name(span=span):
            change: Intention = Enclose(
                Location(relationship.path, span), "", f"[{quoted(target.name)}]"
            )
        case Subscript(Name(span=span) | Attribute(span=span)):
            change = Replace(Location(relationship.path, span), "list")
        case _:
            return ()
    return _annotated(relationship, "a list", change)


def may_be_none(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """`Mapped["User"]` becomes `Mapped[Optional["User"]]`."""
    found = _type_of(project, relationship)
    source = None if found is None else _source(found)
    if found is None or source is None:
        return ()
    wrapped, needs = _optional(relationship.owner.cls, found, source)
    where = Location(relationship.path, found.span)
    return _annotated(relationship, "one object or none", Replace(where, wrapped, needs))


def right_class(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """The name of another class becomes that of the class the relationship leads to."""
    found, target = _type_of(project, relationship), relationship.target_mapper
    read = relationship.read
    annotation = None if read is None else read.annotation
    if found is None or target is None or annotation is None or annotation.target is None:
        return ()
    written = shown(annotation.target)
    places = mentions(project.source.text(relationship.path), found.span, written)
    if len(places) != 1:
        return ()
    where = Location(relationship.path, places[0].span)
    cls = relationship.owner.cls
    needs: tuple[Needed, ...] = ()
    if target.module is not cls.module and target.name not in cls.module_bindings.by_name:
        for_types = not _imports_from(cls, target.module.name)
        needs = (Needed(target.module.name, target.name, for_types),)
    source = quoted(places[0].instead(written, target.name))
    return _annotated(relationship, f"`{target.name}`", Replace(where, source, needs))


def _imports_from(cls: Class, module: str) -> bool:
    """Whether the module of a class imports names of another one when it is loaded."""
    return any(
        each.module == module and not each.level and not each.in_function
        for each in cls.module.facts.imports
        if each.when is When.ALWAYS and each.name is not None
    )


def without_uselist(project: Project, relationship: Relationship) -> tuple[Fix, ...]:
    """What the annotation says is not said by `uselist` again, and otherwise.

    `uselist=True` is passed over; `uselist=False` counts, so that to remove it changes something.
    """
    where = call_of(project, relationship)
    made = None if relationship.read is None else relationship.read.made
    if where is None or made is None or is_sqlmodel(made) or made.expression("uselist") is None:
        return ()
    title = f"remove `uselist` from `{relationship.label}`"
    passed_over = made.keyword("uselist") == TRUE
    trust = Applicability.SAFE if passed_over else Applicability.UNSAFE
    return (Fix(title, trust, (RemoveKeyword(where, "uselist"),)),)


def _annotated(relationship: Relationship, what: str, change: Intention) -> tuple[Fix, ...]:
    title = f"annotate `{relationship.label}` as {what}"
    return (Fix(title, Applicability.UNSAFE, (change,)),)


def _type_of(project: Project, relationship: Relationship) -> Expression | None:
    """The type inside the wrapper, as it is written; None where all of it stands in quotes."""
    read = relationship.read
    annotation = None if read is None else read.annotation
    if annotation is None or annotation.aliased is not None:
        return None
    if call_of(project, relationship) is None or statement_of(relationship) is None:
        return None
    member = relationship.owner.cls.own(relationship.name)
    statement = None if member is None else member.statement
    written = statement.annotation if isinstance(statement, Assign) else None
    if annotation.wrapper is None:
        return written
    return written.index if isinstance(written, Subscript) else None


def _alternative(expression: Expression | None) -> Expression | None:
    """What stands beside None: `Optional[X]` and `X | None` are seen through."""
    match expression:
        case Subscript(value, index) if _word(value) == "Optional":
            return index
        case Operation("|", operands):
            rest = [each for each in operands if not _is_none(each)]
            return rest[0] if len(rest) == 1 else None
        case Subscript(value) if _word(value) in {"Union", "Annotated"}:
            return None
    return expression


def _word(expression: Expression) -> str:
    match expression:
        case Name(name) | Attribute(_, name):
            return name
    return ""


def _is_none(expression: Expression) -> bool:
    return isinstance(expression, Constant) and expression.value is None


def _source(expression: Expression) -> str | None:
    """A single name as it is written, quoted or not."""
    match expression:
        case Name() | Attribute():
            return shown(expression)
        case Constant(str(text)) if all(part.isidentifier() for part in text.split(".")):
            return quoted(text)
    return None


def _optional(cls: Class, expression: Expression, source: str) -> tuple[str, tuple[Needed, ...]]:
    """A type or None, in the way that the class writes it elsewhere."""
    if not any(map(_is_union, (each.annotation for each in cls.annotations.values()))):
        return f"Optional[{source}]", (_OPTIONAL,)
    if isinstance(expression, Constant):
        return quoted(f"{expression.value} | None"), ()
    return f"{source} | None", ()


def _is_union(expression: Expression | None) -> bool:
    match expression:
        case Operation("|"):
            return True
        case Subscript(_, index):
            return _is_union(index)
        case Constant(str(text)):
            return "| None" in text
    return False


# declarations


def mapped(project: Project, one: Declared) -> tuple[Fix, ...]:
    """`Mapped[...]` is written around an annotation; where nothing is declared, or `ClassVar`."""
    where = _annotation_of(project, one)
    if where is None or one.annotation is None or _word(one.annotation) in MAPPED_WORDS:
        return ()
    change = _within(one, where, "Mapped", _MAPPED)
    title = f"annotate `{one.label}` with `Mapped[...]`"
    if one.value is not None:
        certain = one.word not in {"Column", "mapped_column"} or _says_nullable(one)
        return (Fix(title, Applicability.SAFE if certain else Applicability.UNSAFE, (change,)),)
    other = _within(one, where, "ClassVar", Needed("typing", "ClassVar"))
    return (
        Fix(title, Applicability.SHOWN, (change,)),
        Fix(f"keep `{one.label}` out of the mapping", Applicability.SHOWN, (other,)),
    )


def _says_nullable(one: Declared) -> bool:
    """Whether a column says itself whether it may be empty, and leaves that to no annotation."""
    made = one.made
    if made is None or made.open:
        return False
    return made.keyword("nullable") is not None or made.keyword("primary_key") is not None


def _within(one: Declared, where: Location, word: str, needed: Needed) -> Intention:
    if isinstance(one.annotation, Constant):
        return Replace(where, quoted(f"{word}[{one.annotation.value}]"), (needed,))
    return Enclose(where, f"{word}[", "]", (needed,))


def related(project: Project, found: Bare) -> tuple[Fix, ...]:
    """`= relationship()` is written behind a lone annotation, or in place of `None`."""
    one = found.declared
    where = _annotation_of(project, one)
    needs = (Needed("sqlalchemy.orm", "relationship"),)
    title = f"make `{one.label}` a relationship"
    match one.member.statement:
        case Assign(value=None) if where is not None:
            change = Enclose(where, "", " = relationship()", needs)
            return (Fix(title, Applicability.SAFE, (change,)),)
        case Assign(value=Constant(value=None) as value) if where is not None:
            written = Replace(Location(where.path, value.span), "relationship()", needs)
            return (Fix(title, Applicability.UNSAFE, (written,)),)
    return ()


def _annotation_of(project: Project, one: Declared) -> Location | None:
    path = one.owner.module.path
    if one.annotation is None or one.by_function or not may_change(project, path):
        return None
    statement = one.member.statement
    if not isinstance(statement, Assign) or statement.annotation is not one.annotation:
        return None
    return Location(path, one.annotation.span)
