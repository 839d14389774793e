"""The attributes of a mapped class, read from its body and those of its mixins.

SQLAlchemy's attribute scan: columns and properties of the class itself; columns of unmapped bases,
which are copied; what `declared_attr` functions return. Nothing is taken from mapped bases, whose
attributes the mapper inherits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from mapperlint.facts.expressions import Expression
from mapperlint.facts.shapes import Assign, FunctionFacts
from mapperlint.model.declarative.annotations import Annotation, annotated_parts, read_annotation
from mapperlint.model.declarative.reads import (
    ColumnRead,
    OtherRead,
    PlainRead,
    Read,
    RelationshipRead,
    TableColumnRead,
    UnknownRead,
    named_arguments,
)
from mapperlint.model.values.attributes_of import decorator_words, member_value
from mapperlint.model.values.classes import ANY_NAME, Class, Member
from mapperlint.model.values.constructs import column_word, construct_of
from mapperlint.model.values.values import (
    NONE,
    ClassAttribute,
    Entries,
    Expressed,
    External,
    Function,
    Generic,
    Items,
    Known,
    Made,
    Method,
    TableColumn,
    Unknown,
    Value,
)
from mapperlint.model.values.vocabulary import (
    COLUMN_WORDS,
    DESCRIPTOR_WORDS,
    PROPERTY_WORDS,
    RELATIONSHIP_WORDS,
    construct,
    package,
)
from mapperlint.places import Location

if TYPE_CHECKING:
    from mapperlint.model.declarative.declarative import Declarative
    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.model.values.scopes import Scope


class AttributeReader:
    """Reads what stands in classes, for one mapped class at a time."""

    def __init__(self, evaluator: Evaluator, declarative: Declarative) -> None:
        self._evaluator = evaluator
        self._declarative = declarative

    def read(self, cls: Class) -> list[Read]:
        """All attributes declared for the mapper of `cls`, in SQLAlchemy's order."""
        parent = self._declarative.parent(cls)
        skipped = set(parent.classes) if parent else set()
        found: dict[str, Read] = {}
        bare: set[str] = set()
        for base in cls.classes:
            if base is not cls and self._declarative.mapped(base):
                continue
            names = base.names()
            if base in skipped:
                names = [name for name in names if self._cascades(base, name)]
            for name in names:
                if name.startswith("__") and name.endswith("__"):
                    continue
                if name in found and not (name in bare and base.own(name) is not None):
                    continue
                if base is not cls and self._overridden(cls, base, name):
                    continue
                read = self._attribute(cls, base, name)
                if name in bare and isinstance(read, PlainRead):
                    continue
                if self._is_bare(cls, base, name):
                    bare.add(name)
                else:
                    bare.discard(name)
                if read is not None and self._allowed(read):
                    mangled = base.mangled(name)
                    found[mangled] = read if mangled == name else replace(read, name=mangled)
        for base in cls.classes:
            for name, value in sorted(base.set_by_functions.items()):
                if name not in found and name != ANY_NAME and may_be_mapped(value):
                    reason = "it is set by a function"
                    found[name] = UnknownRead(name, reason, base.location, _may_be_column(value))
        for read in list(found.values()):
            if isinstance(read, OtherRead) and read.kind == "composite":
                _add_columns(found, read)
        return list(found.values())

    def _is_bare(self, cls: Class, base: Class, name: str) -> bool:
        """Whether a class only annotates a name: what a mixin declares under it counts for more."""
        annotated = base.annotations.get(name)
        if annotated is None or base.own(name) is not None:
            return False
        return self._is_mapped(base, annotated) and not self._declarative.is_sqlmodel(cls)

    def _cascades(self, base: Class, name: str) -> bool:
        """Whether a mixin declares an attribute again for each class below a mapped one."""
        member = base.own(name)
        if member is None or not isinstance(member.statement, FunctionFacts):
            return False
        words = decorator_words(self._evaluator, Function(member.statement, member.scope))
        return "cascading" in words

    def _allowed(self, read: Read) -> bool:
        """Whether declarative leaves a name to the class, that of its registry and its MetaData.

        Before 2.1 `metadata` cannot be mapped; such a class statement fails.
        """
        if read.name not in {"metadata", "registry"}:
            return True
        mapped = isinstance(read, ColumnRead | RelationshipRead)
        return mapped and not (read.name == "metadata" and self._evaluator.sqlalchemy.before("2.1"))

    def _overridden(self, cls: Class, base: Class, name: str) -> bool:
        """Whether an earlier class of the resolution order gives the name another value."""
        for earlier in cls.classes:
            if earlier is base:
                return False
            if earlier.own(name) is not None:
                return True
        return False

    def _attribute(self, cls: Class, base: Class, name: str) -> Read | None:
        """What a name of a class body is; None for an annotation that declares nothing."""
        member = base.own(name)
        annotated = base.annotations.get(name)
        if member is None:
            if annotated is None:
                return None
            member = Member(name, base, annotated, base.body_scope)
            return self._annotated_only(cls, base, member, annotated)
        statement = member.statement
        if isinstance(statement, FunctionFacts):
            return self._function(cls, member, statement)
        annotation = statement.annotation if isinstance(statement, Assign) else None
        value = member_value(self._evaluator, cls, member)
        if value == NONE and isinstance(statement, Assign) and self._is_mapped(base, statement):
            column = self._annotated_only(cls, base, member, statement)
            if column is not None:
                return column  # For SQLAlchemy there is no value.
        if value == NONE and base is cls and self._declarative.parent(cls) is not None:
            return None  # It takes nothing away of what a mapped parent has.
        return self._value(cls, name, value, annotation, member)

    def _is_mapped(self, base: Class, statement: Assign) -> bool:
        """Whether the annotation of a statement is `Mapped[...]`."""
        if statement.annotation is None:
            return False
        read = read_annotation(self._evaluator, statement.annotation, base.body_scope)
        return read is not None and read.wrapper == "Mapped"

    def _function(self, cls: Class, member: Member, statement: FunctionFacts) -> Read:
        function = Function(statement, member.scope, cls)
        words = decorator_words(self._evaluator, function)
        if "declared_attr" in words:
            value = member_value(self._evaluator, cls, member)
            return self._value(cls, member.name, value, statement.returns, member)
        if words & DESCRIPTOR_WORDS:
            return OtherRead(member.name, "descriptor", None, member.location)
        return PlainRead(member.name, member.location)

    def _annotated_only(
        self, cls: Class, base: Class, member: Member, statement: Assign
    ) -> Read | None:
        expression = statement.annotation
        assert expression is not None
        annotation = read_annotation(self._evaluator, expression, base.body_scope)
        where = member.location
        if annotation is None:
            return None
        if annotation.wrapper == "Mapped":
            missing = self._evaluator.sqlalchemy.since("2.0", older=True, newer=False)
            if missing is not False:
                return UnknownRead(member.name, _NO_COLUMN, where) if missing is None else None
        if annotation.wrapper == "Mapped" and cls.own("__table__") is not None:
            return None  # It only types a column that is there.
        if annotation.wrapper in {"Mapped", "Unmapped"} or (
            annotation.wrapper is None and self._declarative.is_sqlmodel(cls)
        ):
            made = _annotation_column(where)
            extra = self._annotated_columns(annotation, base.body_scope)
            mapped = annotation.wrapper != "Unmapped"
            return ColumnRead(member.name, made, extra, where, mapped)
        return None

    def _annotated_columns(self, annotation: Annotation, scope: Scope) -> tuple[Made, ...]:
        """The `mapped_column(...)` calls inside an `Annotated[...]` type."""
        if annotation.plain:
            return ()
        value = self._evaluator.evaluate(annotation.inner, scope, None)
        parts = [each for each in annotated_parts(value) if isinstance(each, Made)]
        return tuple(each for each in parts if construct_of(each) in {"mapped_column", "Column"})

    def _value(
        self, cls: Class, name: str, value: Value, annotation: Expression | None, member: Member
    ) -> Read:
        where = member.location
        read = None
        if annotation is not None:
            read = read_annotation(self._evaluator, annotation, member.scope)
            if read is not None and read.wrapper == "ClassVar":
                return PlainRead(name, where)
        value = self._from_field(cls, value)
        if read is not None and self._declarative.is_sqlmodel(cls) and not _is_construct(value):
            return self._sqlmodel_default(name, where)
        match value:
            case Made():
                return self._made(name, value, read, annotation, member)
            case Unknown(reason):
                return UnknownRead(name, reason, where)
            case ClassAttribute(owner, attribute) if not self._may_be_attribute(owner, attribute):
                return PlainRead(name, where)
            case ClassAttribute(owner, attribute) if owner is not cls or attribute != name:
                return UnknownRead(name, "it is another attribute under a second name", where)
            case TableColumn():
                return TableColumnRead(name, value, where)
            case Expressed("get", (TableColumn() as column, Made() as otherwise)) if column_word(
                otherwise
            ):
                return TableColumnRead(name, column, where, otherwise)
            case Expressed() | Method():
                return UnknownRead(name, "its value is not read", where)
            case Generic() | Items() | External():
                return PlainRead(name, where)
        return PlainRead(name, where)

    def _may_be_attribute(self, owner: Class, name: str) -> bool:
        """Whether an attribute of a class could be a mapped one."""
        known = owner.open_reason is None and not owner.defines(name)
        return self._declarative.mapped(owner) or not known

    def _sqlmodel_default(self, name: str, where: Location) -> Read:
        """An annotated name with a plain value in a SQLModel class: a column and its default."""
        if name.startswith("_") or name == "model_config":
            return PlainRead(name, where)
        return ColumnRead(name, _annotation_column(where), (), where)

    def _from_field(self, cls: Class, value: Value) -> Value:
        """What a dataclass field holds for the mapper under `__sa_dataclass_metadata_key__`."""
        if not isinstance(value, Made) or value.maker != _DATACLASS_FIELD:
            return value
        member = cls.member("__sa_dataclass_metadata_key__")
        key = NONE if member is None else member_value(self._evaluator, cls, member)
        metadata = value.keyword("metadata")
        if isinstance(metadata, Entries) and isinstance(key, Known):
            held = metadata.get(str(key.value))
            if held is not None:
                return self._evaluator.resolved(held)
        return NONE if metadata is None or key == NONE else Unknown("a field that is not read")

    def _made(
        self,
        name: str,
        made: Made,
        annotation: Annotation | None,
        written: Expression | None,
        member: Member,
    ) -> Read:
        where = member.location
        word = construct_of(made)
        if word in {"Column", "mapped_column", "unmapped_column"}:
            extra = self._annotated_columns(annotation, member.scope) if annotation else ()
            return ColumnRead(name, made, extra, where, word != "unmapped_column")
        if word == "sqlmodel.Field":
            given = made.keyword("sa_column")
            if isinstance(given, Made) and column_word(given):
                return ColumnRead(name, given, (), where)
            if isinstance(given, Unknown):
                return UnknownRead(name, given.reason, where)
            return ColumnRead(name, made, (), where)
        if word in RELATIONSHIP_WORDS:
            place = None if written is None else Location(member.scope.module.path, written.span)
            return RelationshipRead(
                name,
                self._named_arguments(made),
                annotation,
                member.scope,
                place,
                where,
                unread_annotation=written is not None and annotation is None,
            )
        if word in PROPERTY_WORDS:
            inner = made.arguments[0] if made.arguments and word != "composite" else None
            if isinstance(inner, Made) and column_word(inner):
                return ColumnRead(name, inner, (), where)
            return OtherRead(name, str(word), made, where)
        if word in DESCRIPTOR_WORDS:
            return OtherRead(name, "descriptor", made, where)
        return self._other_call(name, made, where)

    def _named_arguments(self, made: Made) -> Made:
        """The call with its arguments by name, as far as some version takes them by position."""
        named = named_arguments(made)
        if named is made:
            return made
        refused = self._evaluator.sqlalchemy.since("2.0", older=False, newer=True)
        return made if refused else named

    def _other_call(self, name: str, made: Made, where: Location) -> Read:
        """Something made by a call that is no word of SQLAlchemy."""
        if isinstance(made.maker, Class):
            if made.maker.open_reason is None and not made.maker.external_bases:
                return PlainRead(name, where)
            words = {construct(base) for base in made.maker.external_bases} - {None}
            if words & {"Column", "relationship", "MappedColumn"}:
                return UnknownRead(name, f"`{made.maker.name}` builds it", where)
            return PlainRead(name, where)
        if construct(made.maker) is not None or package(made.maker.path) in _QUIET_PACKAGES:
            return PlainRead(name, where)
        return UnknownRead(name, f"it is made by `{made.maker.path}`, which is not read", where)


def _add_columns(found: dict[str, Read], composite: OtherRead) -> None:
    """Add the columns that are made inside of a composite, which are mapped beside it."""
    made = [each.made for each in found.values() if isinstance(each, ColumnRead)]
    for column in composite.made.arguments if composite.made is not None else ():
        if not isinstance(column, Made) or not column_word(column) or column in made:
            continue
        name = _given_name(column)
        if name is None:
            found[composite.name] = UnknownRead(composite.name, _UNNAMED, composite.where)
            return
        found.setdefault(name, ColumnRead(name, column, (), composite.where))


def _given_name(column: Made) -> str | None:
    """The name that a column is given where it is made."""
    for value in (*column.arguments[:1], column.keyword("name")):
        if isinstance(value, Known) and isinstance(value.value, str):
            return value.value
    return None


_UNNAMED = "its columns take their names from the class of the composite"


_QUIET_PACKAGES = frozenset(
    {
        "builtins",
        "typing",
        "functools",
        "enum",
        "re",
        "logging",
        "datetime",
        "collections",
        "operator",
        "itertools",
        "decimal",
        "uuid",
        "pydantic",
    }
)


_DATACLASS_FIELD = External("dataclasses.field")


def _is_construct(value: Value) -> bool:
    """Whether a value says itself what it declares, so that it is no plain default."""
    if isinstance(value, Made):
        word = construct_of(value)
        return word in _MAPPED_WORDS
    return isinstance(value, Function | Class)


def _annotation_column(where: Location) -> Made:
    """The column that a bare `Mapped[...]` annotation stands for."""
    return Made(External("sqlalchemy.orm.mapped_column"), (), (), open=False, where=where)


_NO_COLUMN = (
    "SQLAlchemy 2.0 makes a column of it, 1.4 does not; the setting `sqlalchemy-version` decides"
)


def _may_be_column(value: Value) -> bool:
    """Whether a value could bring a column: a property of a computed expression cannot."""
    word = construct_of(value) if isinstance(value, Made) else None
    if not isinstance(value, Made) or word is None or word in COLUMN_WORDS:
        return True
    return any(map(column_word, value.arguments))


def may_be_mapped(value: Value) -> bool:
    """Whether a value set on a class could be mapped: an object of a plain class cannot."""
    match value:
        case Made(Class() as maker):
            return maker.open_reason is not None or any(map(_brings_more, maker.external_bases))
        case Made(External() as maker):
            word = construct(maker)
            return word in _MAPPED_WORDS or (
                word is None and package(maker.path) not in _QUIET_PACKAGES
            )
    return True


def _brings_more(base: External) -> bool:
    """Whether objects of a subclass of `base` could be what a mapper maps."""
    if construct(base) is not None:
        return construct(base) in _MAPPED_WORDS
    return package(base.path) not in _QUIET_PACKAGES


_MAPPED_WORDS = COLUMN_WORDS | RELATIONSHIP_WORDS | PROPERTY_WORDS | DESCRIPTOR_WORDS
