"""What an annotation says about an attribute: `Mapped[list["Post"]]`, `Optional["Hero"]`, ...

Names inside are often only imported for type checking, so they are kept as written; the class
registry resolves them later, as SQLAlchemy does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mapperlint.facts.expressions import (
    Attribute,
    Constant,
    Expression,
    Name,
    Operation,
    Sequence,
    Subscript,
)
from mapperlint.facts.extract import parse_expression
from mapperlint.model.values.classes import Class
from mapperlint.model.values.constructs import construct_of
from mapperlint.model.values.values import NONE, External, Generic, Items, Made, Unknown, Value
from mapperlint.model.values.vocabulary import (
    MAPPED_WORDS,
    RELATIONSHIP_WORDS,
    construct,
    package,
)

if TYPE_CHECKING:
    from mapperlint.model.values.evaluation import Evaluator
    from mapperlint.model.values.scopes import Scope

_COLLECTIONS = frozenset(
    {
        "list",
        "List",
        "set",
        "Set",
        "Sequence",
        "MutableSequence",
        "Collection",
        "frozenset",
        "FrozenSet",
        "AbstractSet",
        "MutableSet",
        "tuple",
        "Tuple",
        "deque",
        "Deque",
        "KeyFuncDict",
        "MappedCollection",
        "InstrumentedList",
        "OrderingList",
        "InstrumentedSet",
    }
)
_MAPPINGS = frozenset(
    {
        "dict",
        "Dict",
        "Mapping",
        "MutableMapping",
        "OrderedDict",
        "KeyFuncDict",
        "MappedCollection",
        "attribute_keyed_dict",
        "defaultdict",
        "DefaultDict",
    }
)


class Annotation(Struct, frozen=True):
    """An annotation taken apart.

    `wrapper` is "Mapped", "DynamicMapped", "WriteOnlyMapped", "Unmapped" or None for a plain one;
    `collection` whether its outermost generic is a collection; `target` the innermost name with its
    scope's view of it; `inner` the evaluated type inside the wrapper. `aliased` is what the target
    stands for where a name like `Posts = list["Post"]` was seen through. `quoted` is true where all
    inside the wrapper stands in one string, `by_name` where the target stands in some string, or
    all annotations of the file do: SQLAlchemy then has no class, but looks for its name. `plain` is
    true where `inner` is but the name of something that is no generic type.
    """

    wrapper: str | None
    optional: bool
    collection: bool
    target: Expression | None
    inner: Expression
    known: bool = True
    aliased: Value | None = None
    quoted: bool = False
    by_name: bool = False
    plain: bool = False


class ReadAnnotation(Struct, frozen=True, eq=False):
    """What was read of an annotation, with what it was read from, which is to live as long."""

    expression: Expression
    scope: Scope
    found: Annotation | None


def read_annotation(
    evaluator: Evaluator, expression: Expression, scope: Scope
) -> Annotation | None:
    """The parts of an annotation; None when it cannot be read. Kept as long as the evaluator."""
    key = (id(expression), id(scope))
    known = evaluator.annotations.get(key)
    if known is not None:
        return known.found
    found = _read(evaluator, expression, scope)
    if evaluator.depth == 0:  # Else it may hang on what is just being evaluated.
        evaluator.annotations[key] = ReadAnnotation(expression, scope, found)
    return found


def _read(evaluator: Evaluator, expression: Expression, scope: Scope) -> Annotation | None:
    bare = unquoted(expression)
    if bare is None:
        return None
    wrapper: str | None = None
    if isinstance(bare, Subscript):
        word = construct(evaluator.evaluate(bare.value, scope, None)) or _mapped_name(bare)
        if word in MAPPED_WORDS or word == "Unmapped":
            wrapper = word
            if unquoted(bare.index) is None:
                return None
            bare = bare.index
        elif word == "ClassVar" or _is_classvar(evaluator, bare, scope):
            return _class_variable(bare)
    elif isinstance(bare, Name | Attribute):
        meant = evaluator.evaluate(bare, scope, None)
        match meant:
            case External() if meant.name == "ClassVar":
                return _class_variable(bare)
            case Generic(External() as origin, (aliased, *_)) if construct(origin) in MAPPED_WORDS:
                whole = Annotation(
                    construct(origin),
                    optional=False,
                    collection=False,
                    target=bare,
                    inner=bare,
                )
                return _seen_through(whole, aliased)
    found = _stripped(evaluator, bare, scope, wrapper)
    held = expression if wrapper is None else bare
    in_string = isinstance(expression, Constant) or scope.module.facts.future_annotations
    return replace(found, quoted=isinstance(held, Constant), by_name=found.by_name or in_string)


def _class_variable(inner: Expression) -> Annotation:
    return Annotation("ClassVar", optional=False, collection=False, target=None, inner=inner)


def _mapped_name(expression: Subscript) -> str | None:
    """`Mapped` imported only for type checking still says what is meant."""
    value = expression.value
    name = value.id if isinstance(value, Name) else getattr(value, "attribute", None)
    return name if name in MAPPED_WORDS else None


def _is_classvar(evaluator: Evaluator, expression: Subscript, scope: Scope) -> bool:
    value = evaluator.evaluate(expression.value, scope, None)
    return isinstance(value, External) and value.name == "ClassVar"


def unquoted(expression: Expression) -> Expression | None:
    """An annotation without the quotes around it; None when they hold no expression."""
    if isinstance(expression, Constant) and isinstance(expression.value, str):
        return parse_expression(expression.value)
    return expression


def _stripped(
    evaluator: Evaluator, expression: Expression, scope: Scope, wrapper: str | None
) -> Annotation:
    optional, collection, known = False, False, True
    inner = unquoted(expression) or expression
    target: Expression | None = inner
    quoted = by_name = isinstance(expression, Constant)
    while True:
        match target:
            case Constant(str()):
                by_name = True
                target = unquoted(target)
                if target is None:
                    break
            case Operation("|", operands):
                rest = [each for each in operands if not _is_none(each)]
                optional = optional or len(rest) < len(operands)
                target = rest[0] if len(rest) == 1 else None
            case Subscript(value, index):
                origin = evaluator.evaluate(value, scope, None)
                name = _type_name(origin, value)
                if name == "Optional":
                    optional, target = True, index
                elif name == "Union":
                    items = index.items if isinstance(index, Sequence) else (index,)
                    rest = [each for each in items if not _is_none(each)]
                    optional = optional or len(rest) < len(items)
                    target = rest[0] if len(rest) == 1 else None
                else:
                    items = index.items if isinstance(index, Sequence) else (index,)
                    collects = _collects(origin, name)
                    if collects is None:
                        known = False
                    elif name != "Annotated" and collects:
                        collection = True
                        known = known and not quoted  # SQLAlchemy refuses `Mapped["List[Post]"]`.
                    target = items[-1] if name in _MAPPINGS else items[0]
            case _:
                break
    found = Annotation(wrapper, optional, collection, target, inner, known, by_name=by_name)
    if isinstance(target, Name | Attribute):
        meant = evaluator.evaluate(target, scope, None)
        # `tag: Mapped["tag"] = relationship()` names what the registry calls "tag", not itself.
        itself = isinstance(meant, Made) and construct_of(meant) in RELATIONSHIP_WORDS
        if isinstance(meant, Generic | Made) and not itself:
            return _seen_through(found, meant)
        if target is inner and not isinstance(meant, Generic | Made | Items):
            return replace(found, plain=True)
    return found


def _seen_through(annotation: Annotation, value: Value) -> Annotation:
    """The annotation whose target is an alias of a generic type, `Posts = list["Post"]`."""
    match value:
        case Generic(External() as origin, arguments) if origin.name in {"Optional", "Union"}:
            rest = [each for each in arguments if each not in {NONE, External("builtins.None")}]
            if len(rest) != 1:
                return replace(annotation, target=None)
            optional = annotation.optional or origin.name == "Optional" or len(arguments) > 1
            return _seen_through(replace(annotation, optional=optional), rest[0])
        case Generic(origin, arguments) if arguments:
            name = origin.name if isinstance(origin, External | Class) else ""
            collects = _collects(origin, name)
            if collects is None:
                return replace(annotation, target=None, known=False)
            collection = annotation.collection or (collects and name != "Annotated")
            inner = arguments[-1] if name in _MAPPINGS else arguments[0]
            return _seen_through(replace(annotation, collection=collection), inner)
        case Made() | Unknown():
            return replace(annotation, target=None)
    return replace(annotation, aliased=value)


def _type_name(origin: Value, expression: Expression) -> str:
    if isinstance(origin, External):
        return origin.name
    if isinstance(expression, Name):
        return expression.id
    if isinstance(expression, Attribute):
        return expression.attribute
    return ""


def _collects(origin: Value, name: str) -> bool | None:
    """Whether a generic is a collection class; None when that is out of sight."""
    if isinstance(origin, Class):
        names = {_base_name(value) for cls in origin.classes for value in cls.base_values}
        if not (_COLLECTIONS | _MAPPINGS).isdisjoint(names):
            return True
        return None if origin.open_reason else False
    if name in _COLLECTIONS or name in _MAPPINGS:
        return True
    if isinstance(origin, External) and package(origin.path) in {
        "typing",
        "builtins",
        "collections",
    }:
        return False
    if isinstance(origin, External) and construct(origin) is not None:
        return False
    return None if isinstance(origin, External | Unknown) else False


def _base_name(value: Value) -> str:
    if isinstance(value, Generic):
        value = value.origin
    return value.name if isinstance(value, External) else ""


def _is_none(expression: Expression) -> bool:
    return (isinstance(expression, Constant) and expression.value is None) or (
        isinstance(expression, Name) and expression.id == "None"
    )


def annotated_parts(value: Value) -> tuple[Value, ...]:
    """The metadata of an `Annotated[type, ...]` anywhere in a type."""
    match value:
        case Generic(External() as origin, (inner, *rest)) if origin.name == "Annotated":
            return (*annotated_parts(inner), *rest)
        case Generic(_, arguments):
            return tuple(part for each in arguments for part in annotated_parts(each))
        case Items(_, items):
            return tuple(part for each in items for part in annotated_parts(each))
        case Made(External() as maker, (_, aliased, *_)) if maker.name == "TypeAliasType":
            return annotated_parts(aliased)
    return ()
